/**
 * A tally: one measure over one window, by key, kept by adding and subtracting rows.
 *
 * Rows are kept in time buckets, so that the window slides by whole buckets; the totals hold exactly the buckets in
 * [from, to). What is before `from` is gone for good (windows only move forward); what is at or after `to` waits.
 */
import { compile, type Condition, type Predicate } from '../../contract/condition.ts';
import type { FactKind, Row } from '../../contract/fact.ts';
import type { Cell, Measure } from '../../contract/measure.ts';
import { bucketStart, type Range, type Step, type Zone } from '../../contract/time.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What rows add up to. Quantiles keep how often each value occurs, so that a row can be taken out again. */
class Sum {
  num = 0;
  den = 0;
  readonly values: Map<number, number> | null;

  constructor(readonly measure: Measure) {
    this.values = measure.kind === 'quantile' ? new Map() : null;
  }

  add(part: number, sign: 1 | -1): void {
    this.den += sign;
    if (!this.values) this.num += sign * part;
    else this.#count(part, sign);
  }

  merge(other: Sum, sign: 1 | -1): void {
    this.num += sign * other.num;
    this.den += sign * other.den;
    if (other.values) for (const [value, n] of other.values) this.#count(value, sign * n);
  }

  #count(value: number, n: number): void {
    const now = (this.values!.get(value) ?? 0) + n;
    if (now === 0) this.values!.delete(value);
    else this.values!.set(value, now);
  }

  /** The cell as it travels; see MeasureKind. A quantile is the value of rank ceil(q · n). */
  cell(): Cell {
    if (this.measure.kind === 'count' || this.measure.kind === 'rate') return [this.num, 0];
    if (!this.values) return [this.num, this.den];
    let rank = Math.ceil(this.measure.q! * this.den);
    for (const value of [...this.values.keys()].sort((a, b) => a - b)) {
      rank -= this.values.get(value)!;
      if (rank <= 0) return [value, this.den];
    }
    return [0, 0];
  }
}

interface Bucket {
  sum: Sum;
  inside: boolean;
}

interface Line {
  total: Sum;
  buckets: Map<number, Bucket>;
}

/** What a row adds: its keys, its bucket, and the part it contributes. Null: nothing. */
interface Share {
  keys: readonly string[];
  bucket: number;
  part: number;
}

const EVERYTHING = [''];
const STATE = Number.MIN_SAFE_INTEGER;

export interface TallyOptions {
  measure: Measure;
  scope: Condition;
  zone: Zone;
  /** Width of the buckets by which the window slides. */
  step: Step;
  /** Keys of a row; default: all rows under the one key ''. */
  keys?: (row: Fields) => readonly string[];
}

export class Tally {
  readonly measure: Measure;
  readonly #lines = new Map<string, Line>();
  readonly #counts: Predicate;
  readonly #part: Predicate | null;
  readonly #zone: Zone;
  readonly #step: Step;
  readonly #keys: ((row: Fields) => readonly string[]) | null;
  #range: Range = { from: -Infinity, to: -Infinity };

  /** Throws ConditionError when the scope names a field that the measure's facts do not have. */
  constructor({ measure, scope, zone, step, keys }: TallyOptions) {
    this.measure = measure;
    const within = compile(measure.fact, scope);
    const of = compile(measure.fact, measure.of);
    this.#counts = (row) => of(row) && within(row);
    this.#part = measure.part ? compile(measure.fact, measure.part) : null;
    this.#zone = zone;
    this.#step = step;
    this.#keys = keys ?? null;
  }

  #share(row: Row | null): Share | null {
    if (!row) return null;
    const fields = row as unknown as Fields;
    const { measure } = this;
    const at = measure.at === undefined ? STATE : fields[measure.at];
    if (typeof at !== 'number' || !this.#counts(fields)) return null;
    let part = 1;
    if (this.#part) part = this.#part(fields) ? 1 : 0;
    else if (measure.value !== undefined) {
      const value = fields[measure.value];
      if (typeof value !== 'number') return null;
      part = measure.grain === undefined ? value : Math.floor(value / measure.grain) * measure.grain;
    }
    const bucket = at === STATE ? STATE : bucketStart(this.#zone, this.#step, at);
    return { keys: this.#keys ? this.#keys(fields) : EVERYTHING, bucket, part };
  }

  /** Subtracts `before` and adds `after`. Returns whether a total changed. */
  change(before: Row | null, after: Row | null): boolean {
    const old = this.#share(before);
    const now = this.#share(after);
    if (!old && !now) return false;
    if (old && now && old.bucket === now.bucket && old.part === now.part && sameKeys(old.keys, now.keys)) return false;
    const removed = old ? this.#apply(old, -1) : false;
    const added = now ? this.#apply(now, 1) : false;
    return removed || added;
  }

  #apply({ keys, bucket: start, part }: Share, sign: 1 | -1): boolean {
    if (start !== STATE && start < this.#range.from) return false;
    const inside = start === STATE || start < this.#range.to;
    for (const key of keys) {
      let line = this.#lines.get(key);
      if (!line) this.#lines.set(key, (line = { total: new Sum(this.measure), buckets: new Map() }));
      if (start !== STATE) {
        let bucket = line.buckets.get(start);
        if (!bucket) line.buckets.set(start, (bucket = { sum: new Sum(this.measure), inside }));
        bucket.sum.add(part, sign);
        if (bucket.sum.den === 0) line.buckets.delete(start);
      }
      if (inside) line.total.add(part, sign);
      if (line.total.den === 0 && line.buckets.size === 0) this.#lines.delete(key);
    }
    return inside && keys.length > 0;
  }

  /** Slides the window. Returns whether it moved. */
  slide(range: Range): boolean {
    const { from, to } = this.#range;
    if (range.from === from && range.to === to) return false;
    this.#range = range;
    for (const [key, line] of this.#lines) {
      for (const [start, bucket] of line.buckets) {
        const inside = start >= range.from && start < range.to;
        if (inside !== bucket.inside) {
          line.total.merge(bucket.sum, inside ? 1 : -1);
          bucket.inside = inside;
        }
        if (start < range.from) line.buckets.delete(start);
      }
      if (line.total.den === 0 && line.buckets.size === 0) this.#lines.delete(key);
    }
    return true;
  }

  get range(): Range {
    return this.#range;
  }

  /** The cell of a key; an empty one where there is nothing. */
  cell(key = ''): Cell {
    return this.#lines.get(key)?.total.cell() ?? [0, 0];
  }

  /** Cells of all keys with something in the window. */
  *cells(): Generator<[key: string, cell: Cell]> {
    for (const [key, line] of this.#lines) if (line.total.den !== 0) yield [key, line.total.cell()];
  }
}

/** Hands a pair to the tallies of its kind of fact. Returns whether any total changed. */
export function changeAll(tallies: readonly Tally[], kind: FactKind, before: Row | null, after: Row | null): boolean {
  let changed = false;
  for (const tally of tallies) if (tally.measure.fact === kind) changed = tally.change(before, after) || changed;
  return changed;
}

const sameKeys = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
