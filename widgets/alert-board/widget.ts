import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { type CardMark, drillOfMark } from '../shared/alerts.ts';
import { isMark, scoped } from '../shared/topics.ts';

/** Every live alert as a card: what, how far from normal, whose, since when, and what to do about it. */
export default defineWidget({
  id: 'alert-board',
  titles: { zh: '预警处置', en: 'Live alerts' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50, default: 20 }) }),
  topics: (options, scope) => ({ alerts: { view: 'alerts', params: { size: options.size }, ...scoped(scope) } }),
  size: { min: [8, 6], ideal: [12, 9] },
  lateAfter: 10,
  title: (_options, locale) => ({
    title: { zh: '预警处置', en: 'Live alerts' }[locale],
    note: { zh: '待签收在前，重者在前', en: 'unclaimed and gravest first' }[locale],
  }),
  hit(mark, _options, data) {
    if (isMark<CardMark>(mark, 'card')) return drillOfMark(mark, data['alerts']);
    return isMark(mark, 'more') ? { measure: 'alerts_open' } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
