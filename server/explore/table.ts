/** Tables to download: typed columns and rows, from an answer or from a list of facts. Pure. */
import { changeOf, type ExploreAnswer, type ExploreQuery } from '../../contract/explore.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../contract/fact.ts';
import { measureOf, valueOf, type Cell } from '../../contract/measure.ts';
import type { Zone } from '../../contract/time.ts';
import type { Names } from './words.ts';

/** `time`: clock time in the city's zone, as Unix ms as if it were UTC. */
export type Kind = 'text' | 'number' | 'time';
export interface Column {
  name: string;
  kind: Kind;
}
export type Value = string | number | null;
export interface Table {
  columns: Column[];
  rows: Value[][];
}

/** The columns with names of which none is there twice. */
export function distinct(columns: readonly Column[]): Column[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, kind }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { name: times === 1 ? name : `${name} ${times}`, kind };
  });
}

const local = (tz: Zone, at: number): number => at + tz.offset(at);
/** No more digits than a double has to say about a quotient. */
const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(12)));

/** One column of a table: its heading and kind, and what stands in a row. */
interface Part<R> extends Column {
  of(row: R): Value;
}
const tableOf = <R>(parts: readonly Part<R>[], rows: readonly R[]): Table => ({
  columns: distinct(parts),
  rows: rows.map((row) => parts.map((part) => part.of(row))),
});

/** The table of an answer as the screen shows it, with codes beside names. Without groups and steps it is one line of totals. */
export function answerTable(query: ExploreQuery, answer: ExploreAnswer, names: Names, tz: Zone): Table {
  type Row = ExploreAnswer['rows'][number];
  const whole: Row = {
    key: [],
    cells: answer.totals,
    ...(answer.compared && { before: { cells: answer.compared.totals } }),
  };
  const rows = (query.by ?? []).length > 0 || query.step ? answer.rows : [whole];
  const parts: Part<Row>[] = (query.by ?? []).flatMap((field, i): Part<Row>[] => [
    {
      name: names.field(field),
      kind: 'text',
      of: ({ key }) => (key[i] == null ? null : names.value(field, key[i])),
    },
    { name: names.code(field), kind: 'text', of: ({ key }) => key[i] ?? null },
  ]);
  if (query.step) parts.push({ name: names.word('from'), kind: 'time', of: ({ bucket }) => local(tz, bucket!) });
  for (const [i, id] of query.measures.entries()) {
    const measure = measureOf(id);
    const read = (cell: Cell | null | undefined): number | null =>
      rounded(cell == null ? null : valueOf(measure, cell));
    parts.push({ name: names.measure(measure), kind: 'number', of: ({ cells }) => read(cells[i]) });
    if (query.compare && answer.compared && measure.at !== undefined) {
      const change = ({ cells, before }: Row): number | null =>
        rounded(changeOf(measure, read(cells[i]), read(before?.cells[i])));
      parts.push({
        name: names.before(measure, query.compare),
        kind: 'number',
        of: ({ before }) => read(before?.cells[i]),
      });
      parts.push({
        name: names.word(measure.unit === 'percent' ? 'points' : 'change', measure),
        kind: 'number',
        of: change,
      });
    }
    if (query.band && measure.kind === 'count') {
      parts.push({ name: names.word('low', measure), kind: 'number', of: ({ band }) => band?.[i]?.[0] ?? null });
      parts.push({ name: names.word('high', measure), kind: 'number', of: ({ band }) => band?.[i]?.[1] ?? null });
    }
  }
  return tableOf(parts, rows);
}

/**
 * Columns of a list of facts: what the drill-down's list shows of them, and what places them. Neither what citizens said nor
 * who they are.
 */
const LISTED: Record<FactKind, readonly string[]> = {
  ticket: [
    'id', 'title', 'created', 'channel', 'nature', 'category', 'urgency', 'district', 'street', 'community', 'unit', 'status',
    'clock', 'supervision', 'dispatched', 'accepted', 'replied', 'closed', 'due', 'satisfaction', 'rated',
  ],
  call: ['id', 'queued', 'line', 'zone', 'seat', 'answered', 'abandoned', 'ended', 'wait', 'talk', 'ticket'],
  mention: ['id', 'title', 'published', 'medium', 'outlet', 'sentiment', 'district', 'category', 'url'],
  alert: ['id', 'title', 'level', 'status', 'family', 'rule', 'district', 'owner', 'claimedBy', 'raised', 'claimed', 'resolved'],
  gauge: ['id', 'gauge', 'reported', 'value', 'valueUnit', 'district', 'source'],
  issue: ['id', 'title', 'status', 'category', 'district', 'street', 'community', 'began'],
}; // prettier-ignore
/** Fields whose codes have names. */
const CODED = new Set([
  'channel', 'nature', 'category', 'urgency', 'district', 'street', 'unit', 'status', 'clock', 'supervision', 'satisfaction',
  'medium', 'sentiment', 'family', 'owner',
]); // prettier-ignore
/** Durations are kept in ms and told in seconds. */
const DURATIONS = new Set(['wait', 'talk']);

/** Columns of a list of this kind of facts, and what stands in each for a row. */
export function listParts(fact: FactKind, names: Names, tz: Zone): Part<Record<string, unknown>>[] {
  const roles = FACT_FIELDS[fact] as Record<string, FieldRole>;
  const valueName = (field: string): string => (fact === 'alert' && field === 'owner' ? 'unit' : field);
  return LISTED[fact].flatMap((field): Part<Record<string, unknown>>[] => {
    const text = (row: Record<string, unknown>): string | null => (row[field] == null ? null : String(row[field]));
    const name = names.field(field);
    if (roles[field] === 'time')
      return [
        { name, kind: 'time', of: (row) => (typeof row[field] === 'number' ? local(tz, row[field]) : null) },
      ];
    if (roles[field] === 'num') {
      const unit = DURATIONS.has(field) ? 1000 : 1;
      const read = (row: Record<string, unknown>) => (typeof row[field] === 'number' ? row[field] / unit : null);
      return [{ name, kind: 'number', of: read }];
    }
    if (!CODED.has(field)) return [{ name, kind: 'text', of: text }];
    const called = (row: Record<string, unknown>): string | null => {
      const value = text(row);
      return value === null ? null : names.value(valueName(field), value);
    };
    return [
      { name, kind: 'text', of: called },
      { name: names.code(field), kind: 'text', of: text },
    ];
  });
} // prettier-ignore
