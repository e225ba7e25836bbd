/**
 * Counts and lists as SQL of ClickHouse, as of one mark. The counterpart of sql/count.ts and sql/list.ts, with which it
 * shares time buckets, orders and cursors.
 */
import { ConditionError, groupRoles } from '../../../contract/condition.ts';
import { BIRTH, type FactKind } from '../../../contract/fact.ts';
import { measureOf, type Measure } from '../../../contract/measure.ts';
import type { Zone } from '../../../contract/time.ts';
import type { Count, List } from '../history.ts';
import { fieldsOf, quoted } from '../schema.ts';
import { bucketSql, type BucketSql } from '../sql/bucket.ts';
import { placeOf, type Place } from '../sql/list.ts';
import { orderOf, type Order } from '../sql/population.ts';
import { conditionSql } from './condition.ts';
import type { Dialect } from './dialect.ts';
import { inSpans, type Mark } from './marks.ts';
import { monthOf } from './rows.ts';
import { factColumns, recentOf, type Names } from './tables.ts';
import { Values, type Statement } from './values.ts';

const DEFAULT_LIMIT = 1000;

/** What statements are made for. */
export interface Scene {
  names: Names;
  dialect: Dialect;
  mark: Mark;
}

/**
 * The rows of a kind as of a mark that fulfil `where`: those of the body, but for facts that were written since, and of
 * those the latest committed version. `columns` are expressions. `body` narrows the body further by its months.
 */
export function rowsAsOf(
  { names, mark }: Scene,
  kind: FactKind,
  columns: readonly string[],
  where: string,
  body = '1',
): string {
  const committed = inSpans(mark.spans);
  const settled = [`dead = 0`, `version >= ${mark.since}`, body, where];
  if (mark.spans.length > 0) {
    // Each node looks among its own recent rows: all rows of a fact are on one node.
    settled.push(`id NOT IN (SELECT id FROM ${names.here(recentOf(kind))} WHERE ${committed})`);
  }
  const bodySql = `SELECT ${columns.join(', ')} FROM ${names.of(kind)} FINAL WHERE ${settled.join(' AND ')}`;
  if (mark.spans.length === 0) return bodySql;
  // Only what is looked at: all versions of a row are sorted with what is read of them.
  const asked = `${columns.join(' ')} ${where}`;
  const read = factColumns(kind).flatMap((name) => (name !== 'id' && asked.includes(quoted(name)) ? quoted(name) : []));
  return (
    `${bodySql} UNION ALL SELECT ${columns.join(', ')} FROM (` +
    `SELECT ${['id', 'version', ...read].join(', ')} FROM ${names.of(recentOf(kind))} WHERE ${committed} ORDER BY version DESC LIMIT 1 BY id) WHERE ${where}`
  );
}

function populationSql(
  measure: Measure,
  query: Pick<Count, 'filter' | 'range'>,
  values: Values,
  dialect: Dialect,
): string {
  const { filter, range } = query;
  const parts = [conditionSql(measure.fact, measure.of, values, dialect)];
  if (filter) parts.push(conditionSql(measure.fact, filter, values, dialect));
  if (measure.value !== undefined) parts.push(`${quoted(measure.value)} IS NOT NULL`);
  if (range && !(Number.isSafeInteger(range.from) && Number.isSafeInteger(range.to))) {
    throw new ConditionError('/range', 'must be whole milliseconds');
  }
  if (measure.at !== undefined) {
    const at = quoted(measure.at);
    parts.push(range ? `${at} >= ${values.int(range.from)} AND ${at} < ${values.int(range.to)}` : `${at} IS NOT NULL`);
  }
  return parts.join(' AND ');
}

const partSql = (measure: Measure, values: Values, dialect: Dialect): string =>
  measure.part ? conditionSql(measure.fact, measure.part, values, dialect) : '1';

