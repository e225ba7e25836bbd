/** Counts: from a roll-up where one says it, among candidates where words are looked for, else from the rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { FACT_FIELDS, type FieldRole } from '../../../../contract/fact.ts';
import { measureOf, type Cell } from '../../../../contract/measure.ts';
import type { CountRow } from '../../../../contract/query.ts';
import type { Zone } from '../../../../contract/time.ts';
import type { Count } from '../../history.ts';
import { ORD, type Column } from '../../schema.ts';
import { countSql, limitOf } from '../../sql/count.ts';
import type { Statement } from '../../sql/params.ts';
import { rolledCount } from '../../sql/rollup.ts';
import { candidatesOf, ordinalsOf } from '../derived/candidates.ts';
import { marksOf } from '../derived/marks.ts';
import { narrow } from '../derived/narrow.ts';
import { rowsOf } from '../statement.ts';
import { amongParts, FACTS, fieldsNeeded, over } from './source.ts';

const CELL: Column[] = [
  { name: 'num', role: 'num' },
  { name: 'den', role: 'num' },
];

interface Plan {
  groups: (Statement & { keys: number; start: ((bucket: number) => number) | null }) | null;
  total: Statement;
}

async function planOf(connection: DuckDBConnection, query: Count, zone: Zone): Promise<Plan> {
  const measure = measureOf(query.measure);
  const { fact: kind } = measure;
  const { formula } = narrow(kind, query.filter ?? {});
  const { groups, total } = countSql(query, zone, formula ? FACTS : undefined);
  const plan: Plan = { groups: groups && { ...groups, start: groups.bucket && groups.bucket.start }, total };
  const marks = await marksOf(connection, kind);
  if (!formula) return rolledCount(query, zone, marks.rolled) ?? plan;
  const candidates = await candidatesOf(connection, kind, formula);
  const parts = [...(await amongParts(connection, ordinalsOf(candidates), 'candidate')), `${ORD} >= ${marks.indexed}`];
  const fields = fieldsNeeded(measure, query.filter, query.by ?? []);
  return {
    groups: plan.groups && { ...plan.groups, ...over(kind, fields, parts, plan.groups) },
    total: over(kind, fields, parts, total),
  };
}

/** Whether the cells of all groups of a count add up to its total. */
function addsUp(query: Count): boolean {
  const { fact, kind } = measureOf(query.measure);
  const roles: Record<string, FieldRole> = FACT_FIELDS[fact];
  return kind !== 'quantile' && (query.by ?? []).every((field) => roles[field] === 'dim');
}

/** See contract/query.ts; in the transaction of the connection. Throws ConditionError. */
export async function count(
  connection: DuckDBConnection,
  query: Count,
  zone: Zone,
): Promise<{ rows: CountRow[]; total: Cell }> {
  const { groups, total } = await planOf(connection, query, zone);
  const rows: CountRow[] = [];
  if (groups) {
    const { keys, start } = groups;
    const columns: Column[] = Array.from({ length: keys }, (_, i) => ({ name: `k${i}`, role: 'dim' }));
    if (start) columns.push({ name: 'b', role: 'time' });
    for (const row of await rowsOf(connection, groups, [...columns, ...CELL])) {
      const key = row.slice(0, keys) as (string | null)[];
      const cell = row.slice(-2) as Cell;
      rows.push(start ? { key, bucket: start(row[keys] as number), cell } : { key, cell });
    }
    // All groups are there: one look at the rows was enough.
    if (addsUp(query) && rows.length < limitOf(query)) {
      return { rows, total: rows.reduce<Cell>(([num, den], { cell }) => [num + cell[0], den + cell[1]], [0, 0]) };
    }
  }
  const [sum] = await rowsOf(connection, total, CELL);
  return { rows, total: sum as Cell };
}
