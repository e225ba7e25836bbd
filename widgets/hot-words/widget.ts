import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import type { WordMark } from './option.ts';

/** The lexicon's words used most in tickets. */
export default defineWidget({
  id: 'hot-words',
  titles: { zh: '热点关键词', en: 'Hot words' },
  options: Type.Object({
    window: WindowOption('24h'),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 12 }),
  }),
  topics: (options, scope) => ({
    words: {
      view: 'group',
      params: { measures: ['accepted'], by: ['words'], window: options.window, top: options.top },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [6, 6] },
  lateAfter: 15,
  title: (options, locale) => ({
    title: { zh: '热点关键词', en: 'Hot words' }[locale],
    note: { zh: `${WINDOW_WORDS[options.window].zh} · 件数 · 占比`, en: `${WINDOW_WORDS[options.window].en} · share` }[
      locale
    ],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['words']);
    if (!range || !isMark<WordMark>(mark, 'word')) return null;
    return { measure: 'accepted', filter: { words: { has: mark.word } }, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
