/**
 * Splits what people write into words. Chinese by jieba's dictionary with the city's own words added, other languages
 * by `Intl.Segmenter`. jieba's guessing of unknown words is off: it glues names to what stands beside them
 * (县泉塘), and differently in each sentence; an unknown name comes out as its characters, which stand side by side.
 */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { stopWords } from './stop.ts';

/** A word and where it stands in the text: `from` (included) to `to` (not included), in UTF-16 units. */
export interface Token {
  /** The word as it is compared: full-width letters as plain ones, Latin letters all of one case. */
  text: string;
  from: number;
  to: number;
}

export interface SegmenterOptions {
  /** BCP 47 tag, such as `zh-CN` or `en`. */
  language: string;
  /** Words to keep whole: lexicon terms with their other spellings, names of places. */
  terms?: Iterable<string>;
  /** Stop words beside those of the language and of the field. */
  stop?: Iterable<string>;
}

export interface Segmenter {
  readonly language: string;
  /** All words of a text without punctuation, in their order; what is beyond `LIMIT` is not looked at. */
  all(text: string): Token[];
  /** The same without stop words. */
  words(text: string): Token[];
  /** The words of a title, then those of the text as far as `LIMIT` for both together goes. */
  ticket(title: string | null, text: string | null): { title: Token[]; text: Token[] };
  /** The form in which texts are compared, of the same length as the text. */
  fold(text: string): string;
  /** Whether a folded word says nothing about a matter. */
  isStop(word: string): boolean;
}

/** Characters of a ticket that are looked at, the title first: what it is about stands at its beginning. */
export const LIMIT = 600;
/** Terms longer than this are not words. */
const LONGEST = 32;
/** Frequency given to added terms: that of jieba's common words, so that their parts do not win. */
const FREQUENCY = 30_000;

/** Full-width forms of ASCII and the ideographic space; each is one unit, as what it stands for. */
const narrow = (text: string): string =>
  text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replaceAll('　', ' ');
const units = new Uint16Array(1024);
/** The same as `narrow` with Latin letters as capitals, in one pass: every ticket goes through it, and most commas are wide. */
function foldZh(text: string): string {
  const { length } = text;
  // Only ASCII letters change case: others may change their length, and positions with it.
  if (length > units.length) return narrow(text).replace(/[a-z]+/g, (run) => run.toUpperCase());
  for (let i = 0; i < length; i++) {
    let unit = text.charCodeAt(i);
    if (unit >= 0xff01 && unit <= 0xff5e) unit -= 0xfee0;
    else if (unit === 0x3000) unit = 0x20;
    if (unit >= 0x61 && unit <= 0x7a) unit -= 0x20;
    units[i] = unit;
  }
  return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]);
}
const foldOther = (text: string): string => {
  const lower = narrow(text).toLowerCase();
  return lower.length === text.length ? lower : narrow(text).replace(/[A-Z]+/g, (run) => run.toLowerCase());
};

/** Something that is a letter or a digit. */
const WORD = /[\p{L}\p{N}]/u;
/** Whether a piece is a word; nearly all begin with a common Chinese character, and need no pattern. */
const isWord = (piece: string): boolean => {
  const unit = piece.charCodeAt(0);
  return (unit >= 0x4e00 && unit <= 0x9fa5) || WORD.test(piece);
};
/** Whether a piece is Latin letters and digits; jieba leaves them among themselves. */
const isLatin = (piece: string): boolean => {
  for (let i = 0; i < piece.length; i++) {
    const unit = piece.charCodeAt(i);
    if (!((unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90))) return false;
  }
  return true;
};
/** What belongs to a number or letter before it: A3区, 2栋, 7号线. Longest first. */
const TAILS = [
  '号线',
  '号楼',
  '单元',
  '区',
  '县',
  '市',
  '栋',
  '幢',
  '期',
  '组',
  '村',
  '路',
  '街',
  '号',
  '线',
  '中',
  '校',
];

