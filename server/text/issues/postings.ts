/**
 * The lists of the inverted index: numbers by key, the latest so many of each. In flat memory, since a ticket asks for thirty
 * keys among half a million, and each hop through an object would be one wait for memory more.
 */

/** Numbers of a row: the key, how many its list holds (0: the row is free), where the list begins, and its class of length. */
const ROW = 4;
/** Lists have room for 2, 4, 8 … numbers; a single number stands in its row in place of the list. */
const room = (size: number): number => 2 << size;

export class Postings {
  /** Where `look` puts lists: the numbers of a key are `count` from `from` on, the oldest first. Valid until the next change. */
  entries = new Int32Array(1024);
  from = 0;
  /** Open addressing; at most half of the rows are in use. */
  #rows = new Int32Array(ROW * 1024);
  #mask = 1023;
  #size = 0;
  /** The first number is for a single one, so that it can be read like a list. */
  #end = 1;
  readonly #free: number[][] = [];

  /** `most`: numbers a key; the oldest makes room. At least 2. */
  constructor(private readonly most: number) {}

  /** Keys with at least one number. */
  get size(): number {
    return this.#size;
  }

  /** How many numbers a key has; they are in `entries` at `from`. */
  look(key: number): number {
    const rows = this.#rows;
    const row = this.#row(key);
    const count = rows[row + 1]!;
    this.from = rows[row + 2]!;
    if (count === 1) {
      this.entries[0] = this.from;
      this.from = 0;
    }
    return count;
  }

  add(key: number, number: number): void {
    const rows = this.#rows;
    const row = this.#row(key);
    const count = rows[row + 1]!;
    if (count === 0) {
      rows[row] = key;
      rows[row + 1] = 1;
      rows[row + 2] = number;
      if (2 * ++this.#size > this.#mask) this.#grow();
      return;
    }
    let from = rows[row + 2]!;
    if (count === this.most) {
      this.entries.copyWithin(from, from + 1, from + count);
      this.entries[from + count - 1] = number;
      return;
    }
    if (count === 1) {
      const single = from;
      rows[row + 2] = from = this.#take(0);
      rows[row + 3] = 0;
      this.entries[from] = single;
    } else if (count === room(rows[row + 3]!)) {
      const size = rows[row + 3]!++;
      rows[row + 2] = this.#take(size + 1);
      this.entries.copyWithin(rows[row + 2]!, from, from + count);
      this.#give(from, size);
      from = rows[row + 2]!;
    }
    this.entries[from + count] = number;
    rows[row + 1] = count + 1;
  }

  /** Takes a number out of the list of a key; nothing happens where it is not there. */
  remove(key: number, number: number): void {
    const rows = this.#rows;
    const row = this.#row(key);
    const count = rows[row + 1]!;
    const from = rows[row + 2]!;
    if (count === 1 && from === number) this.#erase(row);
    if (count < 2) return;
    const { entries } = this;
    let at = from;
    while (at < from + count && entries[at] !== number) at++;
    if (at === from + count) return;
    entries.copyWithin(at, at + 1, from + count);
    rows[row + 1] = count - 1;
    if (count > 2) return;
    rows[row + 2] = entries[from]!;
    this.#give(from, rows[row + 3]!);
  }

  /** Where the row of a key is, or would be. */
  #row(key: number): number {
    const rows = this.#rows;
    let row = (key & this.#mask) * ROW;
    while (rows[row + 1] !== 0 && rows[row] !== key) row = (row + ROW) & (ROW * this.#mask + ROW - 1);
    return row;
  }

  /** Frees a row, and moves up what had been put behind it for want of room. */
  #erase(row: number): void {
    const rows = this.#rows;
    const end = ROW * this.#mask + ROW - 1;
    let hole = row;
    for (let next = (hole + ROW) & end; rows[next + 1] !== 0; next = (next + ROW) & end) {
      const home = (rows[next]! & this.#mask) * ROW;
      // It stays where its place is between the hole and itself, going round.
      if (((next - home) & end) < ((next - hole) & end)) continue;
      rows.copyWithin(hole, next, next + ROW);
      hole = next;
    }
    rows[hole + 1] = 0;
    this.#size--;
  }

  #grow(): void {
    const before = this.#rows;
    this.#mask = 2 * this.#mask + 1;
    this.#rows = new Int32Array(2 * before.length);
    for (let row = 0; row < before.length; row += ROW) {
      if (before[row + 1] === 0) continue;
      this.#rows.set(before.subarray(row, row + ROW), this.#row(before[row]!));
    }
  }

  #take(size: number): number {
    const known = this.#free[size]?.pop();
    if (known !== undefined) return known;
    const from = this.#end;
    this.#end += room(size);
    if (this.#end > this.entries.length) {
      const more = new Int32Array(2 * this.entries.length);
      more.set(this.entries);
      this.entries = more;
    }
    return from;
  }

  #give(from: number, size: number): void {
    (this.#free[size] ??= []).push(from);
  }
}
