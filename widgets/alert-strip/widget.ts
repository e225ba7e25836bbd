import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { type CardMark, drillOfMark } from '../shared/alerts.ts';
import { isMark, scoped } from '../shared/topics.ts';

/** What wants a person now, in the order in which it does. */
export default defineWidget({
  id: 'alert-strip',
  titles: { zh: '预警', en: 'Alerts' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 20, default: 6 }) }),
  topics: (options, scope) => ({ alerts: { view: 'alerts', params: { size: options.size }, ...scoped(scope) } }),
  size: { min: [6, 2], ideal: [12, 3] },
  lateAfter: 10,
  hit(mark, _options, data) {
    if (isMark<CardMark>(mark, 'card')) return drillOfMark(mark, data['alerts']);
    return isMark(mark, 'more') ? { measure: 'alerts_open' } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
