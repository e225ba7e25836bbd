/** Groups of two fields as a table of rows and columns with the weight of each cell. Pure. */
import { measureOf, valueOf } from '../../contract/measure.ts';
import type { ExploreRow } from '../../contract/explore.ts';
import type { Answered } from './behind.ts';

export const MAX_ROWS = 40;
export const MAX_COLUMNS = 16;

export interface Heat {
  rows: (string | null)[];
  columns: (string | null)[];
  /** By row and column; undefined where there is nothing. `step` is 0 (least) to 4. */
  cells: ({ row: ExploreRow; value: number | null; step: number } | undefined)[][];
  /** Rows and columns that are left out. */
  hidden: { rows: number; columns: number };
}

/** Keys in the order in which their largest groups come. */
const firsts = (rows: readonly ExploreRow[], at: 0 | 1): (string | null)[] => [
  ...new Set(rows.map(({ key }) => key[at] ?? null)),
];

/** The table of one measure of an answer without steps. */
export function heatOf({ query, answer }: Answered, at: number): Heat {
  const measure = measureOf(query.measures[at]!);
  const [allRows, allColumns] = [firsts(answer.rows, 0), firsts(answer.rows, 1)];
  const [rows, columns] = [allRows.slice(0, MAX_ROWS), allColumns.slice(0, MAX_COLUMNS)];
  const values = new Map(
    answer.rows.map((row) => [JSON.stringify(row.key), { row, value: valueOf(measure, row.cells[at]) }]),
  );
  const known = [...values.values()].flatMap(({ value }) => (value === null ? [] : [value]));
  const [least, most] = [Math.min(0, ...known), Math.max(...known, 0)];
  // Percentages differ little: they are told apart between their own ends.
  const from = measure.unit === 'percent' && known.length > 0 ? Math.min(...known) : least;
  const step = (value: number | null): number =>
    value === null || most <= from ? 0 : Math.min(4, Math.floor(((value - from) / (most - from)) * 5));
  return {
    rows,
    columns,
    cells: rows.map((row) =>
      columns.map((column) => {
        const found = values.get(JSON.stringify([row, column]));
        return found && { ...found, step: step(found.value) };
      }),
    ),
    hidden: { rows: allRows.length - rows.length, columns: allColumns.length - columns.length },
  };
}
