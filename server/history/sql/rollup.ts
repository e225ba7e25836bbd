/**
 * Roll-ups as SQL: for each day, and each group that walls ask for, the cells of all measures that can be added up. A
 * roll-up holds the rows up to an ordinal, as they were; what became of them since is subtracted and counted anew:
 *
 *   rows now = rolled up − gone since + not rolled up yet
 *
 * so that a count taken from it is that of the rows, at any moment. Days are those of the city's zone.
 */
import { testsOf, type Condition } from '../../../contract/condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../../contract/fact.ts';
import { MEASURES, measureOf, type Measure, type MeasureId } from '../../../contract/measure.ts';
import { DAY, type Range, type Zone } from '../../../contract/time.ts';
import type { Count } from '../history.ts';
import { fieldsOf, ORD, quoted, SQL_TYPES, type Column } from '../schema.ts';
import { bucketSql } from './bucket.ts';
import { cellsSql, cutSql, keySql, largestFirst, type Group } from './count.ts';
import { Params, type Statement } from './params.ts';
import { partSql, populationSql } from './population.ts';

/** Fields that are counted together; a category may be cut to a level. */
export interface Dim {
  field: string;
  level?: number;
}

/** The roll-ups of each kind. A count uses the first that has all that it groups and filters by. */
export const ROLLUPS: Record<FactKind, readonly (readonly Dim[])[]> = {
  ticket: [
    [{ field: 'channel' }, { field: 'urgency' }],
    [{ field: 'unit' }],
    [{ field: 'category' }],
    [{ field: 'district' }, { field: 'category', level: 1 }, { field: 'nature' }],
  ],
  call: [[{ field: 'line' }]],
  mention: [[{ field: 'medium' }, { field: 'sentiment' }, { field: 'district' }]],
  alert: [],
  gauge: [[{ field: 'gauge' }, { field: 'district' }]],
  issue: [],
};

