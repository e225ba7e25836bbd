/**
 * Rows as columns, the form in which they cross between threads: one typed array or one array of strings a column is
 * several times cheaper to hand over than an object a row. Pure; both directions.
 */
import { FACT_FIELDS, type FactKind, type Step } from '../../contract/fact.ts';
import type { FactRecord } from './history.ts';
import { columnsOf, fieldsOf, idHash, type Column } from './schema.ts';

/** `valid` has a bit for each row, lowest first, 1: known; null: all are known. `strings` holds the known ones only. */
export type PackedColumn =
  | { form: 'number'; valid: Uint8Array | null; numbers: Float64Array }
  | { form: 'flag'; valid: Uint8Array | null; flags: Uint8Array }
  | { form: 'string'; valid: Uint8Array | null; strings: string[] }
  | { form: 'list'; lengths: Uint32Array; strings: string[] };

/** Rows that are packed together at most: as many as a chunk of the engine holds. */
export const PACK_ROWS = 2048;

/** At most PACK_ROWS rows of one kind, column by column, in the order that sender and receiver agreed on. */
export interface Packed {
  rows: number;
  columns: PackedColumn[];
}

/** Whether this row has a value. */
export const isKnown = (valid: Uint8Array | null, row: number): boolean =>
  valid === null || (valid[row >> 3]! & (1 << (row & 7))) !== 0;

/** Says in `valid` (made when first needed, in whole 64-bit words) that this row is not known. */
function unknown(valid: Uint8Array | null, rows: number, row: number): Uint8Array {
  const bits = valid ?? new Uint8Array(Math.ceil(rows / 64) * 8).fill(0xff);
  bits[row >> 3]! &= ~(1 << (row & 7));
  return bits;
}

/** One column of these values, one a row. Throws RangeError for a time that is no whole number. */
export function packColumn({ name, role }: Column, values: readonly unknown[]): PackedColumn {
  const rows = values.length;
  let valid: Uint8Array | null = null;
  if (role === 'list') {
    const lengths = new Uint32Array(rows);
    const strings: string[] = [];
    for (let row = 0; row < rows; row++) {
      const members = values[row] as readonly string[];
      lengths[row] = members.length;
      for (const member of members) strings.push(member);
    }
    return { form: 'list', lengths, strings };
  }
  if (role === 'flag') {
    const flags = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = values[row];
      if (value === null) valid = unknown(valid, rows, row);
      else if (value === true) flags[row] = 1;
    }
    return { form: 'flag', valid, flags };
  }
  if (role === 'time' || role === 'num') {
    const numbers = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = values[row] as number | null;
      if (value === null) valid = unknown(valid, rows, row);
      else if (role === 'time' && !Number.isSafeInteger(value)) throw new RangeError(`${name} is no time: ${value}`);
      else numbers[row] = value;
    }
    return { form: 'number', valid, numbers };
  }
  const strings: string[] = [];
  for (let row = 0; row < rows; row++) {
    const value = values[row];
    if (value === null) valid = unknown(valid, rows, row);
    else strings.push(value as string);
  }
  return { form: 'string', valid, strings };
}

/** The values of a packed column, one a row. */
export function unpackColumn(column: PackedColumn, rows: number): unknown[] {
  const values: unknown[] = Array.from({ length: rows });
  let next = 0;
  for (let row = 0; row < rows; row++) {
    if (column.form === 'list') {
      const end = next + column.lengths[row]!;
      values[row] = column.strings.slice(next, end);
      next = end;
    } else if (!isKnown(column.valid, row)) values[row] = null;
    else if (column.form === 'string') values[row] = column.strings[next++];
    else if (column.form === 'number') values[row] = column.numbers[row];
    else values[row] = column.flags[row] === 1;
  }
  return values;
}

/** At most PACK_ROWS facts of one kind as the columns of its table. */
export function packFacts(kind: FactKind, facts: readonly FactRecord[]): Packed {
  const names = fieldsOf(kind).map(({ name }) => name);
  const columns = columnsOf(kind);
  const values = columns.map((): unknown[] => Array.from({ length: facts.length }));
  // Fact by fact: column by column would fetch each fact from memory once for every field.
  for (const [i, { row, steps }] of facts.entries()) {
    const fields = row as unknown as Record<string, unknown>;
    for (let c = 0; c < names.length; c++) values[c]![i] = fields[names[c]!];
    values[names.length]![i] = JSON.stringify(steps);
    values[names.length + 1]![i] = idHash(row.id);
  }
  return { rows: facts.length, columns: columns.map((column, c) => packColumn(column, values[c]!)) };
}

/** Row objects from columns that begin with all fields of the kind. */
export function unpackRows(kind: FactKind, { rows, columns }: Packed): Record<string, unknown>[] {
  const made = Array.from({ length: rows }, (): Record<string, unknown> => ({}));
  for (const [i, { name }] of fieldsOf(kind).entries()) {
    const values = unpackColumn(columns[i]!, rows);
    for (let row = 0; row < rows; row++) made[row]![name] = values[row];
  }
  return made;
}

/** Facts from columns that hold all fields of the kind and then `steps`. */
export function unpackFacts(kind: FactKind, packed: Packed): FactRecord[] {
  const steps = unpackColumn(packed.columns[Object.keys(FACT_FIELDS[kind]).length]!, packed.rows);
  return unpackRows(kind, packed).map(
    (row, i) => ({ kind, row, steps: JSON.parse(steps[i] as string) as Step[] }) as unknown as FactRecord,
  );
}

/** The buffers of packed rows, which can be handed over instead of copied. */
export function buffersOf({ columns }: Packed): ArrayBuffer[] {
  return columns.flatMap((column) => {
    const views: (ArrayBufferView | null)[] =
      column.form === 'number'
        ? [column.valid, column.numbers]
        : column.form === 'flag'
          ? [column.valid, column.flags]
          : column.form === 'list'
            ? [column.lengths]
            : [column.valid];
    return views.flatMap((view) => (view ? [view.buffer as ArrayBuffer] : []));
  });
}
