/**
 * In how many tickets each word stands, by hour for eight weeks and by ten minutes for the last hours, with the sums of the
 * windows. Bounded: an hour has room for so many words, and old hours keep their most frequent ones.
 */
import { DAY, HOUR, MINUTE } from '../../../contract/time.ts';
import { WEEKS } from '../../alerts/normal/normal.ts';
import { JOINT } from './extract.ts';
import { Counts, keyOf } from './table.ts';

/** Windows that words are ranked over. Each ends now and begins at a whole ten minutes, or a whole hour. */
export const WINDOWS = { hour: HOUR, day: DAY, week: 7 * DAY } as const;
export type HotWindow = keyof typeof WINDOWS;

const FINE = 10 * MINUTE;
/** Ten minutes that are kept apart, back from now. */
const FINE_KEPT = 3 * HOUR;
/** Hours as they are written; older ones keep their most frequent words. */
const WHOLE_KEPT = 8 * DAY;
const MOST_AN_HOUR = 32_768;
const MOST_OLD = 4_096;
export const MOST_TOTAL = 262_144;
const KEPT = 7 * WEEKS * DAY + 2 * DAY;
/** Key of all tickets. */
export const ALL = keyOf(`${JOINT}all`);

export class WordHours {
  readonly #hours = new Map<number, Counts>();
  readonly #fine = new Map<number, Counts>();
  readonly #names = new Map<number, string>();
  readonly #day = new Counts(MOST_TOTAL);
  readonly #week = new Counts(MOST_TOTAL);
  #now = -Infinity;

  /** The latest moment that it was moved on to, Unix ms. */
  get now(): number {
    return this.#now;
  }

  /**
   * Adds the words of a ticket created at this moment (Unix ms), or takes them away (`sign` −1). Older than eight weeks, or
   * without a moment: nothing. Whoever changes a ticket takes away what it added and adds what it is now.
   */
  add(at: number | null, words: readonly string[], sign: 1 | -1): void {
    if (at === null || at < this.#now - KEPT) return;
    const hour = Math.floor(at / HOUR) * HOUR;
    const table = this.#of(this.#hours, hour, MOST_AN_HOUR);
    const keys = [ALL, ...words.map((word) => this.#name(word))];
    const inDay = this.#in(hour, 'day');
    const inWeek = this.#in(hour, 'week');
    const fine = at >= this.#now - FINE_KEPT ? this.#of(this.#fine, Math.floor(at / FINE) * FINE, MOST_AN_HOUR) : null;
    for (const key of keys) {
      // What the hour has no room for is nowhere, so that windows stay the sums of their hours.
      if (!table.add(key, sign)) continue;
      fine?.add(key, sign);
      if (inDay) this.#day.add(key, sign);
      if (inWeek) this.#week.add(key, sign);
    }
  }

  #name(word: string): number {
    const key = keyOf(word);
    const known = this.#names.get(key);
    // Of two words with one key the smaller one names it, whichever came first.
    if (known === undefined || word < known) this.#names.set(key, word);
    return key;
  }

  #of(tables: Map<number, Counts>, start: number, most: number): Counts {
    let table = tables.get(start);
    if (!table) tables.set(start, (table = new Counts(most)));
    return table;
  }

  /** Where a window begins as of `now`. */
  from(window: HotWindow, now = this.#now): number {
    if (window === 'hour') return Math.floor(now / FINE) * FINE - (HOUR - FINE);
    return Math.floor(now / HOUR) * HOUR - (WINDOWS[window] - HOUR);
  }
  /** Whether an hour is in a window; the hours of tickets that are ahead of the clock are in none yet. */
  #in(hour: number, window: HotWindow, now = this.#now): boolean {
    return hour <= now && hour >= this.from(window, now);
  }

  /** Moves the clock on (Unix ms); it does not go back. */
  advance(now: number): void {
    if (now <= this.#now) return;
    const before = this.#now;
    this.#now = now;
    for (const start of this.#fine.keys()) if (start < now - FINE_KEPT - FINE) this.#fine.delete(start);
    if (Math.floor(before / HOUR) === Math.floor(now / HOUR)) return;
    for (const [hour, table] of this.#hours) {
      for (const [window, total] of [
        ['day', this.#day],
        ['week', this.#week],
      ] as const) {
        const was = this.#in(hour, window, before);
        const is = this.#in(hour, window, now);
        if (was !== is) total.addAll(table, is ? 1 : -1);
      }
      if (hour < now - KEPT) this.#hours.delete(hour);
      else if (hour < now - WHOLE_KEPT) table.compact(MOST_OLD);
    }
    this.#day.compact();
    this.#week.compact();
  }

  /** Counts of a window as of now; `ALL` counts tickets. */
  countsOf(window: HotWindow): Counts {
    const from = this.from(window);
    if (window === 'day') return this.#day;
    if (window === 'week') return this.#week;
    const sum = new Counts(MOST_TOTAL);
    for (const [start, table] of this.#fine) if (start >= from && start <= this.#now) sum.addAll(table, 1);
    return sum;
  }

  /** The word of a key. */
  nameOf(key: number): string | undefined {
    return this.#names.get(key);
  }

  /** The hours in [from, to), in their order: start and counts. */
  *between(from: number, to: number): Generator<[number, Counts]> {
    for (const hour of [...this.#hours.keys()].sort((a, b) => a - b))
      if (hour >= from && hour < to) yield [hour, this.#hours.get(hour)!];
  }

  /** Names of words that stand in no hour any more go. */
  forgetNames(): void {
    const kept = new Set<number>();
    for (const table of this.#hours.values()) table.each((key) => kept.add(key));
    for (const key of this.#names.keys()) if (!kept.has(key)) this.#names.delete(key);
  }

  /** Figures for whoever watches over it. */
  get figures(): { hours: number; words: number; bytes: number } {
    let bytes = this.#day.bytes + this.#week.bytes;
    for (const tables of [this.#hours, this.#fine]) for (const table of tables.values()) bytes += table.bytes;
    return { hours: this.#hours.size, words: this.#names.size, bytes };
  }
}
