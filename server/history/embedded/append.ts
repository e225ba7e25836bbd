/**
 * Packed columns into the engine's chunks, in their own memory layout. The vectors of the library take one value at a
 * time and keep validity in BigInts, which costs several times as much; here whole columns are copied.
 */
import { type DuckDBAppender, DuckDBDataChunk, BIGINT, BOOLEAN, DOUBLE, LIST, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { FieldRole } from '../../../contract/fact.ts';
import type { Packed, PackedColumn } from '../columns.ts';
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

/** Rows that a chunk holds at most. */
const CHUNK = 2048;
const TWO_32 = 2 ** 32;

/** Whole numbers as little-endian 64-bit integers. */
function int64(numbers: Float64Array, from: number, rows: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const value = numbers[from + row]!;
    words[row * 2] = value >>> 0;
    words[row * 2 + 1] = Math.floor(value / TWO_32);
  }
  return words;
}

function copy(vector: duckdb.Vector, view: ArrayBufferView): void {
  duckdb.copy_data_to_vector(vector, 0, view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** Where the strings of a column were left by the chunk before. */
interface Cursor {
  string: number;
}

function fill(
  vector: duckdb.Vector,
  role: FieldRole,
  column: PackedColumn,
  from: number,
  rows: number,
  cursor: Cursor,
): void {
  if (column.form === 'list') {
    const entries = new Uint32Array(rows * 4);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const length = column.lengths[from + row]!;
      entries[row * 4] = total;
      entries[row * 4 + 2] = length;
      total += length;
    }
    duckdb.list_vector_reserve(vector, total);
    duckdb.list_vector_set_size(vector, total);
    const child = duckdb.list_vector_get_child(vector);
    for (let i = 0; i < total; i++) duckdb.vector_assign_string_element(child, i, column.strings[cursor.string++]!);
    copy(vector, entries);
    return;
  }
  const { valid } = column;
  if (valid) {
    // Chunks begin at multiples of 2,048 rows, so their bits begin at a byte.
    const bits = valid.subarray(from / 8, from / 8 + Math.ceil(rows / 64) * 8);
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer as ArrayBuffer, bits.byteOffset, bits.byteLength);
  }
  if (column.form === 'string') {
    for (let row = 0; row < rows; row++) {
      if (valid && (valid[(from + row) >> 3]! & (1 << (row & 7))) === 0) continue;
      duckdb.vector_assign_string_element(vector, row, column.strings[cursor.string++]!);
    }
  } else if (column.form === 'flag') copy(vector, column.flags.subarray(from, from + rows));
  else if (role === 'num') copy(vector, column.numbers.subarray(from, from + rows));
  else copy(vector, int64(column.numbers, from, rows));
}

/**
 * Appends packed rows, chunk by chunk; between chunks `breathe` gives the thread back for other work. `packed` holds
 * exactly `columns`, in the order of the table.
 */
export async function append(
  appender: DuckDBAppender,
  columns: readonly Column[],
  packed: Packed,
  breathe: () => Promise<void>,
): Promise<void> {
  const types = columns.map(({ role }) => TYPES[role]);
  const cursors = columns.map((): Cursor => ({ string: 0 }));
  for (let from = 0; from < packed.rows; from += CHUNK) {
    if (from > 0) await breathe();
    const rows = Math.min(CHUNK, packed.rows - from);
    const chunk = DuckDBDataChunk.create(types, rows);
    for (const [i, { role }] of columns.entries()) {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, i);
      fill(vector, role, packed.columns[i]!, from, rows, cursors[i]!);
    }
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
}
