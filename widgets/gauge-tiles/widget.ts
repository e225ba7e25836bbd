import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { gaugeScope, isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import type { Data, GaugeMark } from './option.ts';

/** Gauges as they stand: the latest reading beside its aim or its usual range, and the hours behind it. */
export default defineWidget({
  id: 'gauge-tiles',
  titles: { zh: '监测指标', en: 'Gauges' },
  options: Type.Object({
    gauges: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
      minItems: 1,
      maxItems: 24,
      default: ['gauge'],
    }),
    title: TitleOption,
  }),
  topics: ({ gauges }, scope) => ({
    gauges: {
      view: 'gauges',
      params: { gauges, window: '24h', step: 'hour', of: 'mean' },
      ...scoped(gaugeScope(scope)),
    },
  }),
  size: { min: [4, 3], ideal: [6, 4] },
  lateAfter: 10,
  title: ({ title }, locale) => ({
    title: title?.[locale] ?? { zh: '监测指标', en: 'Gauges' }[locale],
    note: WINDOW_WORDS['24h'][locale],
  }),
  hit(mark, _options, data) {
    if (!isMark<GaugeMark>(mark, 'gauge')) return null;
    const value = data['gauges'] as Data['gauges'] | undefined;
    const range = rangeOf(value);
    const at = value?.latest[mark.gauge]?.at;
    if (!range || at === undefined) return null;
    // A reading of longer ago is found among all there are.
    const inside = at >= range.from && at < range.to;
    return { measure: 'gauge_readings', filter: { gauge: mark.gauge }, ...(inside && { range }) };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
