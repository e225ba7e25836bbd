/** Pure: words above their usual, and the most frequent ones where none is, to rows. */
import { HOT_WINDOWS, type HotWindow, type HotWord, type TopicValues } from '../../contract/topic.ts';
import { count, number } from '../shared/format.ts';
import { MISSING } from '../shared/names.ts';
import { type Locale, WINDOW_WORDS } from '../shared/text.ts';

export interface Options {
  windows: HotWindow[];
  top: number;
}
export type Data = { hot: TopicValues['hot'] } & { [W in HotWindow as `often${W}`]: TopicValues['group'] };
export interface WordMark {
  kind: 'word';
  window: HotWindow;
  /** `terms`: a word that was found hot; `words`: one of the lexicon. */
  field: 'terms' | 'words';
  word: string;
}

export interface Row {
  mark: WordMark;
  word: string;
  value: number;
  text: string;
  /** `平时 18`; empty where nothing is known of it. */
  usual: string;
  times: string;
  hot: boolean;
  isNew: boolean;
  /** The count and the usual band on one scale of all rows, 0–1; null: not known. */
  at: number;
  band: { from: number; to: number } | null;
  /** All of it in words. */
  title: string;
}
export interface Board {
  window: HotWindow;
  name: string;
  /** Null: not known yet, or no ticket came: of nothing, nothing is usual. */
  calm: boolean | null;
  /** Nothing has been told yet. */
  waiting: boolean;
  rows: Row[];
}

const USUAL = { zh: '平时', en: 'usual' } as const;
/** A word that stands in less than so many tickets of such a window is next to nothing, and times of it say nothing. */
const RARE = 0.1;
const RARELY = { zh: '平时极少', en: 'rare' } as const;
const NEW = { zh: '新词', en: 'new' } as const;
const short = (value: number): string => number(value, value < 10 && !Number.isInteger(value) ? 1 : 0);

/** The boards of the windows in their order. A board without a hot word is calm and has the most frequent words. */
export const boards = (options: Options, data: { [K in keyof Data]?: Data[K] | undefined }, locale: Locale): Board[] =>
  HOT_WINDOWS.filter((window) => options.windows.includes(window)).map((window) => {
    const ranked = data.hot?.windows[window];
    const name = WINDOW_WORDS[window][locale];
    if (!ranked || ranked.tickets === 0) return { window, name, calm: null, waiting: !ranked, rows: [] };
    const words = Object.entries(ranked.words).sort(([, a], [, b]) => Number(b.hot) - Number(a.hot) || a.rank - b.rank);
    if (words.some(([, { hot }]) => hot))
      return { window, name, calm: false, waiting: false, rows: hotRows(window, words, locale) };
    return {
      window,
      name,
      calm: true,
      waiting: false,
      rows: oftenRows(window, data[`often${window}`], options.top, locale),
    };
  });

function hotRows(window: HotWindow, words: [term: string, word: HotWord][], locale: Locale): Row[] {
  const largest = Math.max(1, ...words.map(([, { count: n, high }]) => Math.max(n, high ?? 0)));
  return words.map(([term, word]) => row({ kind: 'word', window, field: 'terms', word: term }, word, largest, locale));
}

/** Words of the lexicon by how often they stand in tickets. What is usual is said of words that are above it, so not of these. */
function oftenRows(window: HotWindow, often: TopicValues['group'] | undefined, top: number, locale: Locale): Row[] {
  const words = Object.entries(often?.cells['accepted'] ?? {})
    .filter(([word, [n]]) => word !== MISSING && n > 0)
    .sort(([a, [n]], [b, [m]]) => m - n || (a < b ? -1 : 1))
    .slice(0, top);
  const largest = Math.max(1, ...words.map(([, [n]]) => n));
  return words.map(([word, [n]], rank) => {
    const shown = { word, rank, count: n, hot: false, isNew: false };
    return row({ kind: 'word', window, field: 'words', word }, shown, largest, locale);
  });
}

function row(mark: WordMark, word: HotWord, largest: number, locale: Locale): Row {
  const { count: n, low, mean, high, times, hot, isNew } = word;
  const rare = mean !== undefined && mean < RARE;
  const usual = mean === undefined || isNew ? '' : rare ? RARELY[locale] : `${USUAL[locale]} ${short(mean)}`;
  const factor = isNew ? NEW[locale] : times === undefined || rare ? '' : `×${number(times, times < 10 ? 1 : 0)}`;
  return {
    mark,
    word: word.word,
    value: n,
    text: count(n),
    usual,
    times: factor,
    hot,
    isNew,
    at: n / largest,
    band: low === undefined || high === undefined ? null : { from: low / largest, to: Math.min(1, high / largest) },
    title: [word.word, count(n), usual, factor].filter(Boolean).join(locale === 'zh' ? '，' : ', '),
  };
}
