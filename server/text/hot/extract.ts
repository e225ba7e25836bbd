/**
 * The words of a ticket that may become hot: the lexicon's terms (its spellings as one word), words of the text, and
 * compounds of two that stand side by side. Each counts once a ticket, and there are at most `MOST` of them. Pure: the same
 * ticket gives the same words, so that a change takes away what it added (rule F1).
 */
import type { City } from '../../../contract/city.ts';
import type { Segmenter, Token } from '../segment.ts';
import { APART, BETWEEN, NO_PLACE, PLACE_END, PLAIN } from './words.ts';

/** Words of one ticket. Its title comes first: what is beyond is said in many words. */
export const MOST = 40;
/** Stands between the parts of a compound that was found, and in no text. */
export const JOINT = '\u2060';

/** What is looked at of a ticket. */
export interface Told {
  title: string | null;
  text: string | null;
  /** Names of its own place, as they were told: they are no matter. */
  community?: string | null;
  address?: string | null;
}
export type WordsOf = (ticket: Told) => string[];

/** Parts of a compound; of a single word itself. */
export const partsOf = (word: string): string[] => word.split(JOINT);
/** How a word is shown. */
export const shown = (word: string): string => word.replaceAll(JOINT, '');

/** Whether a word may be shown as hot: not one character, no number, no place, no word without a matter. */
const isPlain = (word: string): boolean => PLAIN.has(word) || /[\d]|^[０-９]/.test(word);

interface Piece extends Token {
  /** False: characters side by side that the dictionary has no word for. */
  known: boolean;
}

/** Two or three single Han characters side by side are a word that the dictionary does not have: 异响, 扬尘. More are none. */
function together(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    // It is looked at as what stands between two words.
    if (APART.has(token.text)) continue;
    let to = i;
    if (isHan(token.text)) while (tokens[to + 1]?.from === tokens[to]!.to && isHan(tokens[to + 1]!.text)) to++;
    const run = tokens.slice(i, to + 1);
    if (run.length <= 3)
      pieces.push({
        text: run.map(({ text }) => text).join(''),
        from: token.from,
        to: run.at(-1)!.to,
        known: !isHan(token.text),
      });
    i = to;
  }
  return pieces;
}
/** A character that may be a piece of a word: 工单[未]解决 is three words. */
const isHan = (word: string): boolean => word.length === 1 && word >= '\u3400' && word <= '\u9fff' && !APART.has(word);

/**
 * Words of the tickets of a city. `segmenter` has the city's lexicon and its names of places among its terms; a token that
 * stands in the ticket's own address, that is a place of the profile, or that ends like one is left out.
 */
export function wordsOf(city: Pick<City, 'lexicon' | 'places' | 'names'>, segmenter: Segmenter): WordsOf {
  const { fold } = segmenter;
  const terms = new Map<string, string>();
  for (const { term, also = [] } of city.lexicon.terms)
    for (const spelling of [term, ...also]) terms.set(fold(spelling), fold(term));
  const places = new Set<string>();
  const learn = (...names: string[]): void => {
    for (const name of names) {
      places.add(fold(name));
      const short = fold(name).replace(/(?:街道|[省市区县镇乡])$/, '');
      if (short.length > 1) places.add(short);
    }
  };
  learn(city.names.zh, city.names.en);
  for (const district of city.places) {
    learn(district.names.zh, district.names.en);
    for (const street of district.streets) learn(street.names.zh, street.names.en);
  }
  const isPlace = (word: string): boolean => places.has(word) || (PLACE_END.test(word) && !NO_PLACE.has(word));

  /** What a word is: a term of the lexicon, a word of the matter, one character of it, or nothing that counts. */
  const kindOf = (word: string, own: string): 'term' | 'word' | 'single' | null => {
    if (terms.has(word)) return 'term';
    if (isPlain(word) || isPlace(word) || segmenter.isStop(word)) return null;
    if (own !== '' && own.includes(word) && word.length > 1) return null;
    return word.length === 1 || /^[a-z]{2}$/.test(word) ? 'single' : 'word';
  };

  return ({ title, text, community, address }) => {
    const found = new Set<string>();
    const own = fold(`${community ?? ''} ${address ?? ''}`);
    const parts = segmenter.ticket(title, text);
    for (const [tokens, source] of [
      [parts.title, fold(title ?? '')],
      [parts.text, fold(text ?? '')],
    ] as const) {
      const pieces = together(tokens);
      let last: Token | null = null;
      for (const [i, token] of pieces.entries()) {
        if (found.size >= MOST) break;
        const next = pieces[i + 1];
        // What the dictionary does not have before a place is its name: 五爱 + 家园.
        const names = token.known === false && next?.from === token.to && isPlace(next.text);
        const kind = names ? null : kindOf(token.text, own);
        if (kind === 'term') found.add(terms.get(token.text)!);
        if (kind === null || kind === 'term') {
          // A term is whole: it is no part of a compound.
          last = null;
          continue;
        }
        found.add(token.text);
        if (last && found.size < MOST) {
          const between = source.slice(last.to, token.from);
          const both = last.text.length > 1 || token.text.length > 1;
          if (both && BETWEEN.has(between)) found.add(last.text + JOINT + between + token.text);
        }
        last = token;
      }
    }
    return [...found];
  };
}
