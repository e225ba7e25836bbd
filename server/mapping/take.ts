/** Takes one target's value out of a record, by what the mapping says of it. */
import type { Mapping, Target, TakeFrom } from '../../contract/mapping.ts';
import { isBlank } from './words.ts';

/** A record as readers and tables give it. */
export type SourceRecord = Record<string, unknown>;

/** The value of one target. */
export interface Taker {
  readonly target: Target;
  readonly spec: TakeFrom;
  /** Whether it looks at a column, so that it may be blank. */
  readonly reads: boolean;
  /** The text of the columns, before tables; '' when blank. */
  raw(record: SourceRecord): string;
  /** What the mapping's table or constant makes of it; undefined: nothing is said, so the raw text counts. */
  told(raw: string): string | undefined;
}

/** Text of a cell. Objects (points, lists) are JSON. A moment of a database is told with its offset. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (typeof value === 'object')
    return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
  return String(value as number | boolean | bigint);
}

/** The member of a record; `a.b` reaches into an object where there is no member of that name. */
export function memberOf(record: SourceRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  let at: unknown = record;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as SourceRecord)[part];
  }
  return at;
}

/** A Taker for every target of a mapping. */
export function takers(mapping: Mapping): Map<Target, Taker> {
  const blanks = new Set((mapping.blanks ?? []).map((one) => one.trim().toLowerCase()));
  const found = new Map<Target, Taker>();
  for (const [target, given] of Object.entries(mapping.columns) as [Target, string | TakeFrom | undefined][]) {
    if (given === undefined) continue;
    const spec = typeof given === 'string' ? { column: given } : given;
    const columns = spec.column === undefined ? [] : Array.isArray(spec.column) ? spec.column : [spec.column];
    const table = spec.values && new Map(Object.entries(spec.values).map(([word, means]) => [lower(word), means]));
    found.set(target, {
      target,
      spec,
      reads: columns.length > 0,
      raw(record) {
        const filled: string[] = [];
        for (const name of columns) {
          const text = cellText(memberOf(record, name)).trim();
          if (isBlank(text, blanks)) continue;
          if (spec.join === undefined) return spelling(text, spec);
          filled.push(text);
        }
        return spelling(filled.join(spec.join ?? ' '), spec);
      },
      told(raw) {
        if (raw === '') return table?.get('') ?? spec.constant ?? spec.default;
        return table?.get(lower(raw));
      },
    });
  }
  return found;
}

const lower = (word: string): string => word.trim().toLowerCase();
const spelling = (text: string, spec: TakeFrom): string =>
  spec.case === undefined ? text : spec.case === 'upper' ? text.toUpperCase() : text.toLowerCase();
