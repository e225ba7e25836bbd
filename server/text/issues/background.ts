/**
 * How telling a word is: inverse document frequency from a frozen background (for Chinese jieba's own table), blended
 * with what this city has written. The frozen part keeps the first tickets from being judged by chance; the running
 * part learns what is common here only (业主, 小区). All tables have a fixed size, whatever people write.
 */
import { dict, idf } from '@node-rs/jieba/dict.js';
import { keyOf } from './hash.ts';

const SLOTS = 1 << 20;
/** Counters of a term, among those of its block: one block is one line of the processor's cache. */
const ROWS = 4;
const BLOCK = 16;
const BLOCKS = 1 << 16;
/** The background counts like so many tickets. */
const PRIOR = 400;
/** Share of an unknown word: as rare as the rarest of the table. */
const UNKNOWN = Math.exp(-12);
/** After so many tickets all counts are halved, so that what is common now counts and no count overflows. */
const HALVE = 1 << 17;

/** What a dictionary says of a word: nothing, a common word, or a name (of a person, place, organisation). */
export type WordKind = 'unknown' | 'word' | 'name';
const KINDS: WordKind[] = ['unknown', 'word', 'name'];

/** The frozen table by hash, in open addressing. */
interface Frozen {
  keys: Int32Array;
  /** Share of texts that hold the word: e to the minus idf. */
  shares: Float32Array;
  /** Index into KINDS. */
  kinds: Uint8Array;
}

/** Slot of a key, or that where it would go. */
function slotOf(keys: Int32Array, key: number): number {
  let slot = key & (SLOTS - 1);
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

let chinese: Frozen | undefined;

function loadChinese(): Frozen {
  const keys = new Int32Array(SLOTS);
  const shares = new Float32Array(SLOTS).fill(UNKNOWN);
  const kinds = new Uint8Array(SLOTS);
  const each = (table: Uint8Array, take: (slot: number, fields: string[]) => void): void => {
    for (const line of Buffer.from(table).toString('utf8').split('\n')) {
      const fields = line.split(' ');
      if (!fields[0] || fields.length < 2) continue;
      const key = keyOf(fields[0]) || 1;
      const slot = slotOf(keys, key);
      keys[slot] = key;
      take(slot, fields);
    }
  };
  each(idf, (slot, fields) => (shares[slot] = Math.exp(-Math.min(-Math.log(UNKNOWN), Number(fields[1])))));
  each(dict, (slot, fields) => (kinds[slot] = /^n[rstz]/.test(fields[2] ?? '') ? 2 : 1));
  return { keys, shares, kinds };
}

export class Background {
  /** Tickets noted, halved when counts are. */
  seen = 0;
  private readonly counts = new Uint32Array(BLOCKS * BLOCK);
  private readonly frozen: Frozen | null;

  /** `language` is a BCP 47 tag; other languages than Chinese begin without a table. */
  constructor(language: string) {
    this.frozen = /^zh\b/i.test(language) ? (chinese ??= loadChinese()) : null;
  }

  /** Counts a ticket by its terms (`key * 8 + flags`), each once. */
  note(...lists: (readonly number[])[]): void {
    for (const terms of lists) this.add(terms);
    if (++this.seen < HALVE) return;
    this.seen >>>= 1;
    for (let i = 0; i < this.counts.length; i++) this.counts[i] = this.counts[i]! >>> 1;
  }

  private add(terms: readonly number[]): void {
    const { counts } = this;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i]! >> 3;
      const block = blockOf(term);
      const cells = cellsOf(term);
      const least = this.count(term);
      // Conservative: only the smallest counters rise, so that strangers in the same cell add less.
      for (let row = 0; row < ROWS; row++) {
        const cell = block + ((cells >>> (row * 4)) & (BLOCK - 1));
        if (counts[cell] === least) counts[cell] = least + 1;
      }
    }
  }

  /** Inverse document frequency of a term (natural logarithm), above 0. `word`: the dictionary may know it. */
  idf(term: number, word = true): number {
    const prior = word ? this.prior(term) : UNKNOWN;
    const share = (this.count(term) + PRIOR * prior) / (this.seen + PRIOR);
    return Math.max(0.05, -Math.log(share));
  }

  /** About how many of the tickets seen hold the term; never too few. */
  count(term: number): number {
    const { counts } = this;
    const block = blockOf(term);
    const cells = cellsOf(term);
    let least = counts[block + (cells & (BLOCK - 1))]!;
    for (let row = 1; row < ROWS && least > 0; row++) {
      const count = counts[block + ((cells >>> (row * 4)) & (BLOCK - 1))]!;
      if (count < least) least = count;
    }
    return least;
  }

  /** What the dictionary says of a word, by its hash. */
  kind(term: number): WordKind {
    if (!this.frozen) return 'unknown';
    return KINDS[this.frozen.kinds[slotOf(this.frozen.keys, term || 1)]!]!;
  }

  private prior(term: number): number {
    if (!this.frozen) return UNKNOWN;
    const { keys, shares } = this.frozen;
    const slot = slotOf(keys, term || 1);
    return keys[slot] === 0 ? UNKNOWN : shares[slot]!;
  }
}

/** Where the block of a term begins, and four numbers below BLOCK in its lowest bits. */
const blockOf = (term: number): number => (Math.imul(term, 0x9e3779b1) >>> 16) * BLOCK;
const cellsOf = (term: number): number => Math.imul(term ^ (term >>> 15), 0x85ebca6b) >>> 8;
