import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { COMPARISONS } from '../../contract/time.ts';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { COMPARISON_WORDS, FIELD_WORDS, WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption, WindowOption } from '../shared/topics.ts';
import { COUNTS, FIELDS, type KeyMark } from './option.ts';

/** A count by the values of a field, each beside the same hours a day or a week ago. */
export default defineWidget({
  id: 'group-change',
  titles: { zh: '分组与上期', en: 'Groups beside the time before' },
  options: Type.Object({
    measure: Type.Enum([...COUNTS], { default: 'accepted' }),
    by: Type.Enum([...FIELDS], { default: 'nature' }),
    /** Depth at which category codes are cut. */
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    window: WindowOption('7d'),
    compare: Type.Enum([...COMPARISONS], { default: 'week' }),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 12 }),
    title: TitleOption,
  }),
  topics: ({ measure, by, level, window, compare, top }, scope) => ({
    groups: {
      view: 'group',
      params: { measures: [measure], by: [by], window, compare, top, ...(by === 'category' && level ? { level } : {}) },
      ...scoped(scope),
    },
  }),
  size: { min: [4, 3], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ measure, by, window, compare, title }, locale) => {
    const field = FIELD_WORDS[by]![locale];
    return {
      title:
        title?.[locale] ??
        {
          zh: `${field} · ${measureOf(measure).names.zh}`,
          en: `${measureOf(measure).names.en} by ${field.toLowerCase()}`,
        }[locale],
      note: `${WINDOW_WORDS[window][locale]} · ${COMPARISON_WORDS[compare][locale]}`,
    };
  },
  hit(mark, { measure, by }, data) {
    const range = rangeOf(data['groups']);
    return range && isMark<KeyMark>(mark, 'key') ? { measure, filter: filterOf(by, mark.key), range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
