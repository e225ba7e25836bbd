import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';

/** Whether each upstream source still speaks, how fast, and how late. */
export default defineWidget({
  id: 'feeds',
  titles: { zh: '数据来源', en: 'Feeds' },
  options: Type.Object({}),
  topics: () => ({ feeds: { view: 'feeds', params: {} } }),
  size: { min: [8, 3], ideal: [12, 6] },
  lateAfter: 10,
  title: (_options, locale) => ({ title: { zh: '数据来源', en: 'Feeds' }[locale] }),
  // A source is not a set of tickets: what it sent is spread over many, and what was refused is in none.
  hit: () => null,
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
