import Type from 'typebox';
import { MEASURE_IDS, measureOf } from '../../contract/measure.ts';
import { COMPARISONS } from '../../contract/time.ts';
import { defineWidget } from '../../contract/widget.ts';
import { MeasureOption, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import { sparkTopic } from './option.ts';

/** One number with what makes it mean something: its past, its target, its comparison, its details. */
export default defineWidget({
  id: 'kpi',
  titles: { zh: '指标', en: 'Key figure' },
  options: Type.Object({
    measure: MeasureOption('accepted'),
    window: WindowOption('today'),
    compare: Type.Optional(Type.Enum([...COMPARISONS])),
    spark: Type.Boolean({ default: true }),
    /** Measures named in small beside the comparison. */
    details: Type.Array(Type.Enum([...MEASURE_IDS]), { default: [], maxItems: 3 }),
    /** Where the scope makes it another number than its name says. */
    title: TitleOption,
  }),
  topics(options, scope) {
    const { measure, window, compare, details } = options;
    const spark = options.spark ? sparkTopic(measure, window) : null;
    return {
      now: {
        view: 'measures',
        params: { measures: Array.from(new Set([measure, ...details])), window, ...(compare ? { compare } : {}) },
        ...scoped(scope),
      },
      ...(spark ? { spark: { ...spark, ...scoped(scope) } } : {}),
    };
  },
  size: { min: [3, 2], ideal: [4, 3] },
  lateAfter: 10,
  hit(_mark, options, data) {
    const { measure } = options;
    if (!measureOf(measure).at) return { measure };
    const range = rangeOf(data['now']);
    return range ? { measure, range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
