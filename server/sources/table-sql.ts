/** The statements by which tables are read: page by page in the order of (cursor, key). Pure. */
import type { TableSource } from '../../contract/source.ts';

/** What differs between databases. */
export interface Dialect {
  /** Quotes a name. */
  name(name: string): string;
  /** An expression as text. */
  text(expression: string): string;
  /** Takes a value in and gives what stands for it. */
  value(value: string, numeric: boolean, values: unknown[]): string;
}

/** Where a page begins: at a cursor, or after a row. */
export type Begin =
  | { from: string; numericCursor: boolean }
  | { after: { cursor: string; key: string }; numericCursor: boolean; numericKey: boolean };

/** Names under which a page gives the cursor and the key as text. */
export const CURSOR = 'hw_cursor';
export const KEY = 'hw_key';
const ROWS = 'hw_rows';

/** The statement of a page and its values. `begin` absent: from the first row. */
export function pageOf(
  source: Pick<TableSource, 'table' | 'select' | 'cursor' | 'key'>,
  dialect: Dialect,
  limit: number,
  begin?: Begin,
): { text: string; values: unknown[] } {
  const rows = dialect.name(ROWS);
  const from = source.select
    ? `(${source.select.trim().replace(/;+\s*$/, '')})`
    : source.table!.split('.').map((part) => dialect.name(part)).join('.'); // prettier-ignore
  const cursor = `${rows}.${dialect.name(source.cursor)}`;
  const key = `${rows}.${dialect.name(source.key)}`;
  const values: unknown[] = [];
  let where = '';
  if (begin && 'from' in begin) where = `WHERE ${cursor} >= ${dialect.value(begin.from, begin.numericCursor, values)}`;
  else if (begin) {
    const { after, numericCursor, numericKey } = begin;
    const at = (): string => dialect.value(after.cursor, numericCursor, values);
    // The first condition lets an index on the cursor be used.
    where = `WHERE ${cursor} >= ${at()} AND (${cursor} > ${at()} OR ${key} > ${dialect.value(after.key, numericKey, values)})`;
  }
  const text = `SELECT ${rows}.*, ${dialect.text(cursor)} AS ${dialect.name(CURSOR)}, ${dialect.text(key)} AS ${dialect.name(KEY)} FROM ${from} AS ${rows} ${where} ORDER BY ${cursor}, ${key} LIMIT ${limit}`;
  return { text, values };
}
