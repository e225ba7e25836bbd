/**
 * Finds what may be like a sketch without comparing it with everything: an inverted index over the rarest words and
 * pairs of each. A list holds a bounded number of entries, the latest; a word that is in too many tells nothing anyway.
 */
import { Postings } from './postings.ts';
import { TITLE, type Sketch } from './sketch.ts';

/** Keys under which a sketch is filed and looked for. */
const WORD_KEYS = 20;
const PAIR_KEYS = 10;
const KEYS = WORD_KEYS + PAIR_KEYS;
/** Entries of a list; the oldest makes room. */
const LIST = 64;
/** Entries looked at for one sketch: more are only met where everybody writes the same. */
const VISITS = 240;
/** What shares less squared weight than this (one word of one in twenty tickets) is not worth comparing. */
const FAR = 8;

/** What can be filed: anything with a sketch; the other members are the index's own notes. */
export interface Filed {
  sketch: Sketch;
  keys: number[];
  /** Its number while it is filed, else -1. */
  slot: number;
}

export class Near<T extends Filed> {
  /** Slots by key. */
  private readonly postings = new Postings(LIST);
  private readonly filed: (T | undefined)[] = [];
  private readonly free: number[] = [];
  /** The weight that a slot gathered, and in which look-up. */
  private gathered = new Float64Array(1024);
  private lookup = new Float64Array(1024);
  private lookups = 0;
  // Scratch: chosen keys with their weights and ranks, kept in descending order of ranks.
  private readonly keys = new Int32Array(KEYS);
  private readonly weights = new Float64Array(KEYS);
  private readonly ranks = new Float64Array(KEYS);
  /** Whose keys these are, and how many: what is looked for is mostly filed next. */
  private chosen: Sketch | null = null;
  private count = 0;

  /** Keys in the index: at most 30 for each that is filed. */
  get size(): number {
    return this.postings.size;
  }

  add(one: T): void {
    const n = this.choose(one.sketch);
    const slot = (one.slot = this.free.pop() ?? this.filed.length);
    this.filed[slot] = one;
    if (slot === this.gathered.length) {
      this.gathered = grown(this.gathered);
      this.lookup = grown(this.lookup);
    }
    this.lookup[slot] = 0;
    one.keys = [];
    for (let i = 0; i < n; i++) {
      const key = this.keys[i]!;
      one.keys.push(key);
      this.postings.add(key, slot);
    }
  }

  /** Takes what is filed out, before its sketch changes too. */
  remove(one: T): void {
    this.chosen = null;
    for (const key of one.keys) this.postings.remove(key, one.slot);
    one.keys = [];
    if (one.slot < 0) return;
    this.filed[one.slot] = undefined;
    this.free.push(one.slot);
    one.slot = -1;
  }

  /** At most `most` that share the most weight with the sketch, best first. Looks at `VISITS` entries, by the rarest keys. */
  find(sketch: Sketch, most: number): T[] {
    const chosen = this.choose(sketch);
    const number = ++this.lookups;
    const { lookup, gathered, postings } = this;
    const found: number[] = [];
    let visits = 0;
    for (let i = 0; i < chosen && visits < VISITS; i++) {
      const count = postings.look(this.keys[i]!);
      if (count === 0) continue;
      const { entries, from } = postings;
      const square = this.weights[i]! ** 2;
      visits += count;
      for (let j = from; j < from + count; j++) {
        const slot = entries[j]!;
        if (lookup[slot] === number) gathered[slot]! += square;
        else {
          lookup[slot] = number;
          gathered[slot] = square;
          found.push(slot);
        }
      }
    }
    return this.best(found, most);
  }

  /** The `most` that gathered the most, best first; equal ones by time, so that it does not hang on the order of arrival. */
  private best(found: readonly number[], most: number): T[] {
    const { gathered, filed } = this;
    const ahead = (a: number, b: number): boolean =>
      gathered[a]! > gathered[b]! || (gathered[a] === gathered[b] && filed[a]!.sketch.at < filed[b]!.sketch.at);
    const top: number[] = [];
    for (let i = 0; i < found.length; i++) {
      const slot = found[i]!;
      if (gathered[slot]! < FAR || (top.length === most && !ahead(slot, top[most - 1]!))) continue;
      if (top.length < most) top.push(slot);
      let at = top.length - 1;
      for (; at > 0 && ahead(slot, top[at - 1]!); at--) top[at] = top[at - 1]!;
      top[at] = slot;
    }
    return top.map((slot) => filed[slot]!);
  }

  /** Chooses the keys of a sketch: its spot, its rarest words (those of the title before others) and pairs. */
  private choose(sketch: Sketch): number {
    if (sketch === this.chosen) return this.count;
    const { words, pairs, fields } = sketch;
    let n = 0;
    if (fields.spot !== 0) this.take(fields.spot, SPOT, Infinity, n++, 0);
    for (let i = 0; i < words.terms.length; i++) {
      const weight = words.weights[i]!;
      if (weight <= LEAST) continue;
      const term = words.terms[i]!;
      const rank = term & TITLE ? 2 * weight : weight;
      if (n < WORD_KEYS) this.take(term >> 3, weight, rank, n++, 0);
      else if (rank > this.ranks[n - 1]!) this.take(term >> 3, weight, rank, n - 1, 0);
    }
    const from = n;
    for (let i = 0; i < pairs.terms.length; i++) {
      const weight = pairs.weights[i]!;
      if (weight <= LEAST) continue;
      const key = pairs.terms[i]! >> 3;
      if (n < from + PAIR_KEYS) this.take(key, weight / 2, weight, n++, from);
      else if (weight > this.ranks[n - 1]!) this.take(key, weight / 2, weight, n - 1, from);
    }
    this.chosen = sketch;
    return (this.count = n);
  }

  /** Puts a key where its rank belongs, not before `from`; what stood at `at` or was moved there goes. */
  private take(key: number, weight: number, rank: number, at: number, from: number): void {
    const { keys, weights, ranks } = this;
    for (; at > from && ranks[at - 1]! < rank; at--) {
      keys[at] = keys[at - 1]!;
      weights[at] = weights[at - 1]!;
      ranks[at] = ranks[at - 1]!;
    }
    keys[at] = key;
    weights[at] = weight;
    ranks[at] = rank;
  }
}

/** Weight of being of the same place and matter by their fields: that of a rare word. */
const SPOT = 5;
/** A word that every other ticket holds leads nowhere. */
const LEAST = 0.7;

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(array.length * 2);
  more.set(array);
  return more;
}
