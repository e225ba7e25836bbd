import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { FIELD_WORDS, WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import { type BarMark, COUNTS, FIELDS, type KeyMark, stepOf, WINDOWS } from './option.ts';

/** A count over time, a small row of columns for each value of a field. */
export default defineWidget({
  id: 'split-bars',
  titles: { zh: '分项走势', en: 'Trends side by side' },
  options: Type.Object({
    measure: Type.Enum([...COUNTS], { default: 'accepted' }),
    by: Type.Enum([...FIELDS], { default: 'channel' }),
    window: Type.Enum([...WINDOWS], { default: 'today' }),
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    /** `own`: each row by its largest column, to see its shape; `shared`: all by one, to see how large. */
    scale: Type.Enum(['own', 'shared'], { default: 'own' }),
    top: Type.Integer({ minimum: 1, maximum: 30, default: 10 }),
    title: TitleOption,
  }),
  topics: ({ measure, by, window, level, top }, scope) => ({
    parts: {
      view: 'split',
      params: { measure, by, window, step: stepOf(window), top, ...(by === 'category' && level ? { level } : {}) },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [6, 6] },
  lateAfter: 10,
  title: ({ measure, by, window, scale, title }, locale) => ({
    title:
      title?.[locale] ??
      {
        zh: `${FIELD_WORDS[by]!.zh} · ${measureOf(measure).names.zh}`,
        en: `${measureOf(measure).names.en} by ${FIELD_WORDS[by]!.en.toLowerCase()}`,
      }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 每${stepOf(window) === 'day' ? '日' : '小时'}${scale === 'own' ? ' · 各按自身刻度' : ''}`,
      en: `${WINDOW_WORDS[window].en} · by ${stepOf(window)}${scale === 'own' ? ' · scales of their own' : ''}`,
    }[locale],
  }),
  hit(mark, { measure, by }, data) {
    if (isMark<BarMark>(mark, 'bar'))
      return { measure, filter: filterOf(by, mark.key), range: { from: mark.from, to: mark.to } };
    const range = rangeOf(data['parts']);
    return range && isMark<KeyMark>(mark, 'key') ? { measure, filter: filterOf(by, mark.key), range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
