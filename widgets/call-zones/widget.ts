import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { isMark, rangeOf, scoped } from '../shared/topics.ts';
import { MEASURED, type SeatMark, type ZoneMark } from './option.ts';

/** The zones of the hall: what each has answered, and which of its seats talk now. Of a seat only its state is shown. */
export default defineWidget({
  id: 'call-zones',
  titles: { zh: '坐席与专区', en: 'Seats and zones' },
  options: Type.Object({}),
  topics: (_options, scope) => ({
    zones: { view: 'group', params: { measures: [...MEASURED], by: ['zone'], window: 'today' }, ...scoped(scope) },
    seats: {
      view: 'group',
      params: { measures: ['call_talking', 'call_answered'], by: ['zone', 'seat'], window: 'today', top: 500 },
      ...scoped(scope),
    },
  }),
  size: { min: [6, 4], ideal: [8, 6] },
  lateAfter: 10,
  title: (_options, locale) => ({
    title: { zh: '坐席与专区', en: 'Seats and zones' }[locale],
    note: { zh: '■ 通话中 · □ 今日在岗', en: '■ talking · □ in service today' }[locale],
  }),
  hit(mark, _options, data) {
    if (isMark<SeatMark>(mark, 'seat'))
      return { measure: 'call_talking', filter: { ...filterOf('zone', mark.zone), ...filterOf('seat', mark.seat) } };
    if (!isMark<ZoneMark>(mark, 'zone')) return null;
    if (mark.measure === 'call_talking') return { measure: mark.measure, filter: filterOf('zone', mark.zone) };
    const range = rangeOf(data['zones']);
    return range ? { measure: mark.measure, filter: filterOf('zone', mark.zone), range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
