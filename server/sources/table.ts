/**
 * Follows a table of tickets by a column that rises with every change. Rows are read in the order of (cursor, key), so that
 * none is passed over where many have the same cursor; each poll begins a little before where the last one ended, for rows
 * that were committed late. What a row means is for the mapping to say.
 */
import type { Mapping } from '../../contract/mapping.ts';
import type { TableSource } from '../../contract/source.ts';
import type { Json } from '../../contract/text.ts';
import { zone } from '../../contract/time.ts';
import { checkMapping } from '../mapping/check.ts';
import { mapper } from '../mapping/mapper.ts';
import { MappingError } from '../mapping/refusal.ts';
import { SourceError, SourceFault, type Item, type OpenSource, type Portion, type SourceContext } from './source.ts';
import { beginAgain, momentOf, type CursorIs, type Place } from './table-cursor.ts';
import type { Begin } from './table-sql.ts';

/** A row as the database gave it: columns as text, null where they are null. */
export interface TableRow {
  record: Record<string, string | null>;
  cursor: string | null;
  key: string | null;
}

/** A page of rows, and what its cursor and key columns hold. */
export interface TablePage {
  rows: TableRow[];
  cursorIs: CursorIs;
  numericKey: boolean;
}

/** A connection to a database. It connects when it is needed, and anew after an error. */
export interface TableLink {
  /** Rows in order, in a transaction that only reads. Rejects when the database cannot be asked. */
  page(limit: number, begin?: Begin): Promise<TablePage>;
  close(): Promise<void>;
}

const OVERLAP = 60;
const BATCH = 500;
const ROWS = 20_000;

/** The mapping of a source: the name and the source of its events are the source's own. */
export const mappingOf = (source: TableSource): unknown => ({ ...source.mapping, name: 'live', source: source.source });

/** Checks what the schema cannot. Throws SourceError. */
export function checkTable(source: TableSource): void {
  if ((source.table === undefined) === (source.select === undefined))
    throw new SourceError('/table', 'or select is required, and not both');
  if (source.urlEnv === undefined) {
    for (const name of ['host', 'database', 'user'] as const)
      if (source[name] === undefined) throw new SourceError(`/${name}`, 'is required, or urlEnv in its place');
  }
  if (source.select !== undefined && !/^\s*(?:select|with)\b/i.test(source.select))
    throw new SourceError('/select', 'must begin with SELECT or WITH');
  try {
    const { columns } = checkMapping(mappingOf(source));
    if (columns.id === undefined) throw new SourceError('/mapping/columns/id', 'is required');
  } catch (error) {
    if (error instanceof MappingError) throw new SourceError(`/mapping${error.path}`, error.rule);
    throw error;
  }
}

/** Columns that the mapping reads; and those of them that say who asks. */
function columnsOf({ columns }: Mapping): { all: Set<string>; requester: Set<string> } {
  const named = (target: keyof Mapping['columns']): string[] => {
    const given = columns[target];
    return typeof given === 'string' ? [given] : [given?.column ?? []].flat();
  };
  const all = new Set(Object.keys(columns).flatMap((target) => named(target as keyof Mapping['columns'])));
  return { all, requester: new Set(named('requester')) };
}

/** A row as it may be kept in the quarantine: mapped columns only, and who asks under the name that is hashed there. */
function keepable(
  { record, key }: TableRow,
  { all, requester }: ReturnType<typeof columnsOf>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = { key };
  for (const name of all)
    if (Object.hasOwn(record, name)) kept[requester.has(name) ? 'requester' : name] = record[name];
  return kept;
}

/** Opens a source that reads a table through `link`. */
export function openTable(source: TableSource, context: SourceContext, link: TableLink): OpenSource {
  const mapping = checkMapping(mappingOf(source));
  const read = mapper(mapping);
  const tz = zone(mapping.timeZone);
  const columns = columnsOf(mapping);
  const batch = source.batch ?? BATCH;
  const most = source.rowsPerPoll ?? ROWS;

  const itemOf = (row: TableRow, is: CursorIs): Item => {
    const key = row.key ?? `?${JSON.stringify(row.record)}`.slice(0, 500);
    const mapped = read(row.record);
    const changed = row.cursor === null ? null : momentOf(row.cursor, is, tz);
    if ('refused' in mapped) {
      const [first, ...more] = mapped.refused;
      const also = more.length === 0 ? '' : `; also ${more.map(({ path, rule }) => `${path} ${rule}`).join('; ')}`;
      const refused = { path: first?.path ?? '', rule: (first?.rule ?? 'cannot be read') + also.slice(0, 500) };
      return { key, record: keepable(row, columns), read: { refused } };
    }
    const { subject } = mapped.events[0]!;
    return { key, record: row.record, read: { snapshot: { subject, events: mapped.events, changed } } };
  };

  const beginOf = (place: Place | null, numericKey: boolean): Begin | undefined => {
    if (place === null) {
      const { since } = source;
      return since === undefined ? undefined : { from: since, numericCursor: /^-?\d+$/.test(since) };
    }
    const numericCursor = place.is === 'number';
    if (place.more) return { after: place, numericCursor, numericKey };
    return { from: beginAgain(place, source.overlap ?? OVERLAP, context.now(), tz), numericCursor };
  };

  return {
    async *poll(kept: Json | null, signal: AbortSignal): AsyncGenerator<Portion> {
      const known = kept as unknown as (Place & { numericKey: boolean }) | null;
      let place: Place | null = known;
      let numericKey = known?.numericKey ?? false;
      for (let rows = 0; rows < most && !signal.aborted;) {
        let page: TablePage;
        try {
          page = await link.page(batch, beginOf(place, numericKey));
        } catch (error) {
          throw new SourceFault(`the database: ${(error as Error).message}`);
        }
        const { cursorIs } = page;
        ({ numericKey } = page);
        rows += page.rows.length;
        const items = page.rows.map((row) => itemOf(row, cursorIs));
        const last = page.rows.at(-1);
        const end = page.rows.length < batch;
        if (last && (last.cursor === null || last.key === null))
          throw new SourceFault(`the columns ${source.cursor} and ${source.key} must not be null`);
        if (last) place = { cursor: last.cursor!, key: last.key!, is: cursorIs, more: !end };
        else if (place) place = { ...place, more: false };
        // A cursor in the future would hide what is changed until then.
        yield { items, ...(place && { cursor: { ...place, numericKey } as unknown as Json }) };
        if (end) return;
      }
    },
    close: () => link.close(),
  };
}
