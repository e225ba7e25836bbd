import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { gaugeScope, isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import { COUNTS, type DayMark } from './option.ts';

/** A count day by day beside the same weekdays of the period before; with a gauge over it on the same days. */
export default defineWidget({
  id: 'day-compare',
  titles: { zh: '逐日对比', en: 'Day by day' },
  options: Type.Object({
    measure: Type.Enum([...COUNTS], { default: 'accepted' }),
    /** Days shown, whole weeks, so that weekdays stand beside their like. */
    days: Type.Enum([7, 14], { default: 14 }),
    gauge: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    title: TitleOption,
  }),
  topics: ({ measure, gauge }, scope) => ({
    days: { view: 'series', params: { measures: [measure], window: '30d', step: 'day' }, ...scoped(scope) },
    ...(gauge && {
      gauge: {
        view: 'gauges',
        params: { gauges: [gauge], window: '14d', step: 'day', of: 'mean' },
        ...scoped(gaugeScope(scope)),
      },
    }),
  }),
  size: { min: [5, 4], ideal: [8, 6] },
  lateAfter: 10,
  title: ({ measure, days, title }, locale) => ({
    title:
      title?.[locale] ??
      { zh: `${measureOf(measure).names.zh} · 逐日`, en: `${measureOf(measure).names.en} by day` }[locale],
    note: { zh: `近 ${days} 日 · 横线为前 ${days} 日`, en: `last ${days} days · line: the ${days} before` }[locale],
  }),
  hit(mark, { measure, gauge }, data) {
    if (isMark<DayMark>(mark, 'day')) return { measure, range: { from: mark.from, to: mark.to } };
    const range = rangeOf(data['gauge']);
    return gauge && range && isMark<{ kind: 'gauge' }>(mark, 'gauge')
      ? { measure: 'gauge_readings', filter: { gauge }, range }
      : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
