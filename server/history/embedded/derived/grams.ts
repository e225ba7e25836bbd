/**
 * Words in texts, found without reading the texts. Every two neighbouring characters (code points) of a text are a gram;
 * the last one is followed by END. For each gram the rows that have it are kept, as places counted from the start of
 * their segment. A word of one or two characters is exactly a gram, or those that begin with it; a longer one is in the
 * rows that have all its grams, among others. Pure.
 */

/** Stands behind the last character of a text. No character has this number. */
export const END = 0x110000;
const SHIFT = 2 ** 21;

/** The number of a gram in the field of this number: a safe integer. */
export const gramOf = (field: number, first: number, second: number): number =>
  (field * SHIFT + first) * SHIFT + second;

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

/** What the index is asked for a word in a field: each range [from, to) of grams must have one; `exact`: that says it all. */
export interface WordGrams {
  ranges: { from: number; to: number }[];
  exact: boolean;
}

/** The grams of a word that is not empty. */
export function gramsOf(field: number, word: string): WordGrams {
  const characters = charactersOf(word);
  const [only] = characters;
  if (characters.length === 1) {
    return { ranges: [{ from: gramOf(field, only!, 0), to: gramOf(field, only! + 1, 0) }], exact: true };
  }
  const grams = new Set<number>();
  for (let i = 1; i < characters.length; i++) grams.add(gramOf(field, characters[i - 1]!, characters[i]!));
  return { ranges: Array.from(grams, (from) => ({ from, to: from + 1 })), exact: characters.length === 2 };
}

/** Places as bytes: their differences in 7-bit groups behind a 0, or a bit each behind a 1, whichever is shorter. */
function encode(places: Uint32Array): Uint8Array {
  const last = places.at(-1)!;
  const bits = (last >> 3) + 2;
  const bytes = new Uint8Array(Math.min(bits, places.length * 5 + 1));
  let end = 1;
  let before = 0;
  for (const place of places) {
    let rest = place - before;
    before = place;
    // One that does not fit any more has become longer than a bit each.
    if (end + 5 > bytes.length && end + (rest < 128 ? 1 : 5) > bits) {
      end = bits;
      break;
    }
    while (rest > 127) {
      bytes[end++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[end++] = rest;
  }
  if (end < bits) return bytes.slice(0, end);
  const plain = new Uint8Array(bits);
  plain[0] = 1;
  for (const place of places) plain[(place >> 3) + 1]! |= 1 << (place & 7);
  return plain;
}

/** Sets the bits of these places. `bits` has one for every row of the segment. */
export function decodeInto(bits: Uint32Array, bytes: Uint8Array): void {
  if (bytes[0] === 1) {
    for (let i = 1; i < bytes.length; i++) bits[(i - 1) >> 2]! |= bytes[i]! << (((i - 1) & 3) * 8);
    return;
  }
  let place = 0;
  for (let i = 1; i < bytes.length;) {
    let shift = 0;
    let byte: number;
    do {
      byte = bytes[i++]!;
      place += (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    bits[place >> 5]! |= 1 << (place & 31);
  }
}

/** How many bits are set. */
export function cardinality(bits: Uint32Array): number {
  let sum = 0;
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    sum += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

/** A growing list of whole numbers below 2^32. */
class Numbers {
  /** The list; what lies behind `length` is room. */
  room = new Uint32Array(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.room.length) {
      const more = new Uint32Array(this.length * 2);
      more.set(this.room);
      this.room = more;
    }
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
  readonly #pairGram = new Numbers();
  readonly #pairRow = new Numbers();

  /** Adds a text of the row at this place. Within a field, places never fall. */
  add(field: number, place: number, text: string): void {
    const { length } = text;
    if (length === 0) return;
    let before = -1;
    for (let i = 0; i < length; i++) {
      let one = text.charCodeAt(i);
      if (one >= 0xd800 && one <= 0xdfff) {
        one = text.codePointAt(i)!;
        if (one > 0xffff) i++;
        else one = 0xfffd;
      }
      if (before >= 0) this.#note(field * SHIFT + before, one, place);
      before = one;
    }
    this.#note(field * SHIFT + before, END, place);
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

  /** Every gram with its rows, by number upwards. */
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
      yield { gram: numbers[id]!, count: places.length, places: encode(places) };
    }
  }
}
