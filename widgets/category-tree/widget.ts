import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import { filterOfPart, type PartMark } from './option.ts';

/** What tickets are about: the category tree as areas. A touch goes deeper, a touch on the total opens the tickets. */
export default defineWidget({
  id: 'category-tree',
  titles: { zh: '诉求分类', en: 'Categories' },
  options: Type.Object({ window: WindowOption('7d'), title: TitleOption }),
  topics: ({ window }, scope) => ({
    tree: {
      view: 'group',
      params: { measures: ['accepted'], by: ['category'], window, compare: 'week', level: 3, top: 2000 },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [9, 7] },
  lateAfter: 15,
  title: ({ window, title }, locale) => ({
    title: title?.[locale] ?? { zh: '诉求分类', en: 'What it is about' }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 面积为件数 · 亮者突增`,
      en: `${WINDOW_WORDS[window].en} · lit: well up`,
    }[locale],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['tree']);
    if (!range || !isMark<PartMark>(mark, 'part')) return null;
    const filter = filterOfPart(mark.part);
    return { measure: 'accepted', ...(filter && { filter }), range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
