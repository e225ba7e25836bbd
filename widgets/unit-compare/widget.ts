import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { WINDOWS } from '../../contract/time.ts';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped } from '../shared/topics.ts';
import { COMPARED, DAYS, type TierMark, type UnitMark } from './option.ts';

/** Units against their own past and the median of their tier. No league: their order is that of the profile. */
export default defineWidget({
  id: 'unit-compare',
  titles: { zh: '承办单位对比', en: 'Units against their past' },
  options: Type.Object({
    measure: Type.Enum([...COMPARED], { default: 'on_time_rate' }),
    window: Type.Enum(
      WINDOWS.filter((window) => DAYS[window] !== undefined),
      { default: '30d' },
    ),
    /** Whole days before the window that are a unit's own past. */
    past: Type.Integer({ minimum: 7, maximum: 366, default: 90 }),
    /** Units of fewer facts are not compared: a ratio of three is chance. */
    least: Type.Integer({ minimum: 1, maximum: 1000, default: 5 }),
  }),
  topics: ({ measure, window, past }, scope) => ({
    now: {
      view: 'group',
      params: {
        measures: measure === 'handle_time_p50' ? [measure, 'overdue'] : [measure, 'handle_time_p50', 'overdue'],
        by: ['unit'],
        window,
        top: 2000,
      },
      ...scoped(scope),
    },
    past: {
      view: 'past',
      params: { measures: [measure], by: 'unit', days: past, before: DAYS[window]! },
      ...scoped(scope),
    },
    days: { view: 'split', params: { measure, by: 'unit', window, step: 'day', top: 120 }, ...scoped(scope) },
  }),
  size: { min: [10, 8], ideal: [16, 14] },
  lateAfter: 10,
  title: ({ measure, window }, locale) => ({
    title: { zh: `承办单位 · ${measureOf(measure).names.zh}`, en: `Units · ${measureOf(measure).names.en}` }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 与自身过去和同类中位数相比`,
      en: `${WINDOW_WORDS[window].en} · against own past and the median of the tier`,
    }[locale],
  }),
  hit(mark, { measure }, data) {
    const range = rangeOf(data['now']);
    if (isMark<TierMark>(mark, 'tier'))
      return range && mark.units.length > 0 ? { measure, filter: { unit: { in: mark.units } }, range } : null;
    if (!isMark<UnitMark>(mark, 'unit')) return null;
    const filter = filterOf('unit', mark.unit);
    if (mark.of === 'overdue') return { measure: 'overdue', filter };
    if (mark.of === 'past') {
      const before = rangeOf(data['past']);
      return before ? { measure, filter, range: before } : null;
    }
    return range ? { measure: mark.of === 'time' ? 'handle_time_p50' : measure, filter, range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
