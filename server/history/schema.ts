/**
 * Columns of the history, derived from the field tables of the contract. Pure.
 *
 * A table has the fields of its fact kind, then `steps` (the fact's life as JSON) and `hash` (idHash of the key).
 *
 * The key is deliberately no PRIMARY KEY. Its index held 73 bytes a row in memory at 10 million rows, so 1 GB would end
 * near 13 million, and made inserting and replacing several times slower (README.md, Measured). Writes are serialised
 * and replace by key in one transaction, which keeps keys unique; a key is found by its 8-byte hash: the embedded engine
 * sorts hashes in runs behind the writes (embedded/derived).
 */
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../contract/fact.ts';

/** A column, with the role that tells its type. `steps` is a text, `hash` a whole number like a time. */
export interface Column {
  name: string;
  role: FieldRole;
}

/** SQL type of each role. Times are Unix ms. */
export const SQL_TYPES: Record<FieldRole, string> = {
  key: 'VARCHAR',
  dim: 'VARCHAR',
  text: 'VARCHAR',
  time: 'BIGINT',
  num: 'DOUBLE',
  flag: 'BOOLEAN',
  list: 'VARCHAR[]',
};

export const STEPS = 'steps';
export const HASH = 'hash';
/** Ordinal of a row in the embedded engine: rises with each row written, and is no part of what is exported. */
export const ORD = 'ord';

/** The fields of a fact, in the order of the contract. */
export const fieldsOf = (kind: FactKind): Column[] =>
  Object.entries(FACT_FIELDS[kind]).map(([name, role]) => ({ name, role }));

/** All columns of the table of a kind, in order. */
export const columnsOf = (kind: FactKind): Column[] => [
  ...fieldsOf(kind),
  { name: STEPS, role: 'text' },
  { name: HASH, role: 'time' },
];

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The CREATE TABLE statement of a kind. Texts and lives take less than half in zstd of what they take in what the engine
 * would choose, and are read as quickly: a row of bench/history has 145 bytes instead of 198.
 */
export function createTable(kind: FactKind): string {
  const required = new Set(['key', 'list']);
  const lines = columnsOf(kind).map(({ name, role }) => {
    const known = required.has(role) || name === STEPS || name === HASH;
    const packing = role === 'text' ? ' USING COMPRESSION zstd' : '';
    return `  ${quoted(name)} ${SQL_TYPES[role]}${packing}${known ? ' NOT NULL' : ''}`;
  });
  return `CREATE TABLE IF NOT EXISTS ${quoted(kind)} (\n${lines.join(',\n')}\n)`;
}

/** Where the history stands: one row, `epoch` null while it is empty. */
export const CREATE_POSITION =
  'CREATE TABLE IF NOT EXISTS "position" AS SELECT NULL::VARCHAR AS epoch, 0::BIGINT AS seq';

/**
 * 53-bit hash of an id, a whole number ≥ 0. It only narrows a search: whoever uses it compares the id as well. It is
 * stored, so it must never change.
 */
export function idHash(id: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
