/**
 * Reads all requests of a range of time from a server that gives a part of them at a time: by pages where it has them, and
 * where it has none by asking for shorter ranges, until one is answered whole.
 */
import { DAY, MINUTE } from '../../../contract/time.ts';
import { SourceFault, type Item } from '../source.ts';
import type { Client } from './client.ts';

/** From and to, Unix ms; `to` absent: up to now. */
export interface Range {
  from: number;
  to?: number;
}

/** Which time of a request a range is of. */
export type By = 'requested' | 'updated';
const NAMES = {
  requested: { from: 'start_date', to: 'end_date', member: 'requested_datetime' },
  updated: { from: 'updated_after', to: 'updated_before', member: 'updated_datetime' },
} as const;

/** The standard lets a server stop after so many. */
const STANDARD_MAX = 1000;
/** A range that is as short as this is not divided any more, ms. */
const SHORTEST = 2 * MINUTE;
/** Servers whose clocks or zones differ: so far outside of what was asked for is still as asked, ms. */
const TOLERANCE = DAY;
const PAGES_MAX = 1000;

/** Without ms: the standard's form. */
const written = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

export interface RangeReading {
  client: Client;
  by: By;
  pageSize?: number;
  read(record: unknown): Item;
  /** The time of a record that the range is of; null: not told. */
  timeOf(item: Item): number | null;
  signal: AbortSignal;
}

/** What became of a range. */
export type Outcome =
  /** All of it was given. */
  | 'whole'
  /** More may lie in it than the server gives at once: ask for parts of it. */
  | 'cut'
  /** The server does not look at the range: it gave what lies far outside. */
  | 'ignored';

/** A reply that has as many as a server might stop at. */
const looksCut = (rows: number): boolean => rows >= STANDARD_MAX || (rows >= 20 && rows % 10 === 0);

/** Reads the pages of a range. Gives the records of each that were not on one before, then what became of the range. */
export async function* readRange(range: Range, reading: RangeReading): AsyncGenerator<Item[], Outcome> {
  const { client, by, pageSize, read, timeOf, signal } = reading;
  const names = NAMES[by];
  const from = Math.floor(range.from / 1000) * 1000;
  const to = range.to === undefined ? undefined : Math.ceil(range.to / 1000) * 1000;
  const params = {
    [names.from]: written(from),
    ...(to !== undefined && { [names.to]: written(to) }),
    ...(pageSize !== undefined && { page_size: String(pageSize) }),
  };
  const known = new Set<string>();
  let first = 0;
  let ignored = false;
  for (let page = 1; page <= PAGES_MAX; page++) {
    let records: unknown[];
    try {
      records = await client.list('requests', { ...params, ...(page > 1 && { page: String(page) }) }, signal);
    } catch (error) {
      // A server without pages may refuse to hear of one; one that has them may refuse one that is not there.
      if (page > 1 && error instanceof SourceFault && [400, 404, 422].includes(error.status ?? 0)) break;
      throw error;
    }
    const items = records.map(read);
    const fresh = items.filter(({ key }) => !known.has(key));
    for (const { key } of items) known.add(key);
    ignored ||= items.some((item) => {
      const at = timeOf(item);
      return at !== null && (at < from - TOLERANCE || (to !== undefined && at > to + TOLERANCE));
    });
    if (fresh.length > 0) yield fresh;
    if (page === 1) first = records.length;
    // A page that is empty, or shorter than it may be, is the last: nothing is left.
    if (records.length === 0 || (pageSize !== undefined && records.length < pageSize))
      return ignored ? 'ignored' : 'whole';
    // The same again: it knows no pages.
    if (fresh.length === 0) break;
  }
  if (ignored) return 'ignored';
  return known.size <= first && looksCut(first) ? 'cut' : 'whole';
}

/** The halves of a range, the later one first; null: it is too short to be divided. */
export function halves({ from, to }: Required<Range>): [Required<Range>, Required<Range>] | null {
  if (to - from <= SHORTEST) return null;
  const middle = Math.floor((from + to) / 2000) * 1000;
  return [
    { from: middle, to },
    { from, to: middle },
  ];
}
