import Type from 'typebox';
import { HOT_WINDOWS } from '../../contract/topic.ts';
import { defineWidget, type TopicsOf } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import type { WordMark } from './option.ts';

/** Words that stand in more tickets than is usual now, each beside its usual; where there are none, it says so. */
export default defineWidget({
  id: 'hot-terms',
  titles: { zh: '热词与平时', en: 'Words above their usual' },
  options: Type.Object({
    windows: Type.Array(Type.Enum([...HOT_WINDOWS]), {
      minItems: 1,
      maxItems: 3,
      uniqueItems: true,
      default: ['1h', '24h', '7d'],
    }),
    top: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
    title: TitleOption,
  }),
  topics({ windows, top }, scope) {
    const topics: TopicsOf = { hot: { view: 'hot', params: { size: top }, ...scoped(scope) } };
    // What is shown while nothing is hot: the words of the lexicon, most frequent first, without those that have none.
    for (const window of windows)
      topics[`often${window}`] = {
        view: 'group',
        params: { measures: ['accepted'], by: ['words'], window, top: top + 1 },
        ...scoped(scope),
      };
    return topics;
  },
  size: { min: [5, 4], ideal: [12, 6] },
  lateAfter: 20,
  title: ({ title }, locale) => ({
    title: title?.[locale] ?? { zh: '热词', en: 'Hot words' }[locale],
    note: { zh: '件数 · 亮段为平时区间 · 倍数', en: 'tickets · band: usual · times' }[locale],
  }),
  hit(mark, _options, data) {
    if (!isMark<WordMark>(mark, 'word')) return null;
    const { window, field, word } = mark;
    const ranking = (data['hot'] as { windows: Record<string, unknown> } | undefined)?.windows[window];
    const range = rangeOf(field === 'terms' ? ranking : data[`often${window}`]);
    return range ? { measure: 'accepted', filter: filterOf(field, word), range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
