/**
 * What is kept of a ticket for comparing it: hashes of its words, of pairs of characters of its title and names, the
 * matters it speaks of, its areas. Made once a ticket; only the weights change as the background learns.
 */
import type { Segmenter, Token } from '../segment.ts';
import type { Background } from './background.ts';
import { hash32, keyOf, mix32 } from './hash.ts';
import { Lexis, type Word } from './lexis.ts';
import { areas, names } from './names.ts';
import type { Said } from './said.ts';

/** Flags of a word: stands in the title, names something, is a word of the dictionary. */
export const TITLE = 1;
export const NAME = 2;
/** Flags of a pair of characters: of the title, of a name in the title, of a name in the beginning of the text. */
export const IN_TITLE = 1;
export const IN_TITLE_NAME = 2;
export const IN_NAME = 4;

/** Keys with their flags (`key * 8 + flags`) in ascending order, and their weights (idf) as of the last `weigh`. */
export interface Terms {
  // Plain arrays: typed ones of this size cost far more to make and to free than to read.
  terms: number[];
  weights: number[];
}
/** The bits of a term that are flags. */
export const FLAGS = 7;

export interface Sketch {
  at: number;
  requester: number;
  /** Hash of title and text as far as they are looked at; 0: there is none. */
  whole: number;
  words: Terms;
  pairs: Terms;
  /** Sums over words and pairs that comparing needs again and again. */
  sums: Sums;
  /** Matters of the title and of the whole, as bits: low and high 32. */
  titleMatters: [number, number];
  matters: [number, number];
  /** Areas told in the title or by the fields of the ticket. */
  areas: number[];
  /** What the fields of the ticket say, as hashes; 0 or empty: they say nothing. */
  fields: Fields;
}

/** What a source or a person has put into fields: of the category each level, the broadest first. */
export interface Fields {
  district: number;
  street: number;
  community: number;
  category: number[];
  /** The compound and the matter (the second level of the category) together: where tickets of one issue meet. */
  spot: number;
}

export interface Sums {
  /** Squared weights: of all words (those of the title twice as heavy), of words of the title, of the title's pairs. */
  all: number;
  title: number;
  pairs: number;
  /** Squared weights of words that name nothing: in the title, anywhere. */
  titleMatter: number;
  matter: number;
  /** Weights of pairs in names: of the title, of title or text. */
  titleNames: number;
  names: number;
}

/** Characters of a text that are looked at. */
export const TEXT = 300;
/** Names in the text count as far as here: what is told later is seldom where it is. */
const NAMES_UPTO = 120;
const MOST_WORDS = 160;
const MOST_PAIRS = 96;
const AREA_SALT = 11;

/** Makes sketches for one city. */
export class Sketcher {
  private readonly lexis: Lexis;
  private readonly zh: boolean;
  // Scratch space, so that a ticket allocates little.
  private readonly buffer = new Int32Array(MOST_WORDS + MOST_PAIRS);
  private filled = 0;

  constructor(
    private readonly segmenter: Segmenter,
    background: Background,
  ) {
    this.lexis = new Lexis(segmenter, background);
    this.zh = /^zh\b/i.test(segmenter.language);
  }

  /** The sketch of a ticket, without weights, and what its title names: the smallest area, and places or organisations. */
  make(said: Said): { sketch: Sketch; area: string; names: string[] } {
    const title = this.segmenter.all(said.title ?? '');
    const text = this.segmenter.all((said.text ?? '').slice(0, TEXT));
    const titleWords = this.lexis.words(title);
    const textWords = this.lexis.words(text);
    const places = areas(title, titleWords);
    const regions = new Set(places);
    for (const area of areas(text, textWords)) regions.add(area);

    const titleMatters: [number, number] = [0, 0];
    const matters: [number, number] = [0, 0];
    this.filled = 0;
    this.words(title, titleWords, TITLE, regions, titleMatters);
    this.words(text, textWords, 0, regions, matters);
    matters[0] |= titleMatters[0];
    matters[1] |= titleMatters[1];
    const words = collect(this.buffer, this.filled);

    this.filled = 0;
    this.pairs(said.title ? this.segmenter.fold(said.title) : '', IN_TITLE);
    const titleNames = names(title, titleWords);
    for (const name of titleNames) this.pairs(name.text, IN_TITLE_NAME | IN_NAME);
    let end = 0;
    while (end < text.length && text[end]!.from < NAMES_UPTO) end++;
    for (const name of names(text.slice(0, end), textWords)) this.pairs(name.text, IN_NAME);
    if (said.community) this.pairs(this.segmenter.fold(said.community), IN_NAME);
    const pairs = collect(this.buffer, this.filled);

    const told = new Set(places);
    if (said.district) told.add(said.district);
    if (said.street) told.add(said.street);
    const sketch: Sketch = {
      at: said.at,
      requester: said.requester ? hash32(said.requester) : 0,
      whole:
        title.length + text.length > 0 ? hash32(`${said.title ?? ''}\n${(said.text ?? '').slice(0, TEXT)}`) || 1 : 0,
      words,
      pairs,
      sums: { all: 0, title: 0, pairs: 0, titleMatter: 0, matter: 0, titleNames: 0, names: 0 },
      titleMatters,
      matters,
      areas: Array.from(told, (place) => hash32(place, AREA_SALT)),
      fields: this.fields(said),
    };
    return { sketch, area: places.at(-1) ?? '', names: titleNames.map((name) => name.text) };
  }

