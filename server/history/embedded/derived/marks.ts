/**
 * How far the derived tables of a kind have come, as ordinals of its rows, and the statements that make those tables.
 * What lies below a mark is in the derived table, as it was when it was taken in; what lies above is read from the rows.
 * Marks move in the transaction that fills the tables, so that whoever reads both in one transaction misses nothing.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { FACT_KINDS, type FactKind } from '../../../../contract/fact.ts';
import type { Zone } from '../../../../contract/time.ts';
import { columnsOf, createTable, fieldsOf, HASH, ORD, quoted, type Column } from '../../schema.ts';
import { Params } from '../../sql/params.ts';
import { ROLLUPS, goneName, rollupName, rollupTables, rollupVersion } from '../../sql/rollup.ts';
import { bound, rowsOf } from '../statement.ts';

export interface Marks {
  /** Rows below are in the roll-ups. */
  rolled: number;
  /** Rows below have their texts in the index of grams. */
  indexed: number;
  /** Rows below can be found by hash. */
  hashed: number;
}
export type Mark = keyof Marks;

/** When the index of grams, or of hashes, is made in another way: they are made anew. */
const VERSION = 3;
const whole = (name: string): Column => ({ name, role: 'time' });
const MARKS: Column[] = ['rolled', 'indexed', 'hashed'].map(whole);

/** Texts of a kind that are indexed; the number of a field is its place here. */
export const textsOf = (kind: FactKind): string[] =>
  fieldsOf(kind).flatMap(({ name, role }) => (role === 'text' ? [name] : []));

export const gramsName = (kind: FactKind): string => `${kind}.grams`;
/** The grams of many segments, those of the same gram side by side. */
export const shelvesName = (kind: FactKind): string => `${kind}.shelves`;
/** Ranges of ordinals whose texts are indexed together. */
export const segmentsName = (kind: FactKind): string => `${kind}.segments`;
/** Ordinals that are in the index of grams and gone since. */
export const staleName = (kind: FactKind): string => `${kind}.stale`;
export const idsName = (kind: FactKind): string => `${kind}.ids`;

/** Tables of the indexes: made anew when these are made in another way. */
const indexesOf = (kind: FactKind): string[] =>
  [gramsName, shelvesName, segmentsName, staleName, idsName].map((name) => quoted(name(kind)));

/** Statements that make what is missing of a kind's tables; those of facts first. */
const tablesOf = (kind: FactKind): string[] => [
  ...[gramsName, shelvesName].map(
    (name) => `CREATE TABLE IF NOT EXISTS ${quoted(name(kind))} (gram BIGINT, seg BIGINT, n BIGINT, places BLOB)`,
  ),
  // `live` rows when it was indexed; least and greatest time of birth, and how many have none; whether its grams are on a shelf.
  `CREATE TABLE IF NOT EXISTS ${quoted(segmentsName(kind))} (seg BIGINT, upto BIGINT, live BIGINT, low BIGINT, high BIGINT, unborn BIGINT, shelved BOOLEAN)`,
  `CREATE TABLE IF NOT EXISTS ${quoted(staleName(kind))} (${ORD} BIGINT)`,
  `CREATE TABLE IF NOT EXISTS ${quoted(idsName(kind))} (${HASH} BIGINT, ${ORD} BIGINT)`,
  ...rollupTables(kind),
];

/** Names of a table's columns, in their order. */
async function namesOf(connection: DuckDBConnection, table: string): Promise<string[]> {
  const params = new Params();
  const sql = `SELECT column_name FROM duckdb_columns() WHERE table_name = ${params.text(table)} ORDER BY column_index`;
  const rows = await rowsOf(connection, { sql, params: params.all }, [{ name: 'column_name', role: 'text' }]);
  return rows.map(([name]) => name as string);
}

/**
 * Brings the table of a kind into the shape that it has now, where the file is of a version that had other fields: rows
 * that are there have nothing in new ones. In a file from before there were ordinals they follow its order. Returns
 * whether anything was to be done.
 */
