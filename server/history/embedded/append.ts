/**
 * Packed columns into the engine's chunks, in their own memory layout. The vectors of the library take one value at a
 * time and keep validity in BigInts, which costs several times as much; here whole columns are copied.
 */
import {
  type DuckDBAppender,
  DuckDBDataChunk,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  LIST,
  VARCHAR,
  type DuckDBType,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { FieldRole } from '../../../contract/fact.ts';
import { isKnown, type Packed, type PackedColumn } from '../columns.ts';
import type { Column } from '../schema.ts';

const TYPES: Record<FieldRole, DuckDBType> = {
  key: VARCHAR,
  dim: VARCHAR,
  text: VARCHAR,
  time: BIGINT,
  num: DOUBLE,
  flag: BOOLEAN,
  list: LIST(VARCHAR),
};

const TWO_32 = 2 ** 32;

/** Whole numbers as little-endian 64-bit integers. */
function int64(numbers: Float64Array): Uint32Array {
  const words = new Uint32Array(numbers.length * 2);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!;
    words[row * 2] = value >>> 0;
    words[row * 2 + 1] = Math.floor(value / TWO_32);
  }
  return words;
}

function copy(vector: duckdb.Vector, view: ArrayBufferView): void {
  duckdb.copy_data_to_vector(vector, 0, view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

function fillList(vector: duckdb.Vector, lengths: Uint32Array, strings: readonly string[]): void {
  // An entry is two 64-bit integers: where the members begin, and how many they are.
  const entries = new Uint32Array(lengths.length * 4);
  let begin = 0;
  for (const [row, length] of lengths.entries()) {
    entries[row * 4] = begin;
    entries[row * 4 + 2] = length;
    begin += length;
  }
  duckdb.list_vector_reserve(vector, strings.length);
  duckdb.list_vector_set_size(vector, strings.length);
  const members = duckdb.list_vector_get_child(vector);
  for (const [i, member] of strings.entries()) duckdb.vector_assign_string_element(members, i, member);
  copy(vector, entries);
}

function fill(vector: duckdb.Vector, role: FieldRole, column: PackedColumn, rows: number): void {
  if (column.form === 'list') return fillList(vector, column.lengths, column.strings);
  const { valid } = column;
  if (valid) {
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, valid.buffer as ArrayBuffer, valid.byteOffset, valid.byteLength);
  }
  if (column.form === 'flag') copy(vector, column.flags);
  else if (column.form === 'number') copy(vector, role === 'num' ? column.numbers : int64(column.numbers));
  else {
    let next = 0;
    for (let row = 0; row < rows && next < column.strings.length; row++) {
      if (!isKnown(valid, row)) continue;
      duckdb.vector_assign_string_element(vector, row, column.strings[next++]!);
    }
  }
}

/** Appends packed rows. `packed` holds exactly `columns`, in the order of the table. Nothing is flushed. */
export function append(appender: DuckDBAppender, columns: readonly Column[], packed: Packed): void {
  const types = columns.map(({ role }) => TYPES[role]);
  const chunk = DuckDBDataChunk.create(types, packed.rows);
  for (const [i, { role }] of columns.entries()) {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, i);
    fill(vector, role, packed.columns[i]!, packed.rows);
  }
  appender.appendDataChunk(chunk);
}
