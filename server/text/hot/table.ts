/**
 * Counts by a 32-bit key in two typed arrays: eight bytes a place, filled to two thirds. A sum: the order of additions does
 * not matter, and what is taken away again leaves nothing. Bounded: beyond `most` keys, keys not yet known are refused.
 */
export class Counts {
  #keys: Uint32Array;
  #counts: Int32Array;
  #used = 0;

  constructor(
    private readonly most: number,
    size = 64,
  ) {
    this.#keys = new Uint32Array(size);
    this.#counts = new Int32Array(size);
  }

  /** Keys that have a place, those that stand at zero included. */
  get size(): number {
    return this.#used;
  }
  /** Bytes held. */
  get bytes(): number {
    return this.#keys.length * 8;
  }

  /** Adds `by` (which may be negative). `key`: 1 to 2³² − 1. False where the table is full. */
  add(key: number, by: number): boolean {
    let at = this.#place(key);
    if (this.#keys[at] !== key) {
      if (this.#used >= this.most) return false;
      if ((this.#used + 1) * 3 > this.#keys.length * 2) {
        this.#resize(this.#keys.length * 2, 0);
        at = this.#place(key);
      }
      this.#keys[at] = key;
      this.#counts[at] = 0;
      this.#used++;
    }
    this.#counts[at]! += by;
    return true;
  }

  get(key: number): number {
    const at = this.#place(key);
    return this.#keys[at] === key ? this.#counts[at]! : 0;
  }

  /** Adds all of another table, times `sign`. */
  addAll(other: Counts, sign: number): void {
    for (let at = 0; at < other.#keys.length; at++)
      if (other.#keys[at] !== 0 && other.#counts[at] !== 0) this.add(other.#keys[at]!, sign * other.#counts[at]!);
  }

  /** Every key with a count above zero. */
  each(take: (key: number, count: number) => void): void {
    for (let at = 0; at < this.#keys.length; at++) if (this.#counts[at]! > 0) take(this.#keys[at]!, this.#counts[at]!);
  }

  /** Keeps the `most` largest counts (of equal ones the smaller keys) and no empty places beyond what is needed. */
  compact(most = this.most): void {
    let live = 0;
    for (const count of this.#counts) if (count !== 0) live++;
    let least = -Infinity;
    if (live > most) {
      // Typed arrays sort by number.
      const sorted = this.#counts.filter((count) => count !== 0).sort();
      least = sorted[live - most]!;
    }
    let size = 64;
    while (Math.min(live, most) * 3 > size * 2) size *= 2;
    if (live > most) this.#shrink(size, least, most);
    else this.#resize(size, 0);
  }

  #shrink(size: number, least: number, most: number): void {
    const kept: [number, number][] = [];
    const tied: [number, number][] = [];
    for (let at = 0; at < this.#keys.length; at++) {
      const count = this.#counts[at]!;
      if (count > least && count !== 0) kept.push([this.#keys[at]!, count]);
      else if (count === least) tied.push([this.#keys[at]!, count]);
    }
    tied.sort((a, b) => a[0] - b[0]);
    this.#keys = new Uint32Array(size);
    this.#counts = new Int32Array(size);
    this.#used = 0;
    for (const [key, count] of [...kept, ...tied].slice(0, most)) this.add(key, count);
  }

  /** New arrays of this size, without keys whose count is `without`. */
  #resize(size: number, without: number): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Uint32Array(size);
    this.#counts = new Int32Array(size);
    this.#used = 0;
    for (let at = 0; at < keys.length; at++) {
      if (keys[at] === 0 || counts[at] === without) continue;
      const to = this.#place(keys[at]!);
      this.#keys[to] = keys[at]!;
      this.#counts[to] = counts[at]!;
      this.#used++;
    }
  }

  /** Where a key stands, or would. Keys are hashes already: their low bits are as good as any. */
  #place(key: number): number {
    const mask = this.#keys.length - 1;
    let at = key & mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }
}

/** A key of a word: FNV-1a over its UTF-16 units with the finish of MurmurHash3, never 0. */
export function keyOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0 || 1;
}
