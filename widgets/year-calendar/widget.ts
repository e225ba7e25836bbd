import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped, TitleOption } from '../shared/topics.ts';
import { COUNTS, type DayMark, PAST, RECENT } from './option.ts';

/** A year of days, a column a week: seasons, holidays and the odd storm; each day opens its tickets. */
export default defineWidget({
  id: 'year-calendar',
  titles: { zh: '全年日历', en: 'Calendar of a year' },
  options: Type.Object({ measure: Type.Enum([...COUNTS], { default: 'accepted' }), title: TitleOption }),
  topics: ({ measure }, scope) => ({
    recent: { view: 'series', params: { measures: [measure], window: '30d', step: 'day' }, ...scoped(scope) },
    past: { view: 'past', params: { measures: [measure], days: PAST, before: RECENT }, ...scoped(scope) },
  }),
  size: { min: [7, 3], ideal: [14, 4] },
  lateAfter: 15,
  title: ({ measure, title }, locale) => ({
    title:
      title?.[locale] ??
      { zh: `${measureOf(measure).names.zh} · 全年`, en: `${measureOf(measure).names.en} · a year` }[locale],
    note: { zh: '近 53 周 · 每格一天', en: 'last 53 weeks · a cell a day' }[locale],
  }),
  hit: (mark, { measure }) =>
    isMark<DayMark>(mark, 'day') ? { measure, range: { from: mark.from, to: mark.to } } : null,
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