/** The months in which facts of this range lie, where the measure goes by the time of birth. */
function monthsSql(measure: Measure, range: Count['range']): string {
  if (measure.at !== BIRTH[measure.fact] || !range || range.to <= range.from) return '1';
  const [from, to] = [monthOf(range.from), monthOf(range.to - 1)];
  // Month 0 holds what no calendar does: such a range is not narrowed.
  return from === 0 || to === 0 ? '1' : `month >= ${from} AND month <= ${to}`;
}

/** Expressions of the fields grouped by. A list counts a fact under each of its members; a category is cut to `level`. */
function keySql(measure: Measure, by: readonly string[], level: number | undefined): string[] {
  const roles = groupRoles(measure.fact, by);
  return by.map((field, i) => {
    const role = roles[i]!;
    const column = quoted(field);
    if (role === 'list') return `arrayJoin(${column})`;
    if (field !== 'category' || level === undefined) return column;
    const cut = `arrayStringConcat(arraySlice(splitByChar('.', ifNull(${column}, '')), 1, ${Math.trunc(level)}), '.')`;
    return `if(${column} IS NULL, NULL, ${cut})`;
  });
}

/** Sums the inner rows (keys, value v, part p) to num and den for each group; see sql/count.ts, which says what they are. */
function cellSql(measure: Measure, groups: readonly string[], inner: string, values: Values): string {
  const names = groups.map((name) => `${name}, `).join('');
  const grouped = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
  if (measure.kind === 'count' || measure.kind === 'rate') {
    return `SELECT ${names}toFloat64(count()) AS num, toFloat64(0) AS den FROM (${inner})${grouped}`;
  }
  if (measure.kind === 'ratio') {
    return `SELECT ${names}toFloat64(countIf(p = 1)) AS num, toFloat64(count()) AS den FROM (${inner})${grouped}`;
  }
  if (measure.kind === 'mean') {
    return `SELECT ${names}toFloat64(sum(v)) AS num, toFloat64(count()) AS den FROM (${inner})${grouped}`;
  }
  // Values by how often they occur, in order; the first at which enough of them are counted.
  const counted = `SELECT ${names}v, count() AS n FROM (${inner}) GROUP BY ${names}v`;
  const lists =
    `SELECT ${names}arraySort(groupArray(v)) AS vs, ` +
    `arrayCumSum(arraySort((x, y) -> y, groupArray(n), groupArray(v))) AS upto, toFloat64(sum(n)) AS facts FROM (${counted})${grouped}`;
  const first = `arrayFirstIndex(x -> x >= ceil(${values.num(measure.q!)} * facts), upto)`;
  return `SELECT ${names}if(facts = 0, toFloat64(0), toFloat64(vs[${first}])) AS num, facts AS den FROM (${lists})`;
}

function statement(
  scene: Scene,
  measure: Measure,
  query: Count,
  groups: readonly (readonly [name: string, sql: string])[],
  finish: (cells: string) => string,
): Statement {
  const values = new Values(scene.dialect);
  const inputs = groups.map(([name, sql]) => `${sql} AS ${name}`);
  if (measure.kind === 'ratio') inputs.push(`materialize(ifNull(${partSql(measure, values, scene.dialect)}, 0)) AS p`);
  if (measure.value !== undefined) {
    const value = `assumeNotNull(${quoted(measure.value)})`;
    const grain = measure.grain === undefined ? null : values.num(measure.grain);
    inputs.push(`${grain === null ? value : `floor(${value} / ${grain}) * ${grain}`} AS v`);
  }
  if (inputs.length === 0) inputs.push('version');
  const where = populationSql(measure, query, values, scene.dialect);
  const inner = rowsAsOf(scene, measure.fact, inputs, where, monthsSql(measure, query.range));
  const names = groups.map(([name]) => name);
  return { sql: finish(cellSql(measure, names, inner, values)), values: values.sent };
}

export interface CountSql {
  /** The groups, largest num first: keys, the bucket's number if asked for, num, den; null: nothing was grouped by. */
  groups: (Statement & { keys: number; bucket: BucketSql | null }) | null;
  /** The whole population as one cell: num, den. */
  total: Statement;
}

