/**
 * Words in texts, found without reading the texts. Every two neighbouring characters (code points) of a text are a gram;
 * the last one is followed by END. For each gram the rows that have it are kept, as places counted from the start of
 * their segment. A word of one or two characters is exactly a gram, or those that begin with it; a longer one is in the
 * rows that have all its grams, among others.
 *
 * Which of these have it for sure is told by the characters that a text has more than once, and by what stands around
 * them in a short text. The word 'abc' is in a row with 'ab' and 'bc' if the row has only one 'b', or is known to have
 * 'abc'. So are four: 'abc' and 'bcd' are at the same place if one of 'b' and 'c' is there only once. Pure.
 */
import { encode } from './places.ts';

/** Stands behind the last character of a text. No character has this number. */
export const END = 0x110000;
/** Stands behind a character that the text has more than once. No character has this number. */
const REPEAT = 0x110001;
const SHIFT = 2 ** 21;

/** Texts of at most this length (UTF-16) have what stands around their repeated characters; in long ones it would be much. */
const SHORT = 40;

/** The number of a gram in the field of this number: a safe integer. */
export const gramOf = (field: number, first: number, second: number): number =>
  (field * SHIFT + first) * SHIFT + second;

/** The number of three neighbours, above those of all grams, as two parts; null where one is beyond 16 bits. */
function threeOf(field: number, before: number, inner: number, after: number): [high: number, low: number] | null {
  if ((before | inner | after) > 0xffff) return null;
  return [(4 + field) * 2 ** 27 + before * 2 ** 11 + (inner >>> 5), ((inner & 31) << 16) | after];
}

/** The characters of a text as the engine stores it: half of a surrogate pair is U+FFFD. */
export function charactersOf(text: string): number[] {
  const characters: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const one = text.codePointAt(i)!;
    if (one > 0xffff) i++;
    characters.push(one >= 0xd800 && one <= 0xdfff ? 0xfffd : one);
  }
  return characters;
}

/** Grams [from, to), of which a row has one or none. */
export interface GramRange {
  from: number;
  to: number;
}

/** What the index is asked for a word in a field: the rows that have each of `ranges`. */
export interface WordGrams {
  ranges: GramRange[];
  /**
   * For each inner character the rows that have it more than once, and those of them that are known to have it between
   * its neighbours of the word. Of two inner characters in a row one must be there only once.
   */
  inner: { repeated: GramRange; between: GramRange | null }[];
}

/** The grams of a word that is not empty. */
export function gramsOf(field: number, word: string): WordGrams {
  const characters = charactersOf(word);
  const only = (gram: number): GramRange => ({ from: gram, to: gram + 1 });
  if (characters.length === 1) {
    return {
      ranges: [{ from: gramOf(field, characters[0]!, 0), to: gramOf(field, characters[0]! + 1, 0) }],
      inner: [],
    };
  }
  const grams = new Set(characters.slice(1).map((second, i) => gramOf(field, characters[i]!, second)));
  const inner = characters.slice(1, -1).map((one, i) => {
    const three = threeOf(field, characters[i]!, one, characters[i + 2]!);
    return { repeated: only(gramOf(field, one, REPEAT)), between: three && only(three[0] * SHIFT + three[1]) };
  });
  return { ranges: Array.from(grams, only), inner };
}

/** The same numbers with room for so many. */
function grown(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length);
  more.set(numbers);
  return more;
}

/** A growing list of whole numbers below 2^32. */
class Numbers {
  /** The list; what lies behind `length` is room. */
  room: Uint32Array;
  length = 0;

  constructor(expected = 0) {
    this.room = new Uint32Array(Math.max(expected, 1 << 12));
  }

  push(value: number): void {
    if (this.length === this.room.length) this.room = grown(this.room, this.length * 2);
    this.room[this.length++] = value;
  }
}

/** Gathers the grams of one segment: add its rows in order, then take the grams. */
export class GramIndex {
  /** Open addressing over grams: number of the gram plus one, 0 where nothing is. */
  #slots = new Uint32Array(1 << 14);
  readonly #high = new Numbers();
  readonly #low = new Numbers();
  /** Row that had the gram last, and how many had it. */
  readonly #last: number[] = [];
  readonly #count: number[] = [];
  readonly #pairGram: Numbers;
  readonly #pairRow: Numbers;
  /** Of each field and character, the place after the last one that had it, and that had it again. */
  readonly #seen: Uint32Array[] = [];
  readonly #again: Uint32Array[] = [];
  #characters = new Uint32Array(256);

  /** `expected`: about how many rows its grams will have in all, if that is known. */
  constructor(expected?: number) {
    this.#pairGram = new Numbers(expected);
    this.#pairRow = new Numbers(expected);
  }

