/** Counts and lists worked out the slow way, over row objects with the contract's own `compile`: what tests compare with. */
import { compile } from '../../contract/condition.ts';
import { measureOf, type Cell, type Measure } from '../../contract/measure.ts';
import { bucketStart, type Zone } from '../../contract/time.ts';
import type { Count, FactRecord } from './history.ts';

type Fields = Readonly<Record<string, unknown>>;
type Asked = Pick<Count, 'measure' | 'filter' | 'range'>;

/** The rows in a measure's population, or with `part` in its numerator. */
export function population(facts: Iterable<FactRecord>, { measure: id, filter, range }: Asked, part = false): Fields[] {
  const measure = measureOf(id);
  const conditions = [measure.of, filter ?? {}, part ? (measure.part ?? {}) : {}];
  const predicates = conditions.map((condition) => compile(measure.fact, condition));
  const rows: Fields[] = [];
  for (const { kind, row } of facts) {
    const fields = row as unknown as Fields;
    if (kind !== measure.fact || !predicates.every((holds) => holds(fields))) continue;
    if (measure.value !== undefined && fields[measure.value] === null) continue;
    const at = measure.at === undefined ? undefined : (fields[measure.at] as number | null);
    if (at === null || (at !== undefined && range && (at < range.from || at >= range.to))) continue;
    rows.push(fields);
  }
  return rows;
}

/** The cell of these rows of a population. */
export function cellOf(measure: Measure, rows: readonly Fields[]): Cell {
  const { kind, value, grain, q, part } = measure;
  if (kind === 'count' || kind === 'rate') return [rows.length, 0];
  if (kind === 'ratio') return [rows.filter(compile(measure.fact, part ?? {})).length, rows.length];
  const values = rows.map((row) => row[value!] as number);
  if (kind === 'mean') return [values.reduce((sum, one) => sum + one, 0), rows.length];
  const sorted = values.map((one) => Math.floor(one / grain!) * grain!).sort((a, b) => a - b);
  return [sorted[Math.ceil(q! * sorted.length) - 1] ?? 0, sorted.length];
}

/** Every group of a count by its key and bucket: `[...key, bucket]` as JSON. */
export function recount(facts: Iterable<FactRecord>, query: Count, zone: Zone): Map<string, Cell> {
  const measure = measureOf(query.measure);
  const groups = new Map<string, Fields[]>();
  for (const row of population(facts, query)) {
    let keys: Map<string, string | null>[] = [new Map()];
    for (const field of new Set(query.by)) {
      const value = row[field];
      const cut = field === 'category' && query.level !== undefined && typeof value === 'string';
      const one = cut ? value.split('.').slice(0, query.level).join('.') : value;
      const members = Array.isArray(one) ? (one as string[]) : [one as string | null];
      keys = keys.flatMap((key) => members.map((member) => new Map(key).set(field, member)));
    }
    for (const key of keys) {
      const parts: unknown[] = (query.by ?? []).map((field) => key.get(field));
      if (query.step !== undefined) parts.push(bucketStart(zone, query.step, row[measure.at!] as number));
      const name = JSON.stringify(parts);
      const group = groups.get(name);
      if (group) group.push(row);
      else groups.set(name, [row]);
    }
  }
  return new Map([...groups].map(([name, rows]) => [name, cellOf(measure, rows)]));
}