/** The statements of a count in a city of this zone. Throws ConditionError. */
export function countSql(scene: Scene, query: Count, zone: Zone): CountSql {
  const measure = measureOf(query.measure);
  const total = statement(scene, measure, query, [], (cells) => `SELECT num, den FROM (${cells})`);
  const by = query.by ?? [];
  // Grouping twice by the same field is grouping by it once: a list would otherwise be paired with itself.
  const fields = [...new Set(by)];
  const keys = keySql(measure, fields, query.level).map((sql, i) => [`k${i}`, sql] as const);
  let bucket: BucketSql | null = null;
  if (query.step !== undefined) {
    if (measure.at === undefined) throw new ConditionError('/step', `${measure.id} is a state and has no buckets`);
    bucket = bucketSql(zone, query.step, `assumeNotNull(${quoted(measure.at)})`, query.range);
  }
  if (keys.length === 0 && !bucket) return { groups: null, total };
  const order = [...keys.map(([name]) => `${name} ASC NULLS LAST`), ...(bucket ? ['b'] : [])].join(', ');
  // A key of the answer may be NULL even where the column of the engine cannot be, as a member of a list.
  const columns = [
    ...by.map((field) => `CAST(k${fields.indexOf(field)} AS Nullable(String)) AS key${fields.indexOf(field)}`),
    ...(bucket ? ['toInt64(b) AS bucket'] : []),
    'num',
    'den',
  ];
  const limit = Math.max(1, Math.trunc(query.limit ?? DEFAULT_LIMIT));
  const groups = statement(
    scene,
    measure,
    query,
    bucket ? [...keys, ['b', scene.dialect.wide(bucket.sql)] as const] : keys,
    (cells) => `SELECT ${columns.join(', ')} FROM (${cells}) ORDER BY num DESC, den DESC, ${order} LIMIT ${limit}`,
  );
  return { groups: { ...groups, keys: by.length, bucket }, total };
}

function beyond({ field, newestFirst }: Order, { value, id }: Place, values: Values): string {
  const column = quoted(field);
  const after = `id > ${values.text(id)}`;
  if (value === null) return `(${column} IS NULL AND ${after})`;
  const further = newestFirst
    ? `${column} < ${values.int(value)}`
    : `(${column} > ${values.int(value)} OR ${column} IS NULL)`;
  return `(${further} OR (${column} = ${values.int(value)} AND ${after}))`;
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

/** The statements of a list. Throws ConditionError and CursorError. */
export function listSql(scene: Scene, query: List): ListSql {
  const measure = measureOf(query.measure);
  const order = orderOf(measure);
  const kind = measure.fact;
  const months = monthsSql(measure, query.range);
  const where = (values: Values): string => {
    const population = populationSql(measure, query, values, scene.dialect);
    return query.part ? `${population} AND ${partSql(measure, values, scene.dialect)}` : population;
  };
  const all = new Values(scene.dialect);
  const total = {
    sql: `SELECT toFloat64(count()) FROM (${rowsAsOf(scene, kind, ['version'], where(all), months)})`,
    values: all.sent,
  };
  const values = new Values(scene.dialect);
  let rows = where(values);
  if (query.after !== undefined) rows += ` AND ${beyond(order, placeOf(order, query.after), values)}`;
  const columns = fieldsOf(kind).map(({ name }) => quoted(name));
  const size = Math.max(1, Math.trunc(query.size));
  const direction = order.newestFirst ? 'DESC' : 'ASC';
  const sql =
    `SELECT ${columns.join(', ')} FROM (${rowsAsOf(scene, kind, columns, rows, months)}) ` +
    `ORDER BY ${quoted(order.field)} ${direction} NULLS LAST, id LIMIT ${size + 1}`;
  return { page: { sql, values: values.sent }, total, order, size };
}
