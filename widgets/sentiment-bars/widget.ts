import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { FIELD_WORDS, WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import { FIELDS, type PairMark } from './option.ts';

/** Who speaks of the city, and in which mood. */
export default defineWidget({
  id: 'sentiment-bars',
  titles: { zh: '来源与倾向', en: 'Sources by sentiment' },
  options: Type.Object({
    by: Type.Enum([...FIELDS], { default: 'medium' }),
    window: WindowOption('7d'),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 12 }),
    title: TitleOption,
  }),
  topics: ({ by, window }, scope) => ({
    pairs: {
      view: 'group',
      params: { measures: ['mention_count'], by: [by, 'sentiment'], window, compare: 'week', top: 400 },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 3], ideal: [6, 6] },
  lateAfter: 60,
  title: ({ by, window, title }, locale) => ({
    title: title?.[locale] ?? { zh: `${FIELD_WORDS[by]!.zh} × 倾向`, en: `${FIELD_WORDS[by]!.en} × sentiment` }[locale],
    note: { zh: `${WINDOW_WORDS[window].zh} · 条 · 负面占比`, en: `${WINDOW_WORDS[window].en} · negative share` }[
      locale
    ],
  }),
  hit(mark, { by }, data) {
    const range = rangeOf(data['pairs']);
    if (!range || !isMark<PairMark>(mark, 'pair')) return null;
    const mood = mark.mood === undefined ? {} : filterOf('sentiment', mark.mood);
    return { measure: 'mention_count', filter: { ...filterOf(by, mark.key), ...mood }, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
