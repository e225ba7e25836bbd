import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { isMark, scoped } from '../shared/topics.ts';
import type { MentionMark } from './option.ts';

/** Items in the media as they come in: who says it, in which mood, and which hot issue it is about. */
export default defineWidget({
  id: 'mention-stream',
  titles: { zh: '最新舆情', en: 'Latest mentions' },
  options: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50, default: 24 }) }),
  topics: ({ size }, scope) => ({ mentions: { view: 'mentions', params: { size }, ...scoped(scope) } }),
  size: { min: [5, 4], ideal: [8, 10] },
  // Media are quiet for minutes.
  lateAfter: 60,
  title: (_options, locale) => ({
    title: { zh: '最新舆情', en: 'Latest mentions' }[locale],
    note: { zh: '媒体 · 账号 · 关联热点诉求', en: 'medium · outlet · hot issue' }[locale],
  }),
  hit(mark) {
    if (isMark<MentionMark>(mark, 'mention')) return { measure: 'mention_count', filter: { id: mark.id } };
    // All tickets of the issue, whenever they came.
    return isMark<MentionMark>(mark, 'issue') ? { measure: 'accepted', filter: { issue: mark.id } } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
