/**
 * Exploring: up to four measures over a range, by fields and by time, beside an earlier range and beside what is normal.
 * The same measures and filter language as everywhere (rule M1), so each number is that of the list behind it (M2).
 */
import Type, { type Static } from 'typebox';
import { ALIGNMENTS, type Anchor } from './compare.ts';
import { Condition, type FieldTest } from './condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from './fact.ts';
import { measureOf, MEASURE_IDS, type Cell, type Measure, type MeasureId } from './measure.ts';
import type { Position } from './protocol.ts';
import { nextBucket, STEPS, type Range, type Step, type Zone } from './time.ts';

const closed = { additionalProperties: false } as const;
/** 1 January 2100, UTC. */
const LATEST = 4_102_444_800_000;
const Moment = Type.Integer({ minimum: 0, maximum: LATEST });

/** Groups that an answer has at most, and unless the question says otherwise: without and with steps. */
export const MAX_GROUPS = 2000;
export const MAX_SERIES = 50;
export const DEFAULT_GROUPS = 50;
export const DEFAULT_SERIES = 8;

const members = {
  city: Type.String({ maxLength: 64 }),
  measures: Type.Array(Type.Enum([...MEASURE_IDS]), {
    minItems: 1,
    maxItems: 4,
    uniqueItems: true,
    description: 'The first one ranks the groups.',
  }),
  by: Type.Optional(
    Type.Array(Type.String({ maxLength: 32 }), {
      maxItems: 2,
      uniqueItems: true,
      description: 'Dimension and list fields that the facts of every measure have.',
    }),
  ),
  level: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 3, description: 'Depth at which category codes are cut when grouped.' }),
  ),
  step: Type.Optional(Type.Enum([...STEPS])),
  filter: Type.Optional(Condition),
  range: Type.Object(
    { from: Moment, to: Moment },
    { ...closed, description: '[from, to) in Unix ms. With a step it is widened to whole buckets.' },
  ),
  compare: Type.Optional(Type.Enum([...ALIGNMENTS])),
  band: Type.Optional(Type.Boolean({ description: 'Low and high of what is normal for each bucket; counts by hour or day.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_GROUPS, description: 'Groups at most, largest first.' })),
}; // prettier-ignore

/** What is asked. Measures that hold now (open tickets) have no time: the range, steps and comparison are not for them. */
export const ExploreQuery = Type.Object(members, closed);
export type ExploreQuery = Omit<Static<typeof ExploreQuery>, 'filter'> & { filter?: Condition };

const Word = Type.String({ maxLength: 120 });
/** What a download calls things, as the screen does: headings of fields, and names of values that are not in the profile. */
export const ExploreWords = Type.Object(
  {
    fields: Type.Optional(Type.Record(Type.String({ maxLength: 32 }), Word, { maxProperties: 200 })),
    values: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 32 }),
        Type.Record(Type.String({ maxLength: 64 }), Word, { maxProperties: 80 }),
        {
          maxProperties: 40,
        },
      ),
    ),
  },
  closed,
);
export type ExploreWords = Static<typeof ExploreWords>;

/** Body of a download: the question, and words for its headings. */
export const ExploreDownload = Type.Object({ ...members, words: Type.Optional(ExploreWords) }, closed);
export type ExploreDownload = ExploreQuery & { words?: ExploreWords };

export const DOWNLOAD_FORMATS = ['csv', 'xlsx', 'parquet'] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** A group, a bucket, or a group's bucket. `key` follows `by`; a missing value is null. Cells follow the measures. */
export interface ExploreRow {
  key: (string | null)[];
  /** Start of the bucket, Unix ms. */
  bucket?: number;
  cells: Cell[];
  /** The same in the range compared with; `cells` are null for a measure without a time. No `bucket`: it has no counterpart. */
  before?: { bucket?: number; cells: (Cell | null)[] };
  /** What is normal for the bucket, or for as much of it as has passed: in four of five the count is within. Null: not known. */
  band?: ([low: number, high: number] | null)[];
}

export interface ExploreAnswer {
  /** Groups in order of the first measure, largest first, and of a group its buckets in time. None without `by` and `step`. */
  rows: ExploreRow[];
  totals: Cell[];
  /** The range as it was used. */
  range: Range;
  /** Where time has come to within the range: later buckets have no rows, and the comparison ends as much earlier. */
  until: number;
  compared?: { range: Range; totals: (Cell | null)[]; anchor?: Anchor };
  /** How many groups there are in all; `rows` hold the largest of them. */
  groups: number;
  /** What the band was fitted to, or why there is none: fewer than two weeks with data. */
  normal?: { days: number } | { lacks: 'days' };
  /** The log positions at which it was counted, each once. */
  positions: Position[];
}

/** Fields that facts of every one of these measures can be grouped by, with their roles. */
export function dimensionsOf(measures: readonly MeasureId[]): Map<string, 'dim' | 'list'> {
  const [first, ...rest] = measures.map((id) => FACT_FIELDS[measureOf(id).fact] as Record<string, FieldRole>);
  const fields = Object.entries(first ?? {}).filter(
    ([field, role]) => (role === 'dim' || role === 'list') && rest.every((others) => others[field] === role),
  );
  return new Map(fields as [string, 'dim' | 'list'][]);
}

const testOf = (fact: FactKind, field: string, level: number | undefined, key: string | null) => {
  if (key === null) return { set: false };
  const role = (FACT_FIELDS[fact] as Record<string, FieldRole>)[field];
  if (role === 'list') return { has: key };
  // Codes are cut only where they are longer: a shorter one is a group of itself.
  const cut = field === 'category' && level !== undefined && key.split('.').length === level;
  return cut ? { under: key } : key;
};

/** The condition that holds for the facts of a group and for no other. */
export function groupFilter(query: Pick<ExploreQuery, 'measures' | 'by' | 'level'>, key: readonly (string | null)[]): Condition {
  const { fact } = measureOf(query.measures[0]!);
  const tests = (query.by ?? []).map((field, i): [string, string | FieldTest] => [field, testOf(fact, field, query.level, key[i] ?? null)]);
  return Object.fromEntries(tests) as Condition;
} // prettier-ignore

/** [from, to) that a row's cells count, or with `before` the cells beside them; undefined where there is none. */
export function rowRange(tz: Zone, step: Step | undefined, answer: Pick<ExploreAnswer, 'range' | 'compared'>, row: Pick<ExploreRow, 'bucket' | 'before'>, before = false): Range | undefined {
  const range = before ? answer.compared?.range : answer.range;
  const bucket = before ? row.before?.bucket : row.bucket;
  if (!range || !step) return range;
  if (bucket === undefined) return undefined;
  return { from: Math.max(range.from, bucket), to: Math.min(range.to, nextBucket(tz, step, bucket)) };
} // prettier-ignore

/** How a value changed: in percent of what it was, a percentage in points. Null where one of them is not known or was 0. */
export function changeOf(measure: Pick<Measure, 'unit'>, now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null;
  if (measure.unit === 'percent') return now - before;
  return before === 0 ? null : ((now - before) / before) * 100;
}
