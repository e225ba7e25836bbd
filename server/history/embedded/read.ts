/**
 * Chunks of results into packed columns, from their own memory layout; the counterpart of append.ts. The vectors of the
 * library look at one value at a time, keep validity in BigInts, and drop a byte order mark that begins a text.
 */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { isKnown, type Packed, type PackedColumn } from '../columns.ts';
import type { Column } from '../schema.ts';

/** A text takes 16 bytes: its length, then itself if it has at most 12 bytes, else 4 of them and where it lies. */
const TEXT_BYTES = 16;
const INLINE = 12;
const TWO_32 = 2 ** 32;

function textsOf(vector: duckdb.Vector, rows: number, valid: Uint8Array | null): string[] {
  const data = duckdb.vector_get_data(vector, rows * TEXT_BYTES);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const texts: string[] = [];
  for (let row = 0; row < rows; row++) {
    if (!isKnown(valid, row)) continue;
    const begin = row * TEXT_BYTES;
    const length = bytes.readUInt32LE(begin);
    if (length <= INLINE) texts.push(bytes.toString('utf8', begin + 4, begin + 4 + length));
    else {
      const far = duckdb.get_data_from_pointer(data.buffer as ArrayBuffer, data.byteOffset + begin + 8, length);
      texts.push(Buffer.from(far.buffer, far.byteOffset, length).toString('utf8'));
    }
  }
  return texts;
}

function readColumn({ role }: Column, vector: duckdb.Vector, rows: number): PackedColumn {
  // What the engine lends is copied: it is gone with the chunk.
  const lent = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null;
  const valid = lent ? lent.slice() : null;
  if (role === 'flag') {
    return { form: 'flag', valid, flags: duckdb.vector_get_data(vector, rows).slice() };
  }
  if (role === 'num') {
    const data = duckdb.vector_get_data(vector, rows * 8).slice();
    return { form: 'number', valid, numbers: new Float64Array(data.buffer) };
  }
  if (role === 'time') {
    const words = new Int32Array(duckdb.vector_get_data(vector, rows * 8).slice().buffer);
    const numbers = Float64Array.from(
      { length: rows },
      (_, row) => words[row * 2 + 1]! * TWO_32 + (words[row * 2]! >>> 0),
    );
    return { form: 'number', valid, numbers };
  }
  if (role !== 'list') return { form: 'string', valid, strings: textsOf(vector, rows, valid) };
  const entries = new Uint32Array(duckdb.vector_get_data(vector, rows * 16).slice().buffer);
  const members = textsOf(duckdb.list_vector_get_child(vector), duckdb.list_vector_get_size(vector), null);
  const lengths = new Uint32Array(rows);
  const strings: string[] = [];
  for (let row = 0; row < rows; row++) {
    const begin = entries[row * 4]!;
    lengths[row] = entries[row * 4 + 2]!;
    for (let i = 0; i < lengths[row]!; i++) strings.push(members[begin + i]!);
  }
  return { form: 'list', lengths, strings };
}

/** The rows of a chunk that holds these columns. */
export function readChunk(columns: readonly Column[], chunk: DuckDBDataChunk): Packed {
  const rows = chunk.rowCount;
  const read = columns.map((column, i) => readColumn(column, duckdb.data_chunk_get_vector(chunk.chunk, i), rows));
  return { rows, columns: read };
}
