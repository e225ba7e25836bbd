/** Pure: one field of a group topic to ranked rows. */
import { type Cell, type Measure, valueOf } from '../../contract/measure.ts';
import { amount, number, ratePlaces } from './format.ts';

export interface RankRow {
  key: string;
  name: string;
  /** Bar length, 0–1. */
  share: number;
  text: string;
  value: number | null;
  /** Small text at the end, such as a share of all. */
  extra?: string;
}

/**
 * Rows with the largest value first, unknown values last, ties by key so that rows don't swap places. Bars
 * begin at 0, so that their lengths can be compared; rates share their decimals.
 */
export function rank(
  measure: Measure,
  cells: Readonly<Record<string, Cell>>,
  top: number,
  nameOf: (key: string) => string,
  extra?: (cell: Cell) => string,
): RankRow[] {
  const rows = Object.entries(cells)
    .map(([key, cell]) => ({ key, cell, value: valueOf(measure, cell) }))
    .filter((row) => row.value !== 0 || measure.kind !== 'count')
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || (a.key < b.key ? -1 : 1))
    .slice(0, top);
  const largest = rows[0]?.value ?? 0;
  const places = ratePlaces(largest);
  return rows.map(({ key, cell, value }) => ({
    key,
    name: nameOf(key),
    value,
    share: value === null || largest <= 0 ? 0 : value / largest,
    text: measure.kind === 'rate' ? number(value, places) : amount(measure, value),
    ...(extra ? { extra: extra(cell) } : {}),
  }));
}
