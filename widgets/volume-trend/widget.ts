import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, scoped } from '../shared/topics.ts';
import type { HourMark } from './option.ts';

/** Today's accepted tickets hour by hour, against what is usual for this weekday. */
export default defineWidget({
  id: 'volume-trend',
  titles: { zh: '受理走势', en: 'Volume by hour' },
  options: Type.Object({}),
  topics: (_options, scope) => ({
    today: { view: 'series', params: { measures: ['accepted'], window: 'today', step: 'hour' }, ...scoped(scope) },
    normal: { view: 'normal', params: { measure: 'accepted' }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [6, 5] },
  lateAfter: 10,
  title: (_options, locale) => ({
    title: { zh: '受理走势', en: 'Volume by hour' }[locale],
    note: { zh: `${WINDOW_WORDS.today.zh} / 近八周同日区间`, en: 'today / eight-week range' }[locale],
  }),
  hit(mark) {
    if (!isMark<HourMark>(mark, 'hour')) return null;
    return { measure: 'accepted', range: { from: mark.from, to: mark.to } };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
