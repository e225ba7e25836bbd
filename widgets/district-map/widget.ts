import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { measureOf } from '../../contract/measure.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { filterOf } from '../shared/names.ts';
import { isMark, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import { type AreaMark, type CellMark, MAP_MEASURES, type UnitMark } from './option.ts';

/** Where demand comes from: districts by rate, cells by count, the hottest places; and where an alert is. */
export default defineWidget({
  id: 'district-map',
  titles: { zh: '区域热力', en: 'Demand by district' },
  options: Type.Object({
    measure: Type.Enum([...MAP_MEASURES], { default: 'per_10k' }),
    window: WindowOption('24h'),
    /** Window of the cells. */
    heat: Type.Enum(['1h', '24h', 'none'], { default: '24h' }),
    /** How many of the hottest places are circled. */
    hot: Type.Integer({ minimum: 0, maximum: 12, default: 4 }),
    /** Bands of equal width say how much more; quantile bands tell neighbours apart. */
    bands: Type.Enum(['equal', 'quantile'], { default: 'equal' }),
  }),
  topics: ({ measure, window, heat }, scope) => ({
    areas: { view: 'group', params: { measures: [measure], by: ['district'], window }, ...scoped(scope) },
    // What the list shows where a city has no districts.
    units: { view: 'group', params: { measures: ['accepted'], by: ['unit'], window, top: 12 }, ...scoped(scope) },
    // Where a person is wanted: what is unclaimed comes first, so the first few are enough.
    alerts: { view: 'alerts', params: { size: 20 }, ...scoped(scope) },
    ...(heat === 'none'
      ? {}
      : {
          cells: {
            view: 'group',
            params: { measures: ['accepted'], by: ['cell'], window: heat, top: 1500 },
            ...scoped(scope),
          },
        }),
  }),
  size: { min: [8, 8], ideal: [12, 12] },
  lateAfter: 10,
  title: ({ measure, window }, locale) => ({
    title: { zh: '区域热力', en: 'Demand by district' }[locale],
    note:
      measure === 'per_10k'
        ? { zh: `${WINDOW_WORDS[window].zh}诉求 · 每万人`, en: `${WINDOW_WORDS[window].en} · per 10,000` }[locale]
        : `${WINDOW_WORDS[window][locale]} · ${measureOf(measure).names[locale]}`,
  }),
  hit(mark, _options, data) {
    if (isMark<AreaMark>(mark, 'area')) return behind(data['areas'], 'district', mark.code);
    if (isMark<UnitMark>(mark, 'unit')) return behind(data['units'], 'unit', mark.unit);
    if (isMark<CellMark>(mark, 'cell')) return behind(data['cells'], 'cell', mark.cell);
    return null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});

/** The tickets of one key, over the range of the value it was shown from. */
function behind(value: unknown, field: string, key: string) {
  const range = rangeOf(value);
  return range ? { measure: 'accepted' as const, filter: filterOf(field, key), range } : null;
}
