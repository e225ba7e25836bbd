import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { type DayMark, RATIOS } from './option.ts';

/** A ratio day by day over two weeks, against its target. */
export default defineWidget({
  id: 'satisfaction-trend',
  titles: { zh: '满意率走势', en: 'Satisfaction by day' },
  options: Type.Object({ measure: Type.Enum([...RATIOS], { default: 'satisfaction' }) }),
  topics: (options, scope) => ({
    days: { view: 'series', params: { measures: [options.measure], window: '14d', step: 'day' }, ...scoped(scope) },
  }),
  size: { min: [5, 3], ideal: [6, 4] },
  lateAfter: 10,
  title: (options, locale) => ({ title: measureOf(options.measure).names[locale], note: WINDOW_WORDS['14d'][locale] }),
  hit(mark, options) {
    if (!isMark<DayMark>(mark, 'day')) return null;
    return { measure: options.measure, range: { from: mark.from, to: mark.to } };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
