/**
 * Counts as SQL. Each measure kind (contract/measure.ts) becomes a pair of sums over its population; see `cellSql`.
 * The rows of a statement are: key columns k0, k1, …, the bucket number b if asked for, num, den.
 */
import { ConditionError, groupRoles } from '../../../contract/condition.ts';
import { measureOf, type Measure } from '../../../contract/measure.ts';
import type { Zone } from '../../../contract/time.ts';
import type { Count } from '../history.ts';
import { quoted } from '../schema.ts';
import { bucketSql, type BucketSql } from './bucket.ts';
import { Params, type Statement } from './params.ts';
import { partSql, populationSql } from './population.ts';

const DEFAULT_LIMIT = 1000;

export interface CountSql {
  /** The groups, largest num first; null when nothing was grouped by. */
  groups: (Statement & { keys: number; bucket: BucketSql | null }) | null;
  /** The whole population as one cell: num, den. */
  total: Statement;
}

/** A code path cut to its first parts, as `upTo` says how many (1 or more). */
export const cutSql = (column: string, upTo: number): string =>
  upTo < 2
    ? `split_part(${column}, '.', 1)`
    : `regexp_extract(${column}, '^[^.]*([.][^.]*){0,${Math.trunc(upTo) - 1}}')`;

/** Expressions of the fields grouped by. A list counts a fact under each of its members; a category is cut to `level`. */
export function keySql(measure: Measure, by: readonly string[], level: number | undefined): string[] {
  const roles = groupRoles(measure.fact, by);
  return by.map((field, i) => {
    const role = roles[i]!;
    const column = quoted(field);
    if (role === 'list') return `unnest(${column})`;
    if (field !== 'category' || level === undefined) return column;
    return cutSql(column, level);
  });
}

/**
 * Sums the inner rows (keys, value v, part p) to num and den for each group:
 * count, rate: facts, 0. ratio: facts of the part, facts. mean: sum of the values, facts.
 * quantile: the values, each rounded down to the grain, in order: the one of rank ceil(q · n), counted from 1; n.
 */
function cellSql(measure: Measure, groups: readonly string[], inner: string, params: Params): string {
  const names = groups.map((name) => `${name}, `).join('');
  // With groups an absent group has no row; without, the one row is that of the empty population.
  const grouped = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
  if (measure.kind === 'count' || measure.kind === 'rate') {
    return `SELECT ${names}count(*)::DOUBLE AS num, 0::DOUBLE AS den FROM (${inner})${grouped}`;
  }
  if (measure.kind === 'ratio') {
    return `SELECT ${names}(count(*) FILTER (WHERE p))::DOUBLE AS num, count(*)::DOUBLE AS den FROM (${inner})${grouped}`;
  }
  if (measure.kind === 'mean') {
    return `SELECT ${names}coalesce(sum(v), 0)::DOUBLE AS num, count(*)::DOUBLE AS den FROM (${inner})${grouped}`;
  }
  const within = groups.length > 0 ? `PARTITION BY ${groups.join(', ')}` : '';
  const values = `SELECT ${names}v, count(*) AS n FROM (${inner}) GROUP BY ${names}v`;
  const ranks =
    `SELECT ${names}v, sum(n) OVER (${within} ORDER BY v)::DOUBLE AS upto, ` +
    `sum(n) OVER (${within})::DOUBLE AS facts FROM (${values})`;
  return (
    `SELECT ${names}coalesce(min(v) FILTER (WHERE upto >= ceil(${params.num(measure.q!)} * facts)), 0)::DOUBLE AS num, ` +
    `coalesce(max(facts), 0)::DOUBLE AS den FROM (${ranks})${grouped}`
  );
}

/** What a group is told by: the name of its column and the expression over a row. */
export type Group = readonly [name: string, sql: string];

/**
 * The groups of a measure's population with their cells, over the rows of `source` (a table, or a query in brackets with
 * at least the columns that the query names). The values go into `params`.
 */
export function cellsSql(
  measure: Measure,
  query: Pick<Count, 'filter' | 'range'>,
  groups: readonly Group[],
  source: string,
  params: Params,
): string {
  const inputs = groups.map(([name, sql]) => `${sql} AS ${name}`);
  if (measure.kind === 'ratio') inputs.push(`${partSql(measure, params)} AS p`);
  if (measure.value !== undefined) {
    const value = quoted(measure.value);
    const grain = measure.grain === undefined ? null : params.num(measure.grain);
    inputs.push(`${grain === null ? value : `floor(${value} / ${grain}) * ${grain}`} AS v`);
  }
  if (inputs.length === 0) inputs.push('1 AS one');
  const where = populationSql(measure, query.filter, query.range, params);
  const inner = `SELECT ${inputs.join(', ')} FROM ${source} WHERE ${where}`;
  return cellSql(
    measure,
    groups.map(([name]) => name),
    inner,
    params,
  );
}

function statement(measure: Measure, query: Count, groups: readonly Group[], source: string): Statement {
  const params = new Params();
  return { sql: cellsSql(measure, query, groups, source, params), params: params.all };
}

/** Puts the largest groups first and keeps as many as were asked for. `sql` gives k0, k1, …, b if `bucket`, num, den. */
export function largestFirst(sql: string, query: Count, bucket: boolean): string {
  const by = query.by ?? [];
  const fields = [...new Set(by)];
  const order = [...fields.map((_, i) => `k${i} NULLS LAST`), ...(bucket ? ['b'] : [])].join(', ');
  const columns = [...by.map((field) => `k${fields.indexOf(field)}`), ...(bucket ? ['b'] : []), 'num', 'den'];
  return `SELECT ${columns.join(', ')} FROM (${sql}) ORDER BY num DESC, den DESC, ${order} LIMIT ${limitOf(query)}`;
}

/** How many groups a count gives at most. */
export const limitOf = ({ limit }: Pick<Count, 'limit'>): number => Math.max(1, Math.trunc(limit ?? DEFAULT_LIMIT));

/**
 * The statements of a count in a city of this zone, over `source`: the table of the measure's kind, or something with its
 * columns. Throws ConditionError.
 */
export function countSql(query: Count, zone: Zone, source?: string): CountSql {
  const measure = measureOf(query.measure);
  const from = source ?? quoted(measure.fact);
  const total = statement(measure, query, [], from);
  const by = query.by ?? [];
  // Grouping twice by the same field is grouping by it once: a list would otherwise be paired with itself.
  const keys = keySql(measure, [...new Set(by)], query.level).map((sql, i) => [`k${i}`, sql] as const);
  let bucket: BucketSql | null = null;
  if (query.step !== undefined) {
    if (measure.at === undefined) throw new ConditionError('/step', `${measure.id} is a state and has no buckets`);
    bucket = bucketSql(zone, query.step, quoted(measure.at), query.range);
  }
  if (keys.length === 0 && !bucket) return { groups: null, total };
  const groups = statement(measure, query, bucket ? [...keys, ['b', bucket.sql] as const] : keys, from);
  const sql = largestFirst(groups.sql, query, bucket !== null);
  return { groups: { sql, params: groups.params, keys: by.length, bucket }, total };
}
