/** Statements to the engine, and their results as packed columns. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBListValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { packColumn, type Packed } from '../columns.ts';
import type { Column } from '../schema.ts';
import type { Param, Statement } from '../sql/params.ts';

const TYPES: Record<Param['type'], DuckDBType> = { text: VARCHAR, int: BIGINT, num: DOUBLE, flag: BOOLEAN };

/** Values and types of a statement as the library takes them. */
export function bound({ params }: Statement): [values: DuckDBValue[], types: DuckDBType[]] {
  const values = params.map((param) => (param.type === 'int' ? BigInt(param.value) : param.value));
  return [values, params.map(({ type }) => TYPES[type])];
}

/** All rows of a result, as arrays. */
export async function rowsOf(connection: DuckDBConnection, statement: Statement): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(statement.sql, ...bound(statement))).getRows();
}

/** A value of the engine as rows have it. */
function plain({ role }: Column, value: DuckDBValue): unknown {
  if (value === null || (role !== 'list' && role !== 'time')) return value;
  return role === 'list' ? (value as DuckDBListValue).items : Number(value);
}

/** Rows of a result, which hold these columns. */
export const packRows = (columns: readonly Column[], rows: readonly DuckDBValue[][]): Packed => ({
  rows: rows.length,
  columns: columns.map((column, i) =>
    packColumn(
      column,
      rows.map((row) => plain(column, row[i]!)),
    ),
  ),
});

/** Chunks of a result, which hold these columns. */
export const packChunks = (columns: readonly Column[], chunks: readonly DuckDBDataChunk[]): Packed[] =>
  chunks.map((chunk) => ({
    rows: chunk.rowCount,
    columns: columns.map((column, i) =>
      packColumn(
        column,
        chunk.getColumnValues(i).map((value) => plain(column, value)),
      ),
    ),
  }));
