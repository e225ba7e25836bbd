import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { measureTitle } from '../shared/text.ts';
import { MeasureOption, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import { measureOf } from '../../contract/measure.ts';

/** A small, complete widget: one number. Copy the folder; its name is the widget's id. */
export default defineWidget({
  id: '_template',
  titles: { zh: '示例', en: 'Template' },
  options: Type.Object({ measure: MeasureOption('accepted'), window: WindowOption('today') }),
  topics: ({ measure, window }, scope) => ({
    now: { view: 'measures', params: { measures: [measure], window }, ...scoped(scope) },
  }),
  size: { min: [3, 2], ideal: [4, 2] },
  lateAfter: 10,
  title: ({ measure, window }, locale) => ({ title: measureTitle(measureOf(measure), window, locale) }),
  hit(_mark, { measure }, data) {
    if (!measureOf(measure).at) return { measure };
    const range = rangeOf(data['now']);
    return range ? { measure, range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
