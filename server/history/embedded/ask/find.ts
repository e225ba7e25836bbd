/** Facts by id: their hashes say where they may be. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FactKind } from '../../../../contract/fact.ts';
import { HASH, ORD, quoted } from '../../schema.ts';
import { idsName, marksOf } from '../derived/marks.ts';
import { rowsOf } from '../statement.ts';

/**
 * Ordinals of the rows whose hash is in `hashes` (a list or a query), upwards; rows of other ids, and ordinals of which
 * the row is gone, may be among them.
 */
export async function ordinalsWith(
  connection: DuckDBConnection,
  kind: FactKind,
  hashes: string,
): Promise<Float64Array> {
  const { hashed } = await marksOf(connection, kind);
  const recent = `SELECT ${ORD} FROM ${quoted(kind)} WHERE ${ORD} >= ${hashed} AND ${HASH} IN (${hashes})`;
  const sorted = `SELECT ${ORD} FROM ${quoted(idsName(kind))} WHERE ${HASH} IN (${hashes})`;
  const sql = hashed > 0 ? `${recent} UNION ALL ${sorted}` : recent;
  const rows = await rowsOf(connection, { sql, params: [] }, [{ name: ORD, role: 'time' }]);
  return Float64Array.from(rows, ([ordinal]) => ordinal as number).sort();
}
