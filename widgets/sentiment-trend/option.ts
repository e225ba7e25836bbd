/** Pure: mentions by mood and bucket to stacked columns; those that nobody has judged stand apart, under the line. */
import { buckets, nextBucket, type Step } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { fromZero } from '../shared/axes.ts';
import { count, zoneOf } from '../shared/format.ts';
import { type Mood, MOOD_WORDS, MOODS, moodOf } from '../shared/mood.ts';
import { MISSING } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export const WINDOWS = ['24h', 'today', '7d', '14d', '30d'] as const;
export interface Options {
  window: (typeof WINDOWS)[number];
}
export type Data = { moods: TopicValues['split'] };
/** A part of a column; without a mood all of it, without a range all of the window. */
export interface MoodMark {
  kind: 'mood';
  mood?: Mood;
  from?: number;
  to?: number;
}

/** Columns of a window: hours of a day, else days. */
export const stepOf = (window: Options['window']): Extract<Step, 'hour' | 'day'> =>
  window === 'today' || window === '24h' ? 'hour' : 'day';

export interface Column {
  from: number;
  to: number;
  /** Judged ones from the foot of the column; shares of the scale, 0–1. */
  parts: { mood: Mood; value: number; share: number; title: string }[];
  unknown: { value: number; share: number; title: string };
  label: string;
  ahead: boolean;
}
export interface Chart {
  columns: Column[];
  /** Scale of the judged ones; unknown ones are drawn to the same. */
  max: number;
  ticks: number[];
  /** The largest share of the scale that unknown ones have. */
  under: number;
  totals: { mood: Mood; text: string }[];
}

const JUDGED = MOODS.filter((mood) => mood !== MISSING);

/** The columns of the window. `clock`: buckets that begin later are ahead. Null before data. */
export function chart(
  options: Options,
  value: Data['moods'] | undefined,
  timeZone: string,
  clock: number,
  locale: Locale,
): Chart | null {
  if (!value) return null;
  const tz = zoneOf(timeZone);
  const step = stepOf(options.window);
  const starts = buckets(tz, step, value.from, value.to);
  const sums = new Map<Mood, number>();
  const at = starts.map((start) => {
    const column = new Map<Mood, number>();
    for (const [key, cells] of Object.entries(value.cells)) {
      const n = cells[String(start)]?.[0] ?? 0;
      const mood = moodOf(key);
      column.set(mood, (column.get(mood) ?? 0) + n);
      sums.set(mood, (sums.get(mood) ?? 0) + n);
    }
    return column;
  });
  const judged = (column: Map<Mood, number>): number => JUDGED.reduce((sum, mood) => sum + (column.get(mood) ?? 0), 0);
  const { max, interval } = fromZero(Math.max(0, ...at.map(judged)));
  const each = Math.max(1, Math.ceil(starts.length / 8));
  const name = (start: number): string => {
    const { month, day, hour } = tz.parts(start);
    return step === 'day' ? `${month}/${day}` : locale === 'zh' ? `${hour} 时` : `${hour}:00`;
  };
  const columns = starts.map((start, i): Column => {
    const part = (mood: Mood) => {
      const n = at[i]!.get(mood) ?? 0;
      return { mood, value: n, share: n / max, title: `${name(start)} · ${MOOD_WORDS[mood][locale]} ${count(n)}` };
    };
    return {
      from: start,
      to: nextBucket(tz, step, start),
      parts: JUDGED.map(part).filter(({ value: n }) => n > 0),
      unknown: part(MISSING),
      // Counted from the end: the running bucket always has its label.
      label: (starts.length - 1 - i) % each === 0 ? name(start) : '',
      ahead: start > clock,
    };
  });
  return {
    columns,
    max,
    ticks: Array.from({ length: Math.round(max / interval) + 1 }, (_, i) => i * interval),
    under: Math.max(0, ...columns.map(({ unknown }) => unknown.share)),
    totals: MOODS.map((mood) => ({ mood, text: count(sums.get(mood) ?? 0) })),
  };
}
