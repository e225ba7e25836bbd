import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { gaugeScope, isMark, scoped, TitleOption } from '../shared/topics.ts';
import { type BucketMark, stepOf, WINDOWS } from './option.ts';

/** A gauge over a day or over weeks, in its usual range and beside its aim. */
export default defineWidget({
  id: 'gauge-trend',
  titles: { zh: '监测走势', en: 'Gauge over time' },
  options: Type.Object({
    gauge: Type.String({ minLength: 1, maxLength: 128, default: 'gauge' }),
    window: Type.Enum([...WINDOWS], { default: '24h' }),
    /** Of each hour or day. `last` for what counts on. */
    of: Type.Enum(['mean', 'last'], { default: 'mean' }),
    title: TitleOption,
  }),
  topics: ({ gauge, window, of }, scope) => ({
    gauge: {
      view: 'gauges',
      params: { gauges: [gauge], window, step: stepOf(window), of },
      ...scoped(gaugeScope(scope)),
    },
  }),
  size: { min: [5, 3], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ window, title }, locale) => ({
    title: title?.[locale] ?? { zh: '监测走势', en: 'Gauge over time' }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 每${stepOf(window) === 'day' ? '日' : '小时'}`,
      en: `${WINDOW_WORDS[window].en} · by ${stepOf(window)}`,
    }[locale],
  }),
  hit(mark, { gauge }) {
    if (!isMark<BucketMark>(mark, 'bucket')) return null;
    return { measure: 'gauge_readings', filter: { gauge }, range: { from: mark.from, to: mark.to } };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