  private fields({ district, street, community, category }: Said): Fields {
    const compound = hashOf(community && this.segmenter.fold(community));
    const levels = levelsOf(category).map(hashOf);
    const matter = levels[Math.min(1, levels.length - 1)];
    return {
      district: hashOf(district),
      street: hashOf(street),
      community: compound,
      category: levels,
      spot: compound !== 0 && matter !== undefined ? mix32(compound ^ matter) || 1 : 0,
    };
  }

  /** Words that say something, and what single characters make with their neighbours: names no dictionary knows. */
  private words(
    tokens: readonly Token[],
    words: readonly Word[],
    flag: number,
    regions: ReadonlySet<string>,
    matters: [number, number],
  ): void {
    for (let i = 0; i < tokens.length && this.filled < MOST_WORDS - 1; i++) {
      const { text, to } = tokens[i]!;
      const word = words[i]!;
      if (!word.slight && !regions.has(text)) {
        this.buffer[this.filled++] = word.key * 8 + flag + (word.names ? NAME : 0);
        if (word.matter >= 0) matters[word.matter >> 5]! |= 1 << (word.matter & 31);
      }
      if (!this.zh || word.joins || i + 1 === tokens.length) continue;
      const next = tokens[i + 1]!;
      if (next.from !== to || (text.length > 1 && next.text.length > 1) || words[i + 1]!.joins) continue;
      const both = text.slice(-2) + next.text.slice(0, 2);
      if (!regions.has(both)) this.buffer[this.filled++] = keyOf(both) * 8 + flag + NAME;
    }
  }

  /** Pairs of neighbouring letters or digits, in whichever order: 千山 is written 山千 too. */
  private pairs(text: string, flag: number): void {
    let last = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      // Letters of any script lie above these; what is not a letter beyond ASCII is rare and does no harm.
      const letter = unit > 0x2fff ? unit < 0xff00 && unit > 0x303f : (unit >= 48 && unit <= 57) || unit >= 65;
      if (!letter) continue;
      if (last !== 0 && this.filled < MOST_PAIRS) {
        const both = last < unit ? last * 65536 + unit : unit * 65536 + last;
        this.buffer[this.filled++] = (mix32(both) & ~FLAGS) + flag;
      }
      last = unit;
    }
  }
}

const hashOf = (code: string | null): number => (code ? hash32(code) || 1 : 0);

/** The levels of a category's path: of 05.03.12 these are 05, 05.03 and 05.03.12. */
function levelsOf(category: string | null): string[] {
  if (!category) return [];
  const parts = category.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** Distinct keys in ascending order, flags of the same key together. */
function collect(buffer: Int32Array, n: number): Terms {
  const sorted = buffer.subarray(0, n).sort();
  const terms: number[] = [];
  const weights: number[] = [];
  let last = -1;
  for (let i = 0; i < n; i++) {
    const term = sorted[i]!;
    if (last >= 0 && (term ^ terms[last]!) >>> 0 <= FLAGS) terms[last]! |= term;
    else {
      last = terms.push(term) - 1;
      weights.push(0.5);
    }
  }
  return { terms, weights };
}

/** Weights rise no further: a word that was written once tells no more than one of a hot issue. */
const MOST = 6.5;

/** Gives the terms their weights as the background has them now. */
export function weigh(sketch: Sketch, background: Background): void {
  const { words, pairs, sums } = sketch;
  sums.all = sums.title = sums.pairs = sums.titleMatter = sums.matter = sums.titleNames = sums.names = 0;
  for (let i = 0; i < words.terms.length; i++) {
    const term = words.terms[i]!;
    const weight = (words.weights[i] = Math.min(MOST, background.idf(term >> 3)));
    const square = weight * weight;
    const name = (term & NAME) !== 0;
    if (term & TITLE) {
      sums.all += 4 * square;
      sums.title += square;
      if (!name) sums.titleMatter += square;
    } else sums.all += square;
    if (!name) sums.matter += square;
  }
  for (let i = 0; i < pairs.terms.length; i++) {
    const term = pairs.terms[i]!;
    const weight = (pairs.weights[i] = Math.min(MOST, background.idf(term >> 3, false)));
    if (term & IN_TITLE) sums.pairs += weight * weight;
    if (term & IN_TITLE_NAME) sums.titleNames += weight;
    if (term & IN_NAME) sums.names += weight;
  }
}
