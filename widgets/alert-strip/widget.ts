import Type from 'typebox';
import { FAMILIES } from '../../contract/rule.ts';
import { defineWidget } from '../../contract/widget.ts';
import { type CardMark, drillOfMark } from '../shared/alerts.ts';
import { isMark, scoped } from '../shared/topics.ts';

/** What wants a person now, in the order in which it does. */
export default defineWidget({
  id: 'alert-strip',
  titles: { zh: '预警', en: 'Alerts' },
  options: Type.Object({
    size: Type.Integer({ minimum: 1, maximum: 20, default: 6 }),
    /** Only alerts of this family. An option and no scope: the facts behind an alert have no family. */
    family: Type.Optional(Type.Enum([...FAMILIES])),
  }),
  topics: ({ size, family }, scope) => ({
    alerts: { view: 'alerts', params: { size }, ...scoped({ ...scope, ...(family && { family }) }) },
  }),
  size: { min: [6, 2], ideal: [12, 3] },
  lateAfter: 10,
  hit(mark, { family }, data) {
    if (isMark<CardMark>(mark, 'card')) return drillOfMark(mark, data['alerts']);
    return isMark(mark, 'more') ? { measure: 'alerts_open', ...(family && { filter: { family } }) } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
