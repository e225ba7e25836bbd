/** How an item in the media speaks: its order, its word and its shape, so that nobody needs the colour. Pure. */
import type { Text } from '../../contract/text.ts';
import { MISSING } from './names.ts';

/** Negative ones first: they stand at the foot of a stack, where lengths can be compared. Unknown ones are apart. */
export const MOODS = ['negative', 'neutral', 'positive', MISSING] as const;
export type Mood = (typeof MOODS)[number];

export const MOOD_WORDS: Record<Mood, Text> = {
  negative: { zh: '负面', en: 'Negative' },
  neutral: { zh: '中性', en: 'Neutral' },
  positive: { zh: '正面', en: 'Positive' },
  [MISSING]: { zh: '未判定', en: 'Not judged' },
};

/** The mood of a code; one that is not known is none. */
export const moodOf = (sentiment: string | undefined): Mood =>
  (MOODS as readonly (string | undefined)[]).includes(sentiment) ? (sentiment as Mood) : MISSING;

/** Name of a mood in a style sheet. */
export const moodClass = (mood: Mood): string => (mood === MISSING ? 'unknown' : mood);
