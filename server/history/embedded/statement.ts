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

/** Rows of result chunks, which hold these columns. */
export function packChunks(columns: readonly Column[], chunks: readonly DuckDBDataChunk[], limit = Infinity): Packed {
  const rows = Math.min(
    limit,
    chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0),
  );
  const packed = columns.map((column, i) => {
    const values: DuckDBValue[] = [];
    for (const chunk of chunks) chunk.appendColumnValues(i, values);
    const { role } = column;
    return packColumn(column, rows, (row) => {
      const value = values[row]!;
      if (role === 'list') return (value as DuckDBListValue).items;
      return role === 'time' && value !== null ? Number(value) : value;
    });
  });
  return { rows, columns: packed };
}
