/**
 * The first few rows in an order, kept by pairs. It remembers more rows than it shows, so that one that leaves is
 * replaced from the reserve; when the reserve runs out it says that it is stale and wants to be built anew.
 */
import type { Row } from '../../contract/fact.ts';

export class TopList<R extends Row> {
  readonly #rows: R[] = [];
  /** Rows beyond the reserve exist that are not here. */
  #cut = false;
  readonly #capacity: number;

  constructor(
    readonly size: number,
    /** Total order; ties must be broken. */
    readonly compare: (a: R, b: R) => number,
    reserve = 8,
  ) {
    this.#capacity = size * reserve;
  }

  /** Takes `before` out and puts `after` in; null where the row does not belong. Returns whether the top changed. */
  change(before: R | null, after: R | null): boolean {
    let changed = false;
    if (before) {
      const index = this.#rows.findIndex((row) => row.id === before.id);
      if (index >= 0) {
        this.#rows.splice(index, 1);
        changed = index < this.size;
      }
    }
    if (after) changed = this.#insert(after) || changed;
    return changed;
  }

  #insert(row: R): boolean {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(this.#rows[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    // Behind the last row of a list that was cut, rows that are not here may come first.
    if (low === this.#rows.length && this.#cut) return false;
    this.#rows.splice(low, 0, row);
    if (this.#rows.length > this.#capacity) {
      this.#rows.pop();
      this.#cut = true;
    }
    return low < this.size;
  }

  get stale(): boolean {
    return this.#cut && this.#rows.length < this.size;
  }

  top(): R[] {
    return this.#rows.slice(0, this.size);
  }
}
