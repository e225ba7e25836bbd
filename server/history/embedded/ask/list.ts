/** Lists: the newest rows are looked for among the newest first, words among their candidates, totals in a roll-up. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { BIRTH } from '../../../../contract/fact.ts';
import { measureOf, type Measure } from '../../../../contract/measure.ts';
import { DAY, type Range, type Zone } from '../../../../contract/time.ts';
import type { Packed } from '../../columns.ts';
import type { List } from '../../history.ts';
import { fieldsOf, ORD, quoted, type Column } from '../../schema.ts';
import { listSql, placeOf, type ListSql } from '../../sql/list.ts';
import type { Statement } from '../../sql/params.ts';
import { rolledCount } from '../../sql/rollup.ts';
import { candidatesOf, ordinalsOf, type Candidates, type Rows } from '../derived/candidates.ts';
import { marksOf, segmentsName } from '../derived/marks.ts';
import { narrow } from '../derived/narrow.ts';
import { packedRows, rowsOf } from '../statement.ts';
import { amongParts, amongSql, FACTS, fieldsNeeded, over } from './source.ts';

const NUMBER: Column[] = [{ name: 'n', role: 'num' }];
/** How far back rows for a page are looked for before all of them are, ms. */
const REACHES = [DAY, 16 * DAY, 256 * DAY];
/** Candidates that are looked at first for a page; each further time four times as many. */
const FIRST_LOOK = 400;

const numberOf = async (connection: DuckDBConnection, statement: Statement): Promise<number> =>
  (await rowsOf(connection, statement, NUMBER))[0]![0] as number;

/** About when the newest fact was born; a guess is enough. */
async function newest(connection: DuckDBConnection, { fact: kind }: Measure, indexed: number): Promise<number | null> {
  const born = quoted(BIRTH[kind]);
  const sql =
    `SELECT max(born) AS n FROM (SELECT max(high) AS born FROM ${quoted(segmentsName(kind))} ` +
    `UNION ALL SELECT max(${born}) FROM ${quoted(kind)} WHERE ${ORD} >= ${indexed})`;
  const [row] = await rowsOf(connection, { sql, params: [] }, [{ name: 'n', role: 'time' }]);
  return row![0] as number | null;
}

