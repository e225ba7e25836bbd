import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { type HourMark, MEASURES_SHOWN } from './option.ts';

/** Today's tickets, calls or waits hour by hour, against what is usual for this weekday. */
export default defineWidget({
  id: 'volume-trend',
  titles: { zh: '受理走势', en: 'Volume by hour' },
  options: Type.Object({ measure: Type.Enum([...MEASURES_SHOWN], { default: 'accepted' }) }),
  topics: ({ measure }, scope) => ({
    today: { view: 'series', params: { measures: [measure], window: 'today', step: 'hour' }, ...scoped(scope) },
    normal: { view: 'normal', params: { measure }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ measure }, locale) => ({
    title:
      measure === 'accepted'
        ? { zh: '受理走势', en: 'Volume by hour' }[locale]
        : { zh: `${measureOf(measure).names.zh}走势`, en: `${measureOf(measure).names.en} by hour` }[locale],
    note: { zh: `${WINDOW_WORDS.today.zh} / 近八周同日区间`, en: 'today / eight-week range' }[locale],
  }),
  hit(mark, { measure }) {
    if (!isMark<HourMark>(mark, 'hour')) return null;
    return { measure, range: { from: mark.from, to: mark.to } };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
