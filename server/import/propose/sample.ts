/** What is known of the columns of an unknown file after its first rows. Pure. */
import { cellText } from '../../mapping/take.ts';
import { needsOrder, orderToldBy, recognise } from '../../mapping/times/recognise.ts';
import { isBlank, meaningOf, type ChoiceTarget } from '../../mapping/words.ts';
import { pointTexts } from '../../mapping/place.ts';
import type { Zone } from '../../../contract/time.ts';

/** Rows of which all is looked at; of further ones, only dates. */
export const LOOKED_AT = 1000;
/** Rows that are read for the order of day and month. */
export const ORDER_ROWS = 20_000;
/** Different values of a column that are kept. */
const DISTINCT = 1000;

export interface Column {
  name: string;
  /** Cells that are not blank. */
  filled: number;
  /** Different values and how often each was seen. */
  values: Map<string, number>;
  /** Dates that can only be of one order. */
  mdy: number;
  dmy: number;
  /** Dates of numbers. */
  ordered: number;
}

export interface Sample {
  rows: number;
  columns: Column[];
}

/** Members of a record, objects within opened two levels deep: `properties.id`. */
export function flat(record: Record<string, unknown>, prefix = '', depth = 0): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    const isOpen = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
    const inner = isOpen && depth < 2 && !('coordinates' in value) ? flat(value as Record<string, unknown>, `${prefix}${name}.`, depth + 1) : []; // prettier-ignore
    return inner.length > 0 ? inner : [[prefix + name, value]];
  });
}

/** Takes rows in and tells of their columns. */
export function sampler(): { add(record: Record<string, unknown>): void; sample(): Sample } {
  const columns = new Map<string, Column>();
  let rows = 0;
  const take = (name: string, value: unknown): void => {
    let column = columns.get(name);
    if (!column) {
      if (rows > LOOKED_AT) return;
      columns.set(name, (column = { name, filled: 0, values: new Map(), mdy: 0, dmy: 0, ordered: 0 }));
    }
    // Beyond the sample only what turned out to be dates is looked at.
    if (rows > LOOKED_AT && column.ordered === 0) return;
    const text = cellText(value).trim();
    if (isBlank(text)) return;
    if (text.length <= 60 && needsOrder(text)) {
      column.ordered++;
      const order = orderToldBy(text);
      if (order) column[order]++;
    }
    if (rows > LOOKED_AT) return;
    column.filled++;
    if (column.values.size < DISTINCT || column.values.has(text))
      column.values.set(text, (column.values.get(text) ?? 0) + 1);
  };
  return {
    add(record) {
      rows++;
      for (const [name, value] of flat(record)) take(name, value);
    },
    sample: () => ({ rows: Math.min(rows, LOOKED_AT), columns: [...columns.values()] }),
  };
}

/** Share of the filled cells for which this holds, 0 to 1. */
export function share({ values }: Column, holds: (text: string) => boolean): number {
  let yes = 0;
  let all = 0;
  for (const [text, count] of values) {
    all += count;
    if (holds(text)) yes += count;
  }
  return all === 0 ? 0 : yes / all;
}

/** Share of cells that are times, whatever the order of day and month. */
export const timeShare = (column: Column, tz: Zone): number =>
  share(column, (text) => text.length <= 60 && (!('why' in recognise(text, tz)) || !('why' in recognise(text, tz, 'dmy')) || !('why' in recognise(text, tz, 'mdy')))); // prettier-ignore
export const choiceShare = (column: Column, target: ChoiceTarget): number =>
  share(column, (text) => meaningOf(target, text) !== undefined);
export const numberShare = (column: Column, most: number): number =>
  share(column, (text) => /^[+-]?\d+(?:[.,]\d+)?$/.test(text) && Math.abs(Number(text.replace(',', '.'))) <= most);
export const pointShare = (column: Column): number =>
  share(column, (text) => text.length < 300 && pointTexts(text) !== undefined && !/[A-Za-z]{6,}/.test(text.replace(/point|coordinates|latitude|longitude/gi, ''))); // prettier-ignore
/** Mean length of the different values, characters. */
export const meanLength = ({ values }: Column): number =>
  [...values.keys()].reduce((sum, text) => sum + text.length, 0) / Math.max(1, values.size);
