/** Counting for an answer: one call of the history a measure and range, with residents where a rate wants them. */
import type { Condition } from '../../contract/condition.ts';
import type { ExploreQuery } from '../../contract/explore.ts';
import { FACT_FIELDS, type FieldRole } from '../../contract/fact.ts';
import { measureOf, type Cell, type Measure, type MeasureId } from '../../contract/measure.ts';
import type { Position } from '../../contract/protocol.ts';
import type { CountAnswer } from '../../contract/query.ts';
import type { Range, Step } from '../../contract/time.ts';
import { HttpProblem } from '../api/problem.ts';
import type { Count } from '../history/history.ts';

/** Rows that one count may give; a question that needs more is refused. */
const MAX_ROWS = 100_000;
/** Places finer than a district: how many live there is not known. */
const FINER = ['street', 'community', 'cell'];

export interface Counter {
  /** The rows of a measure by key, with buckets where a step is given, and its total. */
  count(measure: Measure, range: Range, options?: { step?: Step; keys?: readonly (string | null)[][] }): Promise<Counted>;
  /** Positions that answers had, each once. */
  readonly positions: Position[];
} // prettier-ignore

export interface Counted {
  /** By `nameOf` key and bucket. */
  cells: Map<string, Cell>;
  /** Keys in the order of the history: largest first. */
  keys: (string | null)[][];
  total: Cell;
}

/** Name of a group and its bucket. */
export const nameOf = (key: readonly (string | null)[], bucket?: number): string => JSON.stringify([...key, bucket]);

/**
 * `filter` narrowed to these groups, where one test of a field can say it: the history then need not count those that are
 * not shown. Otherwise it is as it was.
 */
function narrowed(query: ExploreQuery, keys: readonly (string | null)[][]): Condition {
  const filter: Condition = query.filter ?? {};
  const fields: Record<string, FieldRole> = FACT_FIELDS[measureOf(query.measures[0]!).fact];
  const tests = (query.by ?? []).flatMap((field, i) => {
    const values = [...new Set(keys.map((key) => key[i] ?? null))];
    const plain = fields[field] === 'dim' && !(field === 'category' && query.level !== undefined);
    if (!plain || filter[field] !== undefined || values.includes(null) || values.length > 500) return [];
    return [[field, { in: values as string[] }] as const];
  });
  return { ...filter, ...Object.fromEntries(tests) } as Condition;
}

/** A counter for one question. `signal` ends it between two counts. */
export function counter(
  query: ExploreQuery,
  count: (query: Count) => Promise<CountAnswer>,
  residents: (scope: Condition) => number | undefined,
  signal: AbortSignal,
): Counter {
  const by = query.by ?? [];
  const positions: Position[] = [];
  const people = (key: readonly (string | null)[]): number => {
    if (by.some((field) => FINER.includes(field))) return 0;
    const at = by.indexOf('district');
    if (at < 0) return residents(query.filter ?? {}) ?? 0;
    const district = key[at] ?? null;
    // The facts of a group are within the filter; the people of its district are more where the filter is finer.
    if (district === null || FINER.some((field) => query.filter?.[field] !== undefined)) return 0;
    return residents({ district }) ?? 0;
  };
  return {
    positions,
    async count(measure, range, { step, keys } = {}) {
      signal.throwIfAborted();
      const filter = keys ? narrowed(query, keys) : query.filter;
      const answer = await count({
        measure: measure.id as MeasureId,
        ...(filter && { filter }),
        ...(measure.at !== undefined && { range }),
        ...(by.length > 0 && { by: [...by] }),
        ...(query.level !== undefined && { level: query.level }),
        ...(step && { step }),
        limit: MAX_ROWS + 1,
      });
      if (answer.rows.length > MAX_ROWS)
        throw new HttpProblem(400, '/by', `there are more than ${MAX_ROWS} groups; narrow the filter or the range`);
      const { epoch, seq } = answer.position;
      if (!positions.some((one) => one.epoch === epoch && one.seq === seq)) positions.push(answer.position);
      const rate = measure.kind === 'rate';
      const rows = answer.rows.map(
        ({ key, bucket, cell }) => [key, bucket, rate ? ([cell[0], people(key)] as Cell) : cell] as const,
      );
      const total: Cell = rate ? [answer.total[0], residents(query.filter ?? {}) ?? 0] : answer.total;
      return {
        cells: new Map(rows.map(([key, bucket, cell]) => [nameOf(key, bucket), cell])),
        keys: step ? [] : rows.map(([key]) => key),
        total,
      };
    },
  };
}

/** The cell of a group without facts: a rate still has its residents. */
export function emptyCell(measure: Measure, like?: Cell): Cell {
  return measure.kind === 'rate' ? [0, like?.[1] ?? 0] : [0, 0];
}
