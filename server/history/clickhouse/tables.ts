/**
 * The tables of one city, in a database of its own.
 *
 * `<kind>` is the body of the history: ReplacingMergeTree by id, partitioned by month of birth. Only what is committed
 * comes in here. `<kind>_recent` holds the rows of the last writes, every version of them; `position` says which
 * versions are committed. README.md of this folder says how they are read together.
 *
 * On a cluster each of them is a Distributed table over `<name>_here`, spread by the hash of the id, so that all rows
 * of a fact are on one shard.
 */
import { FACT_KINDS, FACT_FIELDS, type FactKind, type FieldRole } from '../../../contract/fact.ts';
import { fieldsOf, quoted, STEPS } from '../schema.ts';
import { COLUMN_TYPES, type Dialect } from './dialect.ts';

/** Versions that lie in one partition of a `_recent` table; they are dropped together. */
export const VERSIONS_A_PART = 64;

/** Texts that people search. */
export const SEARCHED: Record<FactKind, readonly string[]> = Object.fromEntries(
  FACT_KINDS.map((kind) => {
    const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
    return [
      kind,
      Object.keys(fields).filter((name) => fields[name] === 'text' && name !== 'url' && name !== 'content'),
    ];
  }),
) as unknown as Record<FactKind, readonly string[]>;

export interface Names {
  /** Of the table that queries and inserts name. */
  of(table: string): string;
  /** Of the table that lies on each node. */
  here(table: string): string;
}

/** Names of the tables in a database; on a cluster those on a node have others. */
export function namesIn(database: string, cluster: string | null): Names {
  const named = (table: string): string => `${quoted(database)}.${quoted(table)}`;
  return { of: named, here: (table) => named(cluster === null ? table : `${table}_here`) };
}

export const recentOf = (kind: FactKind): string => `${kind}_recent`;
export const POSITION = 'position';

/** Columns of a fact as they are given back: all fields, then the steps. */
export const factColumns = (kind: FactKind): string[] => [...fieldsOf(kind).map(({ name }) => name), STEPS];

function columnsSql(kind: FactKind): string[] {
  return [
    ...fieldsOf(kind).map(({ name, role }) => `${quoted(name)} ${COLUMN_TYPES[role]}`),
    `${quoted(STEPS)} String`,
    // Month of birth as YYYYMM, UTC; 0: not born yet.
    'month UInt32',
    // 1: the fact lives in another month now.
    'dead UInt8',
    'version UInt64',
    // Which row of a fact counts: the latest, and of one version the living one (old servers fold across months).
    'turn UInt64 DEFAULT version * 2 + 1 - dead',
  ];
}

const POSITION_COLUMNS = [
  'token UInt64',
  'rank UInt64',
  'epoch Nullable(String)',
  'seq Int64',
  'since UInt64',
  'settled UInt64',
  'firsts Array(UInt64)',
  'lasts Array(UInt64)',
];

/** Statements that make everything that is missing on one node. */
export function createTables(database: string, cluster: string | null, dialect: Dialect): string[] {
  const names = namesIn(database, cluster);
  const statements = [`CREATE DATABASE IF NOT EXISTS ${quoted(database)}`];
  const make = (
    table: string,
    columns: readonly string[],
    indexes: readonly string[],
    engine: string,
    spread: string,
  ): void => {
    const lines = [...columns, ...indexes].join(',\n  ');
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${names.here(table)} (\n  ${lines}\n) ENGINE = ${engine}${dialect.durable}`,
    );
    if (cluster === null) return;
    const parts = [quoted(cluster), quoted(database), quoted(`${table}_here`), spread].join(', ');
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${names.of(table)} (\n  ${columns.join(',\n  ')}\n) ENGINE = Distributed(${parts})`,
    );
  };
  for (const kind of FACT_KINDS) {
    const columns = columnsSql(kind);
    const indexes = SEARCHED[kind].flatMap((name) => dialect.textIndex(quoted(name)) ?? []);
    make(kind, columns, indexes, 'ReplacingMergeTree(turn) PARTITION BY month ORDER BY id', 'cityHash64(id)');
    make(
      recentOf(kind),
      columns,
      [],
      `MergeTree() PARTITION BY intDiv(version, ${VERSIONS_A_PART}) ORDER BY (id, version)`,
      'cityHash64(id)',
    );
  }
  make(POSITION, POSITION_COLUMNS, [], 'ReplacingMergeTree(rank) ORDER BY token', 'token');
  return statements;
}

/** Asks a node for the columns of its tables: table, column. Names of databases are letters, digits and `_`. */
export const columnsThere = (database: string): string =>
  `SELECT table, name FROM system.columns WHERE database = '${database}'`;

/**
 * Statements that give tables of a version with fewer fields the new ones. `has` tells the columns that are on a node, by
 * table. The tables on the nodes first: a Distributed table asks them for what it has itself.
 */
export function addColumns(
  database: string,
  cluster: string | null,
  has: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const tables = FACT_KINDS.flatMap((kind) => [kind, recentOf(kind)].map((table) => ({ kind, table })));
  const places = cluster === null ? [''] : ['_here', ''];
  return places.flatMap((place) =>
    tables.flatMap(({ kind, table }) =>
      fieldsOf(kind)
        .filter(({ name }) => has.get(table + place)?.has(name) === false)
        .map(
          ({ name, role }) =>
            `ALTER TABLE ${quoted(database)}.${quoted(table + place)} ADD COLUMN ${quoted(name)} ${COLUMN_TYPES[role]}`,
        ),
    ),
  );
}
