/**
 * Hot words: which words stand in far more tickets than is normal now (README.md). All state is sums over tickets, so it
 * is the same for every order of them (rule F1), and the present moment is an argument (rule F2).
 */
import { DAY } from '../../../contract/time.ts';
import { fitNormal, WEEKS, type HourCount, type Normal } from '../../alerts/normal/normal.ts';
import { logTail, quantile } from '../../alerts/normal/tail.ts';
import { partsOf, shown } from './extract.ts';
import { ALL, MOST_TOTAL, WINDOWS, WordHours, type HotWindow } from './hours.ts';
import { Counts, keyOf } from './table.ts';

export { WINDOWS, type HotWindow };

export interface HotWord {
  word: string;
  /** As the field `terms` of a ticket has it. */
  term: string;
  /** Tickets of the window in which it stands. */
  count: number;
  /** What is normal for these hours: quantiles 0.1 and 0.9, and the mean. Null where too little of the past is known. */
  usual: { low: number; mean: number; high: number } | null;
  /** Count ÷ mean; null without a usual. */
  times: number | null;
  /** log10 of the probability of at least this count on a normal day. */
  odds: number;
  /** Whether it is beyond chance: by all words looked at, one in so many weeks would be by chance. */
  hot: boolean;
  /** It did not stand in any ticket of the eight weeks before today. */
  isNew: boolean;
}

export interface HotRanking {
  /** Unix ms; `to` is the moment asked for. */
  from: number;
  to: number;
  tickets: number;
  words: HotWord[];
}

export interface HotOptions {
  /** Bin of an hour's start, as for `fitNormal`. */
  binOf(hour: number): number;
  /** Midnight that begins the local day of this moment, and the one so many days after it. */
  zone: { dayStart(at: number): number; addDays(at: number, days: number): number };
}

/** Words whose own normal is fitted; the others have the common shape of the week at their own rate. */
const FITTED = 1_000;
/** Words that are looked at closely. */
const LOOKED = 400;
/** By chance so many words a week may be called hot, in each window. */
const FALSE_PER_WEEK = 0.5;
const LOOKS = 3;
const IMPOSSIBLE = -1000;
/** Tickets, and times the mean, below which nothing is hot. */
const LEAST = { hour: 5, day: 8, week: 15 } as const;
const TIMES = { hour: 2, day: 1.6, week: 1.4 } as const;
/** A compound is one where its parts stand together so often, and by chance with no more than this probability (log10). */
const TOGETHER = 0.35;
const CHANCE = -6;
/** A word is told by another one where so much of it is. */
const TOLD = 0.6;
export class HotWords {
  readonly #hours = new WordHours();
  #normal: Normal | null = null;
  #all: Normal | null = null;
  /** Of the eight weeks before today. */
  #past = new Counts(MOST_TOTAL);
  #fitted: ReadonlySet<number> = new Set();
  #fitDue = -Infinity;

  constructor(private readonly options: HotOptions) {}

  /**
   * Adds the words of a ticket created at this moment (Unix ms), or takes them away (`sign` −1). Older than eight weeks, or
   * without a moment: nothing. Whoever changes a ticket takes away what it added and adds what it is now.
   */
  add(at: number | null, words: readonly string[], sign: 1 | -1): void {
    this.#hours.add(at, words, sign);
  }

  /** Moves the clock on (Unix ms); it does not go back. */
  advance(now: number): void {
    this.#hours.advance(now);
  }

