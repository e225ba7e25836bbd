/** Pure: mentions by a field and by mood to stacked rows, each with its negative share beside that of the time before. */
import type { CityFace } from '../../contract/city.ts';
import { type Cell, measureOf } from '../../contract/measure.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { change, count, DASH } from '../shared/format.ts';
import { type Mood, MOOD_WORDS, MOODS, moodOf } from '../shared/mood.ts';
import { MISSING, nameOf } from '../shared/names.ts';
import { COMPARISON_WORDS, type Locale } from '../shared/text.ts';

export const FIELDS = ['medium', 'outlet', 'district'] as const;
export interface Options {
  by: (typeof FIELDS)[number];
  window: Window;
  top: number;
}
export type Data = { pairs: TopicValues['group'] };
/** A part of a row; without a mood all of it. */
export interface PairMark {
  kind: 'pair';
  key: string;
  mood?: Mood;
}

export interface Row {
  key: string;
  name: string;
  total: number;
  text: string;
  /** Of the longest row, 0–1. */
  parts: { mood: Mood; value: number; share: number; title: string }[];
  /** Negative ones of those that were judged. */
  negative: string;
  /** All of it in words. */
  title: string;
}

type Moods = Map<Mood, number>;

function byKey(cells: Record<string, Cell> | undefined): Map<string, Moods> {
  const rows = new Map<string, Moods>();
  for (const [key, [n]] of Object.entries(cells ?? {})) {
    // The mood is the last part: an outlet may be called anything.
    const cut = key.lastIndexOf('|');
    const name = key.slice(0, cut);
    let row = rows.get(name);
    if (!row) rows.set(name, (row = new Map()));
    const mood = moodOf(key.slice(cut + 1));
    row.set(mood, (row.get(mood) ?? 0) + n);
  }
  return rows;
}

const sum = (moods: Moods): number => [...moods.values()].reduce((a, b) => a + b, 0);
/** Negative items and judged items. */
const judged = (moods: Moods | undefined): Cell => [
  moods?.get('negative') ?? 0,
  moods ? sum(moods) - (moods.get(MISSING) ?? 0) : 0,
];

/** Rows with the largest total first. */
export function rows(options: Options, value: Data['pairs'] | undefined, city: CityFace, locale: Locale): Row[] {
  const now = byKey(value?.cells['mention_count']);
  const then = value?.compared && byKey(value.compared.cells['mention_count']);
  const list = [...now]
    .map(([key, moods]) => ({ key, moods, total: sum(moods) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, options.top);
  const longest = Math.max(1, ...list.map(({ total }) => total));
  return list.map(({ key, moods, total }) => {
    const name = nameOf(city, options.by, key, locale);
    const cell = judged(moods);
    const share = cell[1] === 0 ? DASH : `${Math.round((cell[0] / cell[1]) * 100)}%`;
    const moved = then ? change(measureOf('negative_share'), cell, judged(then.get(key)), locale) : null;
    return {
      key,
      name,
      total,
      text: count(total),
      parts: MOODS.flatMap((mood) => {
        const n = moods.get(mood) ?? 0;
        const title = `${name} · ${MOOD_WORDS[mood][locale]} ${count(n)}`;
        return n === 0 ? [] : [{ mood, value: n, share: n / longest, title }];
      }),
      negative: share,
      title: `${name} ${count(total)} · ${MOOD_WORDS.negative[locale]} ${share}${moved === null ? '' : ` (${COMPARISON_WORDS.week[locale]} ${moved})`}`,
    };
  });
}
