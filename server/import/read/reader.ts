/**
 * What a reader is: one kind of file, read record by record. A folder `server/import/read/<name>/reader.ts`, found and not
 * registered. Readers hold no more of a file than they need, and everything in it has a bound.
 */
import type { Readable } from 'node:stream';

/** A record with its row: the number that a person finds it by, from 1, the header not counted. */
export type ReadRow = { row: number; record: Record<string, unknown> } | { row: number; bad: string };

/** A file that is being read. */
export interface OpenFile {
  /** What was found out about it, for people: encoding, delimiter, sheet. Complete after the first record. */
  found: Record<string, string>;
  rows: AsyncIterable<ReadRow>;
  /** How many records there are, where that is known before they are read. */
  total?: number;
  close(): Promise<void>;
}

/** What readers read from. */
export interface FileSource {
  /** Where the file lies, unpacked; a reader that needs all of a file at once opens it itself. */
  unpacked(): Promise<string>;
  /** Its bytes from the beginning, unpacked. */
  stream(): Readable;
}

export interface Reader {
  name: string;
  /** How sure it is that a file that begins with this is of its kind, 0 to 1; `name` is that of the file. */
  sniff(head: Buffer, name: string): number;
  /** Throws FileError. */
  open(source: FileSource): Promise<OpenFile>;
}

/** A file that cannot be read, and why. */
export class FileError extends Error {}

export const defineReader = (reader: Reader): Reader => reader;

/** Bounds of what is read. */
export const BOUNDS = {
  /** Characters of a record. */
  record: 1 << 20,
  /** Columns of a table. */
  columns: 2000,
  /** Characters of a cell that are kept. */
  cell: 64 << 10,
  /** Bytes of a workbook, unpacked: it is read as a whole. */
  workbook: 256 << 20,
  /** Bytes of any file, unpacked. */
  file: 64 * 2 ** 30,
};

const cut = (value: unknown): unknown =>
  typeof value === 'string' && value.length > BOUNDS.cell ? value.slice(0, BOUNDS.cell) : value;

/** Names of columns: blank ones get a number, and what stands twice the how-manieth it is. */
export function columnNames(cells: readonly string[]): string[] {
  if (cells.length > BOUNDS.columns) throw new FileError(`has more than ${BOUNDS.columns} columns`);
  const seen = new Map<string, number>();
  return cells.map((cell, i) => {
    const name = cell.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || `column ${i + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Rows of cells before the header that may be a title. */
export const HEADER_WITHIN = 10;

/**
 * Which of the first rows is the header: the first that is nearly as filled as the widest of them. Titles above a table
 * stand in one cell.
 */
export function headerAt(rows: readonly (readonly string[])[]): number {
  const filled = rows.map((cells) => cells.filter((cell) => cell.trim() !== '').length);
  const most = Math.max(0, ...filled);
  return Math.max(
    0,
    filled.findIndex((count) => count >= Math.max(1, most * 0.6)),
  );
}

/** A record of cells by the names of their columns, or what is wrong with their number. */
export function recordOf(names: readonly string[], cells: readonly unknown[], row: number): ReadRow {
  if (cells.slice(names.length).some((cell) => cell !== '' && cell !== null))
    return { row, bad: `has ${cells.length} cells where the header has ${names.length}` };
  // No prototype: a column may have any name.
  const record = Object.create(null) as Record<string, unknown>;
  names.forEach((name, i) => (record[name] = cut(cells[i] ?? '')));
  return { row, record };
}
