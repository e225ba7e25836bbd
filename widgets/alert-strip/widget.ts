import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { filterOf } from '../shared/names.ts';
import type { CardMark } from './option.ts';

/** What wants a person now, the gravest first. */
export default defineWidget({
  id: 'alert-strip',
  titles: { zh: '预警', en: 'Alerts' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 20, default: 6 }) }),
  topics: (options, scope) => ({ alerts: { view: 'alerts', params: { size: options.size }, ...scoped(scope) } }),
  size: { min: [6, 2], ideal: [12, 3] },
  lateAfter: 10,
  hit(mark) {
    // Behind a silent source there are no tickets: that is what is wrong with it.
    if (!isMark<CardMark>(mark, 'card') || mark.of !== 'overdue') return null;
    return { measure: 'overdue', filter: filterOf('unit', mark.key) };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
