import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, TitleOption } from '../shared/topics.ts';
import { type MoodMark, stepOf, WINDOWS } from './option.ts';

/** How much the media say and in which mood, over time. */
export default defineWidget({
  id: 'sentiment-trend',
  titles: { zh: '舆情走势与倾向', en: 'Mentions by sentiment' },
  options: Type.Object({ window: Type.Enum([...WINDOWS], { default: '14d' }), title: TitleOption }),
  topics: ({ window }, scope) => ({
    moods: {
      view: 'split',
      params: { measure: 'mention_count', by: 'sentiment', window, step: stepOf(window) },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [9, 6] },
  lateAfter: 60,
  title: ({ window, title }, locale) => ({
    title: title?.[locale] ?? { zh: '舆情量与倾向', en: 'Mentions by sentiment' }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · 每${stepOf(window) === 'day' ? '日' : '小时'} · 未判定者在线下`,
      en: `${WINDOW_WORDS[window].en} · by ${stepOf(window)} · not judged: below`,
    }[locale],
  }),
  hit(mark, _options, data) {
    const all = rangeOf(data['moods']);
    if (!all || !isMark<MoodMark>(mark, 'mood')) return null;
    const { mood, from, to } = mark;
    const range = from !== undefined && to !== undefined ? { from, to } : all;
    return { measure: 'mention_count', ...(mood && { filter: filterOf('sentiment', mood) }), range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