  /** Fits what is normal to the eight weeks before the local day of the clock; once a day, by itself where it is asked. */
  fit(): void {
    const { zone, binOf } = this.options;
    const to = zone.dayStart(this.#hours.now);
    const from = zone.addDays(this.#hours.now, -7 * WEEKS);
    this.#fitDue = zone.addDays(this.#hours.now, 1);
    this.#past = new Counts(MOST_TOTAL);
    for (const [, table] of this.#hours.between(from, to)) this.#past.addAll(table, 1);
    const often: [number, number][] = [];
    this.#past.each((key, count) => {
      if (key !== ALL && count >= 8) often.push([key, count]);
    });
    often.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    this.#fitted = new Set(often.slice(0, FITTED).map(([key]) => key));
    const counts: HourCount[] = [];
    const all: HourCount[] = [];
    for (const [hour, table] of this.#hours.between(from, to)) {
      const tickets = table.get(ALL);
      if (tickets > 0) all.push({ key: 'all', hour, count: tickets });
      for (const key of this.#fitted) {
        const count = table.get(key);
        if (count > 0) counts.push({ key: String(key), hour, count });
      }
    }
    this.#normal = fitNormal(counts, from, to, binOf);
    this.#all = fitNormal(all, from, to, binOf);
    this.#hours.forgetNames();
  }

  /** What is normal for a word in [from, to): its own experience, or the common shape of the week at its own rate. */
  #expect(key: number, from: number, to: number): { mean: number; dispersion: number } | null {
    if (!this.#normal || !this.#all) return null;
    const own = this.#normal.expect(String(key), from, to);
    if (this.#fitted.has(key)) return own;
    const share = (Math.max(0, this.#past.get(key)) + 0.5) / Math.max(1, this.#past.get(ALL));
    return { mean: this.#all.expect('all', from, to).mean * share, dispersion: own.dispersion };
  }

  /**
   * The words of a window that are above what is usual, the most improbable first; as of the latest `advance`. Those that
   * are beyond chance are called hot. Where the past is not known yet, the most frequent words.
   */
  top(window: HotWindow, limit = 20): HotRanking {
    if (this.#hours.now >= this.#fitDue) this.fit();
    const [from, to] = [this.#hours.from(window), this.#hours.now];
    const counts = this.#hours.countsOf(window);
    const tickets = Math.max(0, counts.get(ALL));
    const seen: { key: number; word: string; count: number }[] = [];
    let words = 0;
    counts.each((key, count) => {
      words++;
      const word = this.#hours.nameOf(key);
      if (key === ALL || count < LEAST[window] || word === undefined || word.length < 2) return;
      seen.push({ key, word, count });
    });
    const spans = (7 * DAY) / WINDOWS[window];
    const limitOdds = Math.log10(FALSE_PER_WEEK / (spans * LOOKS * Math.max(words, 1)));
    const judged = seen
      .map((one) => ({ ...one, ...this.#judge(one.key, one.count, from, to) }))
      .filter(({ count, usual }) => usual === null || count > usual.high)
      .sort((a, b) => a.odds - b.odds || b.count - a.count || (a.word < b.word ? -1 : 1))
      .slice(0, LOOKED)
      .filter(({ word, count }) => this.#belongs(word, count, counts));
    // What is mostly said as part of a compound is told by it: 养老金计算 stands for 养老金 and for 计算.
    const covered = new Map<string, number>();
    for (const { word, count } of judged) {
      const parts = partsOf(word);
      if (parts.length > 1)
        for (const part of parts.map(bare)) covered.set(part, Math.max(count, covered.get(part) ?? 0));
    }
    const chosen: typeof judged = [];
    for (const one of judged) {
      if (chosen.length >= limit) break;
      if ((covered.get(one.word) ?? 0) >= TOLD * one.count) continue;
      if (!chosen.some((other) => tells(other, one))) chosen.push(one);
    }
    return {
      from,
      to,
      tickets,
      words: chosen.map(({ key, word, count, odds, usual, times }) => ({
        word: shown(word),
        term: word,
        count,
        usual,
        times,
        odds,
        hot: usual !== null && odds <= limitOdds && times! >= TIMES[window],
        isNew: this.#normal !== null && this.#past.get(key) <= 0,
      })),
    };
  }

  #judge(key: number, count: number, from: number, to: number): Pick<HotWord, 'odds' | 'usual' | 'times'> {
    const normal = this.#expect(key, from, to);
    if (!normal) return { odds: 0, usual: null, times: null };
    const { mean, dispersion } = normal;
    return {
      odds: count <= mean ? 0 : Math.max(logTail(count, mean, dispersion), IMPOSSIBLE),
      usual: { low: quantile(0.1, mean, dispersion), mean, high: quantile(0.9, mean, dispersion) },
      times: count / mean,
    };
  }

  /**
   * Whether a compound is one: its parts stand together often in this window, and in the last week far more often than
   * chance would have it.
   */
  #belongs(word: string, count: number, counts: Counts): boolean {
    const parts = partsOf(word);
    if (parts.length === 1) return true;
    const least = Math.min(...parts.map((part) => of(counts, part)));
    if (count < TOGETHER * least) return false;
    const week = this.#hours.countsOf('week');
    const tickets = Math.max(week.get(ALL), 1);
    const [a, b] = parts.map((part) => of(week, part)) as [number, number];
    return logTail(week.get(keyOf(word)), (a * b) / tickets, 0) <= CHANCE;
  }

  /** Figures for whoever watches over it. */
  get figures(): { hours: number; words: number; bytes: number } {
    const { hours, words, bytes } = this.#hours.figures;
    return { hours, words, bytes: bytes + this.#past.bytes };
  }
}

/** A part of a compound without what stood between the two words: 暖气 + 不热. */
const bare = (part: string): string => (part.length > 1 ? part.replace(/^[ 不没无未太乱难被-]/, '') : part);
/** Count of a part; a word that begins with 不 is one of its own where it is known. */
const of = (counts: Counts, part: string): number => counts.get(keyOf(part)) || counts.get(keyOf(bare(part)));

/** Whether one word's count is mostly that of another one already listed: a part of it, or a compound with the same part. */
function tells(listed: { word: string; count: number }, other: { word: string; count: number }): boolean {
  const [a, b] = [shown(listed.word), shown(other.word)];
  const parts = partsOf(other.word);
  const related = a.includes(b) || b.includes(a) || partsOf(listed.word).some((part) => parts.includes(part));
  return related && listed.count >= TOLD * other.count;
}
