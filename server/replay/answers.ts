/** Counts and lists of a moment of the past, from its rows: the same answers as history would have given then. Pure. */
import type { FactKind, Row } from '../../contract/fact.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Position } from '../../contract/protocol.ts';
import type { CountAnswer, CountRow, ListAnswer } from '../../contract/query.ts';
import type { Zone } from '../../contract/time.ts';
import type { Count, FactRecord, List } from '../history/history.ts';
import { cellOf, population, recount } from '../history/recount.ts';
import { cursorOf, placeOf } from '../history/sql/list.ts';
import { orderOf } from '../history/sql/population.ts';

const ROWS = 1000;

export type RowsOf = (kind: FactKind) => readonly (Row | null)[];

function* factsOf(rows: RowsOf, kind: FactKind): Generator<FactRecord> {
  for (const row of rows(kind)) if (row) yield { kind, row, steps: [] } as unknown as FactRecord;
}

/** See contract/query.ts. Throws ConditionError. */
export function countOf(rows: RowsOf, query: Count, zone: Zone, position: Position): CountAnswer {
  const measure = measureOf(query.measure);
  const facts = [...factsOf(rows, measure.fact)];
  const total = cellOf(measure, population(facts, query));
  if (!query.by?.length && !query.step) return { rows: [], total, position };
  const counted = [...recount(facts, query, zone)].map(([name, cell]): CountRow => {
    const parts = JSON.parse(name) as (string | number | null)[];
    const bucket = query.step === undefined ? undefined : (parts.pop() as number);
    return { key: parts as (string | null)[], ...(bucket !== undefined && { bucket }), cell };
  });
  const size = ({ cell: [a, b] }: CountRow): number => (measure.kind === 'count' || measure.kind === 'rate' ? a : b);
  counted.sort((a, b) => size(b) - size(a) || (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
  return { rows: counted.slice(0, query.limit ?? ROWS), total, position };
}

/** See contract/query.ts. Throws ConditionError and CursorError. */
export function listOf(rows: RowsOf, query: List, position: Position): ListAnswer {
  const measure = measureOf(query.measure);
  const order = orderOf(measure);
  const facts = population(factsOf(rows, measure.fact), query, query.part);
  const value = (row: Readonly<Record<string, unknown>>): number | null => (row[order.field] as number | null) ?? null;
  const compare = (a: { value: number | null; id: string }, b: { value: number | null; id: string }): number => {
    if (a.value !== b.value) {
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return order.newestFirst ? b.value - a.value : a.value - b.value;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
  const placed = facts.map((row) => ({ row, value: value(row), id: row['id'] as string })).sort(compare);
  const after = query.after === undefined ? null : placeOf(order, query.after);
  const begin = after ? placed.findIndex((one) => compare(one, after) > 0) : 0;
  const page = begin < 0 ? [] : placed.slice(begin, begin + query.size);
  const last = page.at(-1);
  const more = last !== undefined && begin + query.size < placed.length;
  return {
    rows: page.map(({ row }) => ({ ...row })),
    total: placed.length,
    ...(more && { next: cursorOf(order, last) }),
    position,
  };
}
