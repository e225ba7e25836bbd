/** The newest entries as objects, so that readers near the head cost no parse. */
import type { Entry } from './log.ts';

/** Bounded by count and by bytes. Entries follow one another without gaps. */
export class Tail {
  private entries: Entry[] = [];
  private sizes: number[] = [];
  /** How many at the front are let go of already; the arrays are cut only now and then. */
  private gone = 0;
  private bytes = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxBytes: number,
  ) {}

  /** Seq of the oldest entry held; Infinity when there is none. */
  first(): number {
    return this.entries[this.gone]?.seq ?? Infinity;
  }

  /** Seq of the newest entry held; 0 when there is none. */
  last(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Takes an entry of `size` bytes. What is not newer than the newest is left out; a gap begins it anew. */
  push(entry: Entry, size: number): void {
    const last = this.last();
    if (entry.seq <= last) return;
    if (entry.seq !== last + 1) this.clear();
    this.entries.push(entry);
    this.sizes.push(size);
    this.bytes += size;
    while (this.entries.length - this.gone > this.maxEntries || this.bytes > this.maxBytes) this.shift();
  }

  /** Lets go of entries up to and including `seq`. */
  dropTo(seq: number): void {
    while (this.first() <= seq) this.shift();
  }

  /** At most `limit` entries from `seq` on; none when `seq` is below `first` or above `last`. */
  slice(seq: number, limit: number): Entry[] {
    if (seq < this.first() || seq > this.last()) return [];
    const start = this.gone + seq - this.first();
    return this.entries.slice(start, start + limit);
  }

  clear(): void {
    this.entries = [];
    this.sizes = [];
    this.gone = 0;
    this.bytes = 0;
  }

  private shift(): void {
    this.bytes -= this.sizes[this.gone]!;
    // The place is emptied at once, so that the memory is free before the array is cut.
    this.entries[this.gone] = undefined as unknown as Entry;
    this.gone++;
    if (this.gone === this.entries.length) this.clear();
    else if (this.gone > 1_024 && this.gone * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.gone);
      this.sizes = this.sizes.slice(this.gone);
      this.gone = 0;
    }
  }
}