async function reshape(connection: DuckDBConnection, kind: FactKind): Promise<boolean> {
  const wanted: Column[] = [...columnsOf(kind), whole(ORD)];
  const there = await namesOf(connection, kind);
  if (there.join() === wanted.map(({ name }) => name).join()) return false;
  const before = quoted(`${kind}.before`);
  await connection.run(`ALTER TABLE ${quoted(kind)} RENAME TO ${before}`);
  await connection.run(createTable(kind));
  await connection.run(`ALTER TABLE ${quoted(kind)} ADD COLUMN ${ORD} BIGINT`);
  const values = wanted.map(({ name, role }) => {
    if (there.includes(name)) return quoted(name);
    if (name === ORD) return 'rowid';
    return role === 'list' ? '[]' : 'NULL';
  });
  await connection.run(`INSERT INTO ${quoted(kind)} SELECT ${values.join(', ')} FROM ${before}`);
  await connection.run(`DROP TABLE ${before}`);
  return true;
}

/** Empties the roll-ups of a kind: they are made anew. Runs in the transaction of the caller. */
async function forgetRollups(connection: DuckDBConnection, kind: FactKind): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${quoted(goneName(kind))}`);
  // Also those of roll-ups that are not declared any more.
  for (let shape = 0; shape < Math.max(ROLLUPS[kind].length, 16); shape++) {
    await connection.run(`DROP TABLE IF EXISTS ${quoted(rollupName(kind, shape))}`);
  }
  for (const sql of rollupTables(kind)) await connection.run(sql);
}

/** Makes what is missing in a file, and empties what was derived in another way, in one transaction. */
export async function prepare(connection: DuckDBConnection, zone: Zone): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  try {
    await connection.run(
      'CREATE TABLE IF NOT EXISTS derived (kind VARCHAR, version BIGINT, rollups VARCHAR, rolled BIGINT, indexed BIGINT, hashed BIGINT)',
    );
    for (const kind of FACT_KINDS) {
      await connection.run(createTable(kind));
      const reshaped = await reshape(connection, kind);
      const [known] = await rowsOf(
        connection,
        { sql: `SELECT version, rollups FROM derived WHERE kind = '${kind}'`, params: [] },
        [
          { name: 'version', role: 'time' },
          { name: 'rollups', role: 'text' },
        ],
      );
      if (!known) await connection.run(`INSERT INTO derived VALUES ('${kind}', ${VERSION}, '', 0, 0, 0)`);
      if (known && known[0] !== VERSION) {
        for (const name of indexesOf(kind)) await connection.run(`DROP TABLE IF EXISTS ${name}`);
        await connection.run(`UPDATE derived SET version = ${VERSION}, indexed = 0, hashed = 0 WHERE kind = '${kind}'`);
      }
      for (const sql of tablesOf(kind)) await connection.run(sql);
      const rollups = rollupVersion(kind, zone);
      // What has gone is kept with the fields of its time.
      if (known?.[1] === rollups && !reshaped) continue;
      await forgetRollups(connection, kind);
      const params = new Params();
      const sql = `UPDATE derived SET rollups = ${params.text(rollups)}, rolled = 0 WHERE kind = '${kind}'`;
      await connection.run(sql, ...bound({ sql, params: params.all }));
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Empties all that is derived of a kind; its rows have ordinals from `next` on. Runs in the transaction of the caller. */
export async function forget(connection: DuckDBConnection, kind: FactKind, next: number): Promise<void> {
  for (const name of indexesOf(kind)) await connection.run(`DELETE FROM ${name}`);
  await forgetRollups(connection, kind);
  await connection.run(
    `UPDATE derived SET rolled = ${next}, indexed = ${next}, hashed = ${next} WHERE kind = '${kind}'`,
  );
}

/** The marks of a kind as this transaction sees them. */
export async function marksOf(connection: DuckDBConnection, kind: FactKind): Promise<Marks> {
  const sql = `SELECT rolled, indexed, hashed FROM derived WHERE kind = '${kind}'`;
  const [row] = await rowsOf(connection, { sql, params: [] }, MARKS);
  const [rolled, indexed, hashed] = row as [number, number, number];
  return { rolled, indexed, hashed };
}

/** The ordinal after the last one that was given. */
export async function nextOrdinal(connection: DuckDBConnection, kind: FactKind): Promise<number> {
  const { rolled, indexed, hashed } = await marksOf(connection, kind);
  const sql = `SELECT coalesce(max(${ORD}) + 1, 0) AS n FROM ${quoted(kind)} WHERE ${ORD} >= ${Math.max(rolled, indexed, hashed)}`;
  const [row] = await rowsOf(connection, { sql, params: [] }, [{ name: 'n', role: 'time' }]);
  return Math.max(row![0] as number, rolled, indexed, hashed);
}
