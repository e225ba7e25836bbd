/** Lines of CSV as spreadsheets read it: UTF-8 with a mark at the beginning, and no text that would be taken for a formula. */
import type { Column, Value } from './table.ts';

export const MARK = '\uFEFF';
/** What a spreadsheet takes for a formula, or drops before it looks. */
const FORMULA = /^[=+\-@\t\r]/;

/** Clock time as `2026-11-21 14:30`, with seconds where it has them. */
export function clockText(at: number): string {
  const text = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

function cellText(value: Value, { kind }: Column): string {
  if (value === null) return '';
  if (kind === 'time') return clockText(value as number);
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

/** The line of headings, with the mark before it. */
export const headLine = (columns: readonly Column[]): string =>
  MARK + lineOf(columns.map(({ name }) => cellText(name, { name, kind: 'text' })));

/** A line of cells. */
export const rowLine = (columns: readonly Column[], row: readonly Value[]): string =>
  lineOf(row.map((value, i) => cellText(value, columns[i]!)));
