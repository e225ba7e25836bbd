import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped, TitleOption } from '../shared/topics.ts';
import type { TicketMark } from './option.ts';

/** Tickets as they come in. */
export default defineWidget({
  id: 'latest-tickets',
  titles: { zh: '最新工单', en: 'Latest tickets' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50, default: 10 }), title: TitleOption }),
  topics: (options, scope) => ({ latest: { view: 'latest', params: { size: options.size }, ...scoped(scope) } }),
  size: { min: [6, 4], ideal: [8, 6] },
  lateAfter: 10,
  title: ({ title }, locale) => ({ title: title?.[locale] ?? { zh: '最新工单', en: 'Latest tickets' }[locale] }),
  hit: (mark) => (isMark<TicketMark>(mark, 'ticket') ? { measure: 'accepted', filter: { id: mark.id } } : null),
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
