import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { gaugeScope, isMark, scoped, TitleOption } from '../shared/topics.ts';
import type { Data, GaugeMark } from './option.ts';

/** Gauges that count the steps of one process, or the parts of one whole. */
export default defineWidget({
  id: 'gauge-funnel',
  titles: { zh: '指标漏斗', en: 'Funnel of gauges' },
  options: Type.Object({
    gauges: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
      minItems: 1,
      maxItems: 12,
      default: ['gauge'],
    }),
    /** `steps`: each beside the one before it. `parts`: each beside the sum of all. */
    kind: Type.Enum(['steps', 'parts'], { default: 'steps' }),
    title: TitleOption,
  }),
  topics: ({ gauges }, scope) => ({
    gauges: {
      view: 'gauges',
      params: { gauges, window: '30d', step: 'day', of: 'last' },
      ...scoped(gaugeScope(scope)),
    },
  }),
  size: { min: [5, 3], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ kind, title }, locale) => ({
    title: title?.[locale] ?? { zh: '指标漏斗', en: 'Funnel of gauges' }[locale],
    note:
      kind === 'steps'
        ? { zh: '累计 · 占上一步', en: 'so far · of the step before' }[locale]
        : { zh: '累计 · 占合计', en: 'so far · of all' }[locale],
  }),
  hit(mark, _options, data) {
    if (!isMark<GaugeMark>(mark, 'gauge')) return null;
    const value = data['gauges'] as Data['gauges'] | undefined;
    return value?.latest[mark.gauge] ? { measure: 'gauge_readings', filter: { gauge: mark.gauge } } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
