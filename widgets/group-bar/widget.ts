import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { FIELD_WORDS, WINDOW_WORDS } from '../shared/text.ts';
import { isMark, MeasureOption, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import { filterOf } from '../shared/names.ts';
import { FIELDS, type KeyMark } from './option.ts';

/** Any measure by any field, ranked. */
export default defineWidget({
  id: 'group-bar',
  titles: { zh: '分组排行', en: 'Ranked groups' },
  options: Type.Object({
    measure: MeasureOption('accepted'),
    by: Type.Enum([...FIELDS], { default: 'unit' }),
    /** Depth at which category codes are cut. */
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    window: WindowOption('today'),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
  }),
  topics: ({ measure, by, level, window, top }, scope) => ({
    groups: {
      view: 'group',
      params: { measures: [measure], by: [by], window, top, ...(by === 'category' && level ? { level } : {}) },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ measure, by, window }, locale) => {
    const { at } = measureOf(measure);
    const field = FIELD_WORDS[by]![locale];
    return {
      title: {
        zh: `${field} · ${measureOf(measure).names.zh}`,
        en: `${measureOf(measure).names.en} by ${field.toLowerCase()}`,
      }[locale],
      note: at ? WINDOW_WORDS[window][locale] : { zh: '当前', en: 'now' }[locale],
    };
  },
  hit(mark, { measure, by }, data) {
    if (!isMark<KeyMark>(mark, 'key')) return null;
    const filter = filterOf(by, mark.key);
    // A rate counts the tickets of its population, so those are what is behind it.
    const behind = measure === 'per_10k' ? 'accepted' : measure;
    if (!measureOf(measure).at) return { measure: behind, filter };
    const range = rangeOf(data['groups']);
    return range ? { measure: behind, filter, range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
