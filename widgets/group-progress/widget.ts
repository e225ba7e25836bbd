import Type from 'typebox';
import { WINDOWS } from '../../contract/time.ts';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { FIELD_WORDS, WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import { FIELDS, type PartMark } from './option.ts';

/** Where demands come from, and how many of those that were dispatched are closed. */
export default defineWidget({
  id: 'group-progress',
  titles: { zh: '办结进度', en: 'Closed and not closed' },
  options: Type.Object({
    by: Type.Enum([...FIELDS], { default: 'community' }),
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    window: Type.Enum([...WINDOWS], { default: '7d' }),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 12 }),
    title: TitleOption,
  }),
  topics: ({ by, level, window, top }, scope) => ({
    groups: {
      view: 'group',
      // One more than is shown: those without a value are left out.
      params: {
        measures: ['accepted'],
        by: [by],
        window,
        top: top + 1,
        ...(by === 'category' && level ? { level } : {}),
      },
      ...scoped(scope),
    },
    closed: {
      view: 'group',
      params: {
        measures: ['close_rate'],
        by: [by],
        window,
        top: 2000,
        ...(by === 'category' && level ? { level } : {}),
      },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [6, 6] },
  lateAfter: 10,
  title: ({ by, window, title }, locale) => ({
    title:
      title?.[locale] ??
      { zh: `${FIELD_WORDS[by]!.zh} · 办结进度`, en: `Closed by ${FIELD_WORDS[by]!.en.toLowerCase()}` }[locale],
    note: WINDOW_WORDS[window][locale],
  }),
  hit(mark, { by }, data) {
    const range = rangeOf(data['groups']);
    if (!range || !isMark<PartMark>(mark, 'part')) return null;
    const filter = filterOf(by, mark.key);
    if (mark.part === 'all') return { measure: 'accepted', filter, range };
    if (mark.part === 'direct')
      return { measure: 'accepted', filter: { ...filter, dispatched: { set: false } }, range };
    if (mark.part === 'closed') return { measure: 'close_rate', part: true, filter, range };
    return { measure: 'close_rate', filter: { ...filter, status: { not: ['closed'] } }, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
