import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import type { IssueMark } from './option.ts';

/** Matters that several tickets are about, the hottest first: where, how many people, since when, who handles them. */
export default defineWidget({
  id: 'issue-board',
  titles: { zh: '热点诉求', en: 'Hot issues' },
  options: Type.Object({
    window: WindowOption('24h'),
    /** More than ten nobody reads from afar. */
    size: Type.Integer({ minimum: 1, maximum: 10, default: 10 }),
    title: TitleOption,
  }),
  topics: ({ window, size }, scope) => ({
    issues: { view: 'issues', params: { window, size }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [10, 10] },
  lateAfter: 20,
  title: ({ window, title }, locale) => ({
    title: (title ?? { zh: '热点诉求', en: 'Hot issues' })[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 线长为热度 · 件数与人数`,
      en: `${WINDOW_WORDS[window].en} · line: heat · tickets, people`,
    }[locale],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['issues']);
    if (!range) return null;
    if (isMark<IssueMark>(mark, 'issue')) return { measure: 'accepted', filter: { issue: mark.id }, range };
    if (isMark<IssueMark>(mark, 'mentions')) return { measure: 'mention_count', filter: { issue: mark.id }, range };
    return null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