  /** How many rows its grams have in all. */
  get size(): number {
    return this.#pairRow.length;
  }

  /** Adds a text of the row at this place. Within a field, places never fall. */
  add(field: number, place: number, text: string): void {
    const length = this.#read(text);
    if (length === 0) return;
    const characters = this.#characters;
    const again = this.#look(field, place, length);
    const short = text.length <= SHORT;
    for (let i = 0; i < length; i++) {
      const one = characters[i]!;
      const last = i === length - 1;
      this.#note(field * SHIFT + one, last ? END : characters[i + 1]!, place);
      if (again[one] !== place + 1) continue;
      this.#note(field * SHIFT + one, REPEAT, place);
      const three = short && i > 0 && !last ? threeOf(field, characters[i - 1]!, one, characters[i + 1]!) : null;
      if (three) this.#note(three[0], three[1], place);
    }
  }

  /** Puts the characters of a text in #characters, as charactersOf gives them; returns how many there are. */
  #read(text: string): number {
    if (this.#characters.length < text.length) this.#characters = new Uint32Array(text.length * 2);
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      let one = text.charCodeAt(i);
      if (one >= 0xd800 && one <= 0xdfff) {
        one = text.codePointAt(i)!;
        if (one > 0xffff) i++;
        else one = 0xfffd;
      }
      this.#characters[length++] = one;
    }
    return length;
  }

  /** Notes which of the characters in #characters come more than once; returns where that is said. */
  #look(field: number, place: number, length: number): Uint32Array {
    let seen = (this.#seen[field] ??= new Uint32Array(0x10000));
    let again = (this.#again[field] ??= new Uint32Array(0x10000));
    for (let i = 0; i < length; i++) {
      const one = this.#characters[i]!;
      if (one >= seen.length) {
        this.#seen[field] = seen = grown(seen, END);
        this.#again[field] = again = grown(again, END);
      }
      if (seen[one] === place + 1) again[one] = place + 1;
      else seen[one] = place + 1;
    }
    return again;
  }

  #note(high: number, low: number, place: number): void {
    const id = this.#idOf(high, low);
    if (this.#last[id] === place) return;
    this.#last[id] = place;
    this.#count[id]!++;
    this.#pairGram.push(id);
    this.#pairRow.push(place);
  }

  #slotOf(slots: Uint32Array, high: number, low: number): number {
    const [highs, lows] = [this.#high.room, this.#low.room];
    const mask = slots.length - 1;
    let at = Math.imul(Math.imul(high, 0x9e3779b1) ^ low, 0x85ebca6b);
    at = (at ^ (at >>> 15)) & mask;
    for (;;) {
      const id = slots[at]!;
      if (id === 0 || (highs[id - 1] === high && lows[id - 1] === low)) return at;
      at = (at + 1) & mask;
    }
  }

  #idOf(high: number, low: number): number {
    const at = this.#slotOf(this.#slots, high, low);
    if (this.#slots[at] !== 0) return this.#slots[at]! - 1;
    const id = this.#high.length;
    this.#high.push(high);
    this.#low.push(low);
    this.#last.push(-1);
    this.#count.push(0);
    this.#slots[at] = id + 1;
    if (id * 2 > this.#slots.length) {
      const more = new Uint32Array(this.#slots.length * 2);
      for (let i = 0; i <= id; i++) more[this.#slotOf(more, this.#high.room[i]!, this.#low.room[i]!)] = i + 1;
      this.#slots = more;
    }
    return id;
  }

  /** Every gram with its rows, by number upwards; one of many rows in several pieces. */
  *entries(): Generator<{ gram: number; count: number; places: Uint8Array }> {
    const grams = this.#high.length;
    const begins = new Uint32Array(grams + 1);
    for (let id = 0; id < grams; id++) begins[id + 1] = begins[id]! + this.#count[id]!;
    const next = begins.slice(0, grams);
    const rows = new Uint32Array(this.#pairRow.length);
    const [pairGrams, pairRows] = [this.#pairGram.room, this.#pairRow.room];
    for (let i = 0; i < this.#pairRow.length; i++) rows[next[pairGrams[i]!]!++] = pairRows[i]!;
    const numbers = Float64Array.from({ length: grams }, (_, id) => this.#high.room[id]! * SHIFT + this.#low.room[id]!);
    const order = Uint32Array.from({ length: grams }, (_, id) => id).sort((a, b) => numbers[a]! - numbers[b]!);
    for (const id of order) {
      const places = rows.subarray(begins[id], begins[id + 1]);
      for (const { count, bytes } of encode(places)) yield { gram: numbers[id]!, count, places: bytes };
    }
  }
}
