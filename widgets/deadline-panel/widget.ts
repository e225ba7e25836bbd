import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { COUNTS, type StateMark, type TicketMark } from './option.ts';

/** What is past its deadline or close to it, and the tickets that press most. */
export default defineWidget({
  id: 'deadline-panel',
  titles: { zh: '时限监督', en: 'Deadlines' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 20, default: 6 }) }),
  topics: (options, scope) => ({
    counts: { view: 'measures', params: { measures: [...COUNTS], window: 'today' }, ...scoped(scope) },
    list: { view: 'deadlines', params: { size: options.size }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [6, 4] },
  lateAfter: 10,
  title: (_options, locale) => ({
    title: { zh: '时限监督', en: 'Deadlines' }[locale],
    note: { zh: '距时限', en: 'time to deadline' }[locale],
  }),
  hit(mark) {
    if (isMark<StateMark>(mark, 'state')) return { measure: mark.measure };
    if (isMark<TicketMark>(mark, 'ticket')) return { measure: 'open', filter: { id: mark.id } };
    return null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
