import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import type { SideMark } from './option.ts';

/** Hot issues on both sides: tickets at the hotline, items in the media. */
export default defineWidget({
  id: 'issue-media',
  titles: { zh: '诉求与舆情', en: 'Tickets and mentions' },
  options: Type.Object({
    window: WindowOption('7d'),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
  }),
  // All that there may be: those that the media speak of need not be the hottest.
  topics: ({ window }, scope) => ({ issues: { view: 'issues', params: { window, size: 50 }, ...scoped(scope) } }),
  size: { min: [6, 3], ideal: [9, 6] },
  lateAfter: 60,
  title: ({ window }, locale) => ({
    title: { zh: '诉求与舆情', en: 'Tickets and mentions' }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 热点诉求 · 左工单右舆情，亮段为负面`,
      en: `${WINDOW_WORDS[window].en} · hot issues · tickets, mentions, bright: negative`,
    }[locale],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['issues']);
    if (!range) return null;
    if (isMark<SideMark>(mark, 'tickets')) return { measure: 'accepted', filter: { issue: mark.id }, range };
    if (isMark<SideMark>(mark, 'mentions')) return { measure: 'mention_count', filter: { issue: mark.id }, range };
    return null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
