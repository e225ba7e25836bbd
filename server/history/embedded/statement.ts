/** Statements to the engine. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { unpackColumn, type Packed } from '../columns.ts';
import type { Column } from '../schema.ts';
import type { Param, Statement } from '../sql/params.ts';
import { readChunk } from './read.ts';

const TYPES: Record<Param['type'], DuckDBType> = { text: VARCHAR, int: BIGINT, num: DOUBLE, flag: BOOLEAN };

/** Values and types of a statement as the library takes them. */
export function bound({ params }: Statement): [values: DuckDBValue[], types: DuckDBType[]] {
  const values = params.map((param) => (param.type === 'int' ? BigInt(param.value) : param.value));
  return [values, params.map(({ type }) => TYPES[type])];
}

/** Runs a statement whose rows hold these columns. */
export async function packedRows(
  connection: DuckDBConnection,
  statement: Statement,
  columns: readonly Column[],
): Promise<Packed[]> {
  const result = await connection.run(statement.sql, ...bound(statement));
  return (await result.fetchAllChunks()).map((chunk) => readChunk(columns, chunk));
}

/** Runs a statement whose rows hold these columns; gives each row as an array of its values. */
export async function rowsOf(
  connection: DuckDBConnection,
  statement: Statement,
  columns: readonly Column[],
): Promise<unknown[][]> {
  const parts = await packedRows(connection, statement, columns);
  return parts.flatMap(({ rows, columns: packed }) => {
    const values = packed.map((column) => unpackColumn(column, rows));
    return Array.from({ length: rows }, (_, row) => values.map((column) => column[row]));
  });
}