/** The range in which the rest of a list lies, as far as its cursor says. */
function rangeLeft(query: List, { order }: ListSql): Range | null {
  if (!order.newestFirst) return null;
  const { from, to } = query.range ?? { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const value = query.after === undefined ? null : placeOf(order, query.after).value;
  return { from, to: value === null ? to : Math.min(to, value + 1, Number.MAX_SAFE_INTEGER) };
}

async function pageOfAll(connection: DuckDBConnection, query: List, list: ListSql, indexed: number): Promise<Packed[]> {
  const measure = measureOf(query.measure);
  const columns = fieldsOf(measure.fact);
  const left = rangeLeft(query, list);
  if (!left) return packedRows(connection, list.page, columns);
  const latest = Math.min(left.to, (await newest(connection, measure, indexed)) ?? left.to);
  for (const reach of REACHES) {
    if (latest - reach <= left.from) break;
    const { page } = listSql({ ...query, range: { from: latest - reach, to: left.to } });
    const parts = await packedRows(connection, page, columns);
    // Enough of the newest: older ones would come behind them.
    if (parts.reduce((sum, { rows }) => sum + rows, 0) > list.size) return parts;
  }
  // Without a range the list has what is known at any time, which a range would ask as well.
  const { page } = listSql(query.range || query.after !== undefined ? { ...query, range: left } : query);
  return packedRows(connection, page, columns);
}

async function totalOfAll(connection: DuckDBConnection, query: List, list: ListSql, zone: Zone, rolled: number) {
  const measure = measureOf(query.measure);
  const { kind } = measure;
  const asked = { measure: query.measure, filter: query.filter, range: query.range };
  const plan = rolledCount(asked, zone, rolled);
  if (!plan) return numberOf(connection, list.total);
  const [cell] = await rowsOf(connection, plan.total, [...NUMBER, ...NUMBER]);
  const inNum = kind === 'count' || kind === 'rate' || (kind === 'ratio' && query.part === true);
  return cell![inNum ? 0 : 1] as number;
}

/** Candidates that may hold rows of a page, those with the newest first. */
function newestFirst(candidates: readonly Candidates[], { from, to }: Range): Candidates[] {
  return candidates
    .filter(({ low, high }) => high !== null && high >= from && low! < to)
    .sort((a, b) => b.high! - a.high!);
}

/** Among words: the page is taken from the segments that were born last, as many as it needs. */
async function pageOfCandidates(
  connection: DuckDBConnection,
  query: List,
  list: ListSql,
  candidates: readonly Candidates[],
  tail: string,
): Promise<Packed[]> {
  const measure = measureOf(query.measure);
  const kind = measure.fact;
  const all = fieldsOf(kind);
  const names = all.map(({ name }) => name);
  const { order, size } = list;
  const read = async (parts: readonly string[]): Promise<Packed[]> =>
    packedRows(connection, over(kind, names, parts, list.page), all);
  const left = rangeLeft(query, list);
  if (!left || order.field !== BIRTH[kind]) {
    return read([await amongSql(connection, ordinalsOf(candidates), 'candidate'), tail]);
  }
  const queue = newestFirst(candidates, left);
  const born = quoted(order.field);
  // Times of the page's rows so far, and the candidates among which it lies.
  let times: number[] = [];
  const looked: Candidates[] = [];
  const look = async (where: string): Promise<void> => {
    const { page } = listSql(query, FACTS);
    const statement = over(kind, names, [where], {
      sql: `SELECT ${born} AS n FROM (${page.sql})`,
      params: page.params,
    });
    const rows = await rowsOf(connection, statement, [{ name: 'n', role: 'time' }]);
    times = [...times, ...rows.map(([at]) => at as number)].sort((a, b) => b - a).slice(0, size + 1);
  };
  await look(tail);
  for (let most = FIRST_LOOK; queue.length > 0; most *= 4) {
    if (times.length > size && times.at(-1)! > queue[0]!.high!) break;
    const some: Candidates[] = [];
    let sum = 0;
    while (queue.length > 0 && (sum === 0 || sum + queue[0]!.count <= most)) {
      sum += queue[0]!.count;
      some.push(queue.shift()!);
    }
    looked.push(...some);
    await look(await amongSql(connection, ordinalsOf(some.sort((a, b) => a.seg - b.seg)), 'candidate'));
  }
  const least = times.length > size ? times.at(-1)! : left.from;
  const within = `${born} >= ${least} AND `;
  const among = await amongSql(connection, ordinalsOf(looked.sort((a, b) => a.seg - b.seg)), 'candidate');
  return read([`${within}${among}`, `${within}${tail}`]);
}

/** How many of the candidates a list has: counted in the index where it is sure and says all, else among the rows. */
async function totalOfCandidates(
  connection: DuckDBConnection,
  query: List,
  list: ListSql,
  candidates: readonly Candidates[],
  tail: string,
  exact: boolean,
): Promise<number> {
  const measure = measureOf(query.measure);
  const { fact: kind, of, at, part, value } = measure;
  const plain =
    exact && Object.keys(of).length === 0 && value === undefined && !(query.part && part) && at === BIRTH[kind];
  const { from, to } = query.range ?? { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  let counted = 0;
  const others: Rows[] = [];
  for (const one of candidates) {
    if (at === BIRTH[kind] && (one.high === null || one.high < from || one.low! >= to)) continue;
    const inside = one.unborn === 0 && one.low! >= from && one.high! < to;
    if (plain && inside) counted += one.count - one.unsure.count;
    others.push(plain && inside ? one.unsure : one);
  }
  const among = await amongParts(connection, ordinalsOf(others), 'candidate');
  const fields = fieldsNeeded(measure, query.filter, []);
  const rest = await numberOf(connection, over(kind, fields, [...among, tail], list.total));
  return rest + counted;
}

export interface Listed {
  list: ListSql;
  parts: Packed[];
  total: number;
}

/** See contract/query.ts; in the transaction of the connection. The parts may hold one row more than the page. Throws ConditionError and CursorError. */
export async function list(connection: DuckDBConnection, query: List, zone: Zone): Promise<Listed> {
  const measure = measureOf(query.measure);
  const { fact: kind } = measure;
  const { formula, exact } = narrow(kind, query.filter ?? {});
  const statements = listSql(query, formula ? FACTS : undefined);
  const marks = await marksOf(connection, kind);
  if (!formula) {
    const total = await totalOfAll(connection, query, statements, zone, marks.rolled);
    return { list: statements, total, parts: await pageOfAll(connection, query, statements, marks.indexed) };
  }
  const tail = `${ORD} >= ${marks.indexed}`;
  const candidates = await candidatesOf(connection, kind, formula);
  const total = await totalOfCandidates(connection, query, statements, candidates, tail, exact);
  if (total === 0) return { list: statements, total, parts: [] };
  const parts = await pageOfCandidates(connection, query, statements, candidates, tail);
  return { list: statements, total, parts };
}
