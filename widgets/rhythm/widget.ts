import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { type CellMark, RHYTHMS } from './option.ts';

/** When demand comes: each hour of each weekday over the last four whole weeks. */
export default defineWidget({
  id: 'rhythm',
  titles: { zh: '时段热力', en: 'Hour × weekday' },
  options: Type.Object({ measure: Type.Enum([...RHYTHMS], { default: 'accepted' }) }),
  topics: ({ measure }, scope) => ({
    hours: { view: 'series', params: { measures: [measure], window: '30d', step: 'hour' }, ...scoped(scope) },
  }),
  size: { min: [6, 4], ideal: [8, 6] },
  lateAfter: 30,
  title: ({ measure }, locale) => ({
    title: { zh: `${measureOf(measure).names.zh} · 时段`, en: `${measureOf(measure).names.en} · hour × weekday` }[
      locale
    ],
    note: { zh: '近 28 个整日 · 每小时均值', en: 'last 28 whole days · mean an hour' }[locale],
  }),
  hit(mark, { measure }) {
    if (!isMark<CellMark>(mark, 'cell')) return null;
    const at = measureOf(measure).at!;
    const any = mark.ranges.map(([ge, lt]) => ({ [at]: { ge, lt } }));
    const range = { from: mark.ranges[0]![0], to: mark.ranges.at(-1)![1] };
    return any.length === 1 ? { measure, range } : { measure, filter: { any }, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
