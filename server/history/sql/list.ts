/** Lists as SQL: the facts behind a measure, page by page. */
import { measureOf } from '../../../contract/measure.ts';
import { CursorError, type List } from '../history.ts';
import { fieldsOf, quoted } from '../schema.ts';
import { Params, type Statement } from './params.ts';
import { orderOf, partSql, populationSql, type Order } from './population.ts';

/** Where a page ends: the order's time (null: none) and the id of its last row. */
export interface Place {
  value: number | null;
  id: string;
}

const MAX_LENGTH = 300;
const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** A place as an opaque text of at most 300 characters. */
export function cursorOf(order: Order, { value, id }: Place): string {
  const cursor = encode(JSON.stringify([order.field, value, id]));
  // Long ids in other scripts grow too much in base64; they go as they are.
  return cursor.length <= MAX_LENGTH ? cursor : `~${order.field}~${value ?? ''}~${id}`;
}

function parse(text: string): unknown {
  if (!text.startsWith('~')) return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  const [, field, value, ...id] = text.split('~');
  return [field, value === '' ? null : Number(value), id.join('~')];
}

/** The place of a cursor. Throws CursorError for one that `cursorOf` did not make for this order. */
export function placeOf(order: Order, text: string): Place {
  let parts: unknown;
  try {
    parts = parse(text);
  } catch {
    parts = null;
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw new CursorError('not a cursor of this list');
  const [field, value, id] = parts as unknown[];
  const valid = value === null ? !order.newestFirst : Number.isSafeInteger(value);
  if (field !== order.field || !valid || typeof id !== 'string') throw new CursorError('not a cursor of this list');
  const place = { value: value as number | null, id };
  if (cursorOf(order, place) !== text) throw new CursorError('not a cursor of this list');
  return place;
}

function beyond({ field, newestFirst }: Order, { value, id }: Place, params: Params): string {
  const column = quoted(field);
  const key = quoted('id');
  if (value === null) return `(${column} IS NULL AND ${key} > ${params.text(id)})`;
  const further = newestFirst
    ? `${column} < ${params.int(value)}`
    : `(${column} > ${params.int(value)} OR ${column} IS NULL)`;
  return `(${further} OR (${column} = ${params.int(value)} AND ${key} > ${params.text(id)}))`;
}

export interface ListSql {
  /** One row more than the page has, if there is one: all fields in the order of the contract. */
  page: Statement;
  /** One row: how many facts there are in all. */
  total: Statement;
  order: Order;
  /** Rows of a page. */
  size: number;
}

/**
 * The statements of a list, over `source`: the table of the measure's kind, or something with its columns. Throws
 * ConditionError and CursorError.
 */
export function listSql(query: List, source?: string): ListSql {
  const measure = measureOf(query.measure);
  const order = orderOf(measure);
  const table = source ?? quoted(measure.fact);
  const where = (params: Params): string => {
    const population = populationSql(measure, query.filter, query.range, params);
    return query.part ? `${population} AND ${partSql(measure, params)}` : population;
  };
  const all = new Params();
  const total = { sql: `SELECT count(*)::DOUBLE AS n FROM ${table} WHERE ${where(all)}`, params: all.all };
  const params = new Params();
  let rows = where(params);
  if (query.after !== undefined) rows += ` AND ${beyond(order, placeOf(order, query.after), params)}`;
  const columns = fieldsOf(measure.fact).map(({ name }) => quoted(name));
  const size = Math.max(1, Math.trunc(query.size));
  const direction = order.newestFirst ? 'DESC' : 'ASC';
  const sql =
    `SELECT ${columns.join(', ')} FROM ${table} WHERE ${rows} ` +
    `ORDER BY ${quoted(order.field)} ${direction} NULLS LAST, ${quoted('id')} LIMIT ${size + 1}`;
  return { page: { sql, params: params.all }, total, order, size };
}
