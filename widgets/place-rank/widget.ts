import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import { filterOfMark, type PlaceMark } from './option.ts';

/** Where tickets come from: districts, their streets, their compounds, each step in place. */
export default defineWidget({
  id: 'place-rank',
  titles: { zh: '区域排行', en: 'Places' },
  options: Type.Object({
    window: WindowOption('7d'),
    /** Compounds of a street that are listed. */
    top: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    title: TitleOption,
  }),
  topics: ({ window }, scope) => {
    const group = { measures: ['accepted' as const], window, compare: 'week' as const };
    return {
      places: { view: 'group', params: { ...group, by: ['district', 'street'], top: 600 }, ...scoped(scope) },
      compounds: { view: 'group', params: { ...group, by: ['street', 'community'], top: 1000 }, ...scoped(scope) },
    };
  },
  size: { min: [5, 3], ideal: [6, 6] },
  lateAfter: 15,
  title: ({ window, title }, locale) => ({
    title: title?.[locale] ?? { zh: '区县 · 街道 · 小区', en: 'District, street, compound' }[locale],
    note: { zh: `${WINDOW_WORDS[window].zh} · 较上周`, en: WINDOW_WORDS[window].en }[locale],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['places']);
    if (!range || !isMark<PlaceMark>(mark, 'place')) return null;
    const filter = filterOfMark(mark);
    return { measure: 'accepted', ...(filter && { filter }), range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