/** A segmenter for one city; it holds a dictionary of its own (about 40 MB) where terms are added in Chinese. */
export function segmenter({ language, terms = [], stop = [] }: SegmenterOptions): Segmenter {
  const zh = /^zh\b/i.test(language);
  const fold = zh ? foldZh : foldOther;
  const stops = new Set([...stopWords(language), ...stop].map(fold));
  const own = [...new Set([...terms].map((term) => fold(term.trim())))].filter(
    (term) => term && term.length <= LONGEST,
  );
  const cut = zh ? chinese(own) : other(language, own);
  const all = (text: string): Token[] => cut(fold(text.length > LIMIT ? text.slice(0, LIMIT) : text));
  const words = (text: string): Token[] => all(text).filter((token) => !stops.has(token.text));
  return {
    language,
    all,
    words,
    fold,
    isStop: (word) => stops.has(word),
    ticket(title, text) {
      const left = LIMIT - Math.min(LIMIT, title?.length ?? 0);
      return { title: title ? words(title) : [], text: text && left > 0 ? words(text.slice(0, left)) : [] };
    },
  };
}

let plain: Jieba | undefined;

/** Cuts folded Chinese; numbers and Latin letters are put together again with what they count. */
function chinese(terms: readonly string[]): (text: string) => Token[] {
  const lines = terms.filter((term) => !/\s/.test(term)).map((term) => `${term} ${FREQUENCY} n\n`);
  const jieba = lines.length > 0 ? Jieba.withDict(dict) : (plain ??= Jieba.withDict(dict));
  if (lines.length > 0) jieba.loadDict(Buffer.from(lines.join('')));
  return (text) => {
    const pieces = jieba.cut(text, false);
    const tokens: Token[] = [];
    let at = 0;
    let latin: Token | null = null;
    let end = 0;
    for (const piece of pieces) {
      const from = at;
      at += piece.length;
      if (from < end) continue; // taken as the tail of a number
      if (isLatin(piece)) {
        if (latin && latin.to === from) {
          latin.text += piece;
          latin.to = at;
        } else tokens.push((latin = { text: piece, from, to: at }));
        continue;
      }
      if (latin?.to === from) {
        const tail = TAILS.find((one) => text.startsWith(one, from) && one.length >= piece.length);
        if (tail) {
          latin.text += tail;
          latin.to = end = from + tail.length;
          latin = null;
          continue;
        }
      }
      latin = null;
      if (isWord(piece)) tokens.push({ text: piece, from, to: at });
    }
    return tokens;
  };
}

/** Cuts folded text of other languages; terms of several words are kept whole, the longest first. */
function other(language: string, terms: readonly string[]): (text: string) => Token[] {
  const segments = new Intl.Segmenter(language, { granularity: 'word' });
  const pieces = (text: string): Token[] => {
    const tokens: Token[] = [];
    for (const { segment, index, isWordLike } of segments.segment(text)) {
      if (isWordLike) tokens.push({ text: segment, from: index, to: index + segment.length });
    }
    return tokens;
  };
  const byFirst = new Map<string, string[][]>();
  for (const term of terms) {
    const parts = pieces(term).map((token) => token.text);
    if (parts.length > 1) byFirst.set(parts[0]!, [...(byFirst.get(parts[0]!) ?? []), parts]);
  }
  for (const lists of byFirst.values()) lists.sort((a, b) => b.length - a.length);
  return (text) => {
    const found = pieces(text);
    const tokens: Token[] = [];
    for (let i = 0; i < found.length; i++) {
      const first = found[i]!;
      const term = byFirst.get(first.text)?.find((parts) => parts.every((part, j) => found[i + j]?.text === part));
      if (term) {
        tokens.push({ text: term.join(' '), from: first.from, to: found[i + term.length - 1]!.to });
        i += term.length - 1;
      } else tokens.push(first);
    }
    return tokens;
  };
}