/** Days from which and to which days are rolled up, Unix ms; facts beyond are counted one by one. */
const FIRST = Date.UTC(2000, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/** Measures of a kind that can be added up: not quantiles. */
const measuresOf = (kind: FactKind): Measure[] =>
  (Object.keys(MEASURES) as MeasureId[])
    .map(measureOf)
    .filter((measure) => measure.fact === kind && measure.kind !== 'quantile');

/** Times by which the measures of a kind are placed; null: states. */
const timesOf = (kind: FactKind): (string | null)[] => [
  ...new Set(measuresOf(kind).map((measure) => measure.at ?? null)),
];

/** Name of a roll-up's table. */
export const rollupName = (kind: FactKind, shape: number): string => `${kind}.rollup${shape}`;
/** Name of the table of rows that are in the roll-ups and gone since. */
export const goneName = (kind: FactKind): string => `${kind}.gone`;

/** Columns that roll-ups look at: what has gone keeps them. */
export const goneColumns = (kind: FactKind): Column[] =>
  fieldsOf(kind).filter(({ role }) => role === 'dim' || role === 'time' || role === 'num' || role === 'flag');

/** What roll-ups are made of. When it changes they are made anew. */
export const rollupVersion = (kind: FactKind, zone: Zone): string =>
  JSON.stringify([
    1,
    zone.name,
    ROLLUPS[kind],
    measuresOf(kind).map(({ id, at, of, part, value }) => [id, at, of, part, value]),
  ]);

const cut = ({ field, level }: Dim): string => (level === undefined ? quoted(field) : cutSql(quoted(field), level));

/** Statements that make the tables of a kind's roll-ups where they are missing. */
export function rollupTables(kind: FactKind): string[] {
  const gone = goneColumns(kind).map(({ name, role }) => `${quoted(name)} ${SQL_TYPES[role]}`);
  const tables = [`CREATE TABLE IF NOT EXISTS ${quoted(goneName(kind))} (${gone.join(', ')})`];
  for (const [shape, dims] of ROLLUPS[kind].entries()) {
    const columns = ['"at" VARCHAR', '"day" BIGINT', ...dims.map(({ field }) => `${quoted(field)} VARCHAR`)];
    for (const { id } of measuresOf(kind))
      columns.push(`${quoted(`${id}.num`)} DOUBLE`, `${quoted(`${id}.den`)} DOUBLE`);
    tables.push(`CREATE TABLE IF NOT EXISTS ${quoted(rollupName(kind, shape))} (${columns.join(', ')})`);
  }
  return tables;
}

/** The cells of a measure as sums over rows of which some may not be in its population. */
function sums(measure: Measure, params: Params): [num: string, den: string] {
  const of = populationSql(measure, undefined, undefined, params);
  const facts = `(count(*) FILTER (WHERE ${of}))::DOUBLE`;
  if (measure.kind === 'count' || measure.kind === 'rate') return [facts, '0::DOUBLE'];
  if (measure.kind === 'mean')
    return [`coalesce(sum(${quoted(measure.value!)}) FILTER (WHERE ${of}), 0)::DOUBLE`, facts];
  return [`(count(*) FILTER (WHERE ${of} AND ${partSql(measure, params)}))::DOUBLE`, facts];
}

/** The least and the greatest of each time in `source`: one row, two columns a time in the order of the statements of `rollUp`. */
export function spanSql(kind: FactKind, source: string): string {
  const times = timesOf(kind).filter((at) => at !== null);
  const clipped = (at: string) => `${quoted(at)} >= ${FIRST} AND ${quoted(at)} < ${LAST}`;
  return `SELECT ${times.flatMap((at) => [`min(${quoted(at)}) FILTER (WHERE ${clipped(at)}) AS ${quoted(`${at}.from`)}`, `max(${quoted(at)}) FILTER (WHERE ${clipped(at)}) AS ${quoted(`${at}.to`)}`]).join(', ') || '1 AS one'} FROM ${source}`;
}
export const spanColumns = (kind: FactKind): Column[] =>
  timesOf(kind)
    .filter((at) => at !== null)
    .flatMap((at): Column[] => [
      { name: `${at}.from`, role: 'time' },
      { name: `${at}.to`, role: 'time' },
    ]);

/** Statements that add the rows of `source` to the roll-ups of a kind, or take them away. `spans` is the row of spanSql. */
export function rollUp(
  kind: FactKind,
  zone: Zone,
  source: string,
  spans: readonly (number | null)[],
  sign: 1 | -1,
): Statement[] {
  const times = timesOf(kind);
  const dated = times.filter((at) => at !== null);
  return ROLLUPS[kind].flatMap((dims, shape) =>
    times.flatMap((at) => {
      const params = new Params();
      const groups = dims.map((dim) => `${cut(dim)} AS ${quoted(dim.field)}`);
      let day = 'NULL::BIGINT';
      let where = 'TRUE';
      if (at !== null) {
        const i = dated.indexOf(at) * 2;
        const [from, to] = [spans[i], spans[i + 1]];
        if (from == null || to == null) return [];
        day = bucketSql(zone, 'day', quoted(at), { from, to: to + 1 }).sql;
        where = `${quoted(at)} >= ${params.int(from)} AND ${quoted(at)} <= ${params.int(to)}`;
      }
      const cells: string[] = [];
      const names: string[] = [];
      for (const measure of measuresOf(kind)) {
        if ((measure.at ?? null) !== at) continue;
        const [num, den] = sums(measure, params);
        cells.push(`${sign} * ${num}`, `${sign} * ${den}`);
        names.push(quoted(`${measure.id}.num`), quoted(`${measure.id}.den`));
      }
      const columns = ['"at"', '"day"', ...dims.map(({ field }) => quoted(field)), ...names];
      const keys = columns.slice(1, 2 + dims.length);
      const rows = `SELECT ${params.text(at ?? '')} AS "at", ${day} AS "day", ${groups.join(', ')}, ${cells
        .map((cell, i) => `${cell} AS ${names[i]!}`)
        .join(', ')} FROM ${source} WHERE ${where} GROUP BY ${keys.map((_, i) => i + 2).join(', ')}`;
      const some = names.map((name) => `${name} <> 0`).join(' OR ');
      const into = `INSERT INTO ${quoted(rollupName(kind, shape))} (${columns.join(', ')})`;
      return [
        {
          sql: `${into} SELECT ${columns.join(', ')} FROM (${rows}) WHERE ${some} ORDER BY ${keys.join(', ')}`,
          params: params.all,
        },
      ];
    }),
  );
}

/** The fields by which the rows of a roll-up are groups. */
const keysOf = (kind: FactKind, shape: number): string[] => [
  '"at"',
  '"day"',
  ...ROLLUPS[kind][shape]!.map(({ field }) => quoted(field)),
];

/** About how many groups a roll-up has, as the query of one whole number `n`. */
export const groupsSql = (kind: FactKind, shape: number): string =>
  `SELECT approx_count_distinct(hash(${keysOf(kind, shape).join(', ')})) AS n FROM ${quoted(rollupName(kind, shape))}`;

/** A roll-up with its rows of the same group added up, as the query that its table is filled anew from. */
export function folded(kind: FactKind, shape: number): string {
  const keys = keysOf(kind, shape);
  const cells = measuresOf(kind).flatMap(({ id }) => [quoted(`${id}.num`), quoted(`${id}.den`)]);
  return (
    `SELECT ${keys.join(', ')}, ${cells.map((cell) => `sum(${cell}) AS ${cell}`).join(', ')} ` +
    `FROM ${quoted(rollupName(kind, shape))} GROUP BY ${keys.join(', ')} ` +
    `HAVING ${cells.map((cell) => `sum(${cell}) <> 0`).join(' OR ')} ORDER BY ${keys.join(', ')}`
  );
}

/** Whether a test of a cut category tells the same of the whole one. */
const tellsOf = (level: number, test: Record<string, unknown>): boolean =>
  Object.keys(test).every(
    (name) =>
      name === 'set' || (name === 'under' && test.under !== '' && (test.under as string).split('.').length <= level),
  );

/** Whether a roll-up of these fields can say which rows a condition takes. */
function answers(kind: FactKind, dims: readonly Dim[], condition: Condition): boolean {
  for (const { field, test } of testsOf(kind, condition)) {
    const dim = dims.find((one) => one.field === field);
    const other = [test.lt, test.le, test.gt, test.ge].some((bound) => bound !== undefined);
    if (!dim || other || (dim.level !== undefined && !tellsOf(dim.level, test))) return false;
  }
  return (condition.any ?? []).every((one) => answers(kind, dims, one));
}

/** The days that lie in a range as a whole: by their numbers (local midnight as if UTC), and by their moments. */
function wholeDays(zone: Zone, { from, to }: Range): { days: Range; moments: Range } | null {
  const [low, high] = [Math.max(from, FIRST), Math.min(to, LAST)];
  if (low >= high) return null;
  const numberOf = (at: number): number => Math.floor((at + zone.offset(at)) / DAY) * DAY;
  const startOf = (day: number): number => zone.moment(new Date(day).toISOString().slice(0, 10), 0);
  // A day that FIRST or LAST cuts is not rolled up as a whole.
  const first = zone.dayStart(low) === low ? numberOf(low) : numberOf(low) + DAY;
  const last = numberOf(high);
  if (first >= last) return null;
  return { days: { from: first, to: last }, moments: { from: startOf(first), to: startOf(last) } };
}

export interface RolledCount {
  groups: (Statement & { keys: number; start: ((day: number) => number) | null }) | null;
  total: Statement;
}

/**
 * A count taken from a roll-up that holds all rows with an ordinal below `upTo`; null where none says it. Throws
 * ConditionError.
 */
export function rolledCount(query: Count, zone: Zone, upTo: number): RolledCount | null {
  const measure = measureOf(query.measure);
  const { fact: kind, at } = measure;
  if (upTo <= 0 || measure.kind === 'quantile' || (query.step !== undefined && query.step !== 'day')) return null;
  const roles: Record<string, FieldRole> = FACT_FIELDS[kind];
  const by = [...new Set(query.by)];
  const shape = ROLLUPS[kind].findIndex(
    (dims) =>
      by.every((field) => {
        const dim = dims.find((one) => one.field === field);
        return dim && roles[field] === 'dim' && (dim.level === undefined || (query.level ?? Infinity) <= dim.level);
      }) && answers(kind, dims, query.filter ?? {}),
  );
  if (shape < 0) return null;
  if (query.step !== undefined && (at === undefined || !query.range)) return null;
  const range = query.range ?? { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  if (!Number.isSafeInteger(range.from) || !Number.isSafeInteger(range.to)) return null;
  const whole = at === undefined ? null : wholeDays(zone, range);
  if (at !== undefined && !whole) return null;
  const table = quoted(kind);

  const over = (stepped: boolean, keys: readonly Group[]): Statement => {
    const params = new Params();
    const dayIn = (part: Range): readonly Group[] =>
      stepped ? [...keys, ['b', bucketSql(zone, 'day', quoted(at!), part).sql] as const] : keys;
    const names = [...keys.map(([name]) => name), ...(stepped ? ['b'] : [])];
    const list = names.map((name) => `${name}, `).join('');
    const cells = (part: Range | undefined, groups: readonly Group[], source: string): string =>
      `SELECT ${list}num, den FROM (${cellsSql(measure, { filter: query.filter, range: part }, groups, source, params)})`;
    const parts: string[] = [];
    // Rolled up.
    const scope: Measure = { ...measure, at: undefined, of: {}, value: undefined };
    const wanted = [`"at" = ${params.text(at ?? '')}`, populationSql(scope, query.filter, undefined, params)];
    if (whole) wanted.push(`"day" >= ${params.int(whole.days.from)} AND "day" < ${params.int(whole.days.to)}`);
    const stored = [...keys.map(([name, sql]) => `${sql} AS ${name}`), ...(stepped ? ['"day" AS b'] : [])];
    parts.push(
      `SELECT ${[...stored, `${quoted(`${measure.id}.num`)} AS num`, `${quoted(`${measure.id}.den`)} AS den`].join(', ')} ` +
        `FROM ${quoted(rollupName(kind, shape))} WHERE ${wanted.join(' AND ')}`,
    );
    // Gone since.
    const gone = cells(whole?.moments, whole ? dayIn(whole.moments) : keys, quoted(goneName(kind)));
    parts.push(`SELECT ${list}-num AS num, -den AS den FROM (${gone})`);
    // Not rolled up yet.
    const fresh = `(SELECT * FROM ${table} WHERE ${ORD} >= ${upTo})`;
    parts.push(cells(query.range, query.range ? dayIn(query.range) : keys, fresh));
    // Parts of days at both ends, and what lies before and after all days.
    const old = `(SELECT * FROM ${table} WHERE ${ORD} < ${upTo})`;
    if (whole) {
      for (const edge of [
        { from: range.from, to: whole.moments.from },
        { from: whole.moments.to, to: range.to },
      ]) {
        if (edge.from < edge.to) parts.push(cells(edge, stepped ? dayIn(edge) : keys, old));
      }
    }
    const grouped = names.length > 0 ? ` GROUP BY ${names.join(', ')} HAVING sum(num) <> 0 OR sum(den) <> 0` : '';
    const sql = `SELECT ${list}coalesce(sum(num), 0)::DOUBLE AS num, coalesce(sum(den), 0)::DOUBLE AS den FROM (${parts.join(' UNION ALL ')})${grouped}`;
    return { sql, params: params.all };
  };

  const total = over(false, []);
  const stepped = query.step !== undefined;
  if (by.length === 0 && !stepped) return { groups: null, total };
  const keys = keySql(measure, by, query.level).map((sql, i) => [`k${i}`, sql] as const);
  const groups = over(stepped, keys);
  const start = stepped && query.range ? bucketSql(zone, 'day', quoted(at!), query.range).start : null;
  return {
    groups: {
      sql: largestFirst(groups.sql, query, stepped),
      params: groups.params,
      keys: (query.by ?? []).length,
      start,
    },
    total,
  };
}
