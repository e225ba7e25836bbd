/** Pure: counts now and then to ranked rows. */
import { against } from './against.ts';
import { count } from './format.ts';
import { COMPARISON_WORDS, type Locale } from './text.ts';
import type { Comparison } from '../../contract/time.ts';

export interface ChangeRow {
  key: string;
  name: string;
  value: number;
  text: string;
  /** Length of the bar and place of the tick on the same scale, 0–1; null: the time before is not known. */
  share: number;
  beside: number | null;
  change: string;
  way: 'up' | 'down' | 'same';
  /** All of it in words. */
  title: string;
  /** A touch shows what is in it. */
  deeper: boolean;
}

export interface Counted {
  key: string;
  name: string;
  now: number;
  /** Undefined: not known. */
  before: number | undefined;
  deeper?: boolean;
}

/** The largest now first, ties by key so that rows do not swap places; what is neither now nor was then is left out. */
export function changeRows(list: readonly Counted[], compare: Comparison, locale: Locale): ChangeRow[] {
  const shown = list
    .filter(({ now, before }) => now > 0 || (before ?? 0) > 0)
    .sort((a, b) => b.now - a.now || (b.before ?? 0) - (a.before ?? 0) || (a.key < b.key ? -1 : 1));
  const largest = Math.max(1, ...shown.map(({ now, before }) => Math.max(now, before ?? 0)));
  return shown.map(({ key, name, now, before, deeper }) => {
    const { text, way } = against(now, before);
    return {
      key,
      name,
      value: now,
      text: count(now),
      share: now / largest,
      beside: before === undefined ? null : before / largest,
      change: text,
      way,
      title: `${name} ${count(now)}${text && ` · ${COMPARISON_WORDS[compare][locale]} ${text}`}`,
      deeper: deeper === true,
    };
  });
}
