/**
 * Queries: drill-down and comparison over all facts, live or long past. Same filter language as topics, same
 * measures, so the number on the wall and the list behind it agree (rule M2).
 */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { MEASURE_IDS, type Cell } from './measure.ts';
import { STEPS } from './time.ts';
import type { IssueRow, Step, TicketRow } from './fact.ts';
import type { Position } from './protocol.ts';

const closed = { additionalProperties: false } as const;
const Filter = Type.Optional(Condition);
const Range = Type.Object(
  { from: Type.Integer(), to: Type.Integer() },
  { ...closed, description: '[from, to) in Unix ms, over the time field of the measure.' },
);
const City = Type.String({ maxLength: 64 });

/** Counts a measure, grouped by fields and/or by time buckets. */
export const CountQuery = Type.Object(
  {
    city: City,
    measure: Type.Enum([...MEASURE_IDS]),
    filter: Filter,
    range: Type.Optional(Range),
    by: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 3 })),
    level: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3, description: 'Depth at which category codes are cut when grouped.' }),
    ),
    step: Type.Optional(Type.Enum([...STEPS])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  },
  closed,
);
export type CountQuery = Omit<Static<typeof CountQuery>, 'filter'> & { filter?: Condition };

/** One group of a count. `key` follows `by`; a missing value is null. `bucket` is there when `step` was asked for. */
export interface CountRow {
  key: (string | null)[];
  bucket?: number;
  cell: Cell;
}
export interface CountAnswer {
  rows: CountRow[];
  total: Cell;
  position: Position;
}

/**
 * Lists the facts behind a measure: its population, or with `part` only its numerator. Newest first by the
 * measure's time (state measures: by due, soonest first), pages by `after`.
 */
export const ListQuery = Type.Object(
  {
    city: City,
    measure: Type.Enum([...MEASURE_IDS]),
    part: Type.Optional(Type.Boolean()),
    filter: Filter,
    range: Type.Optional(Range),
    size: Type.Integer({ minimum: 1, maximum: 500 }),
    after: Type.Optional(Type.String({ maxLength: 300, description: '`next` of the page before.' })),
  },
  closed,
);
export type ListQuery = Omit<Static<typeof ListQuery>, 'filter'> & { filter?: Condition };
export interface ListAnswer {
  /** Rows of the measure's fact kind. */
  rows: Record<string, unknown>[];
  /** How many there are in all, at this position. */
  total: number;
  next?: string;
  position: Position;
}

/** One ticket with its life. */
export interface TicketAnswer {
  ticket: TicketRow;
  steps: Step[];
  position: Position;
}

/** A hot issue with its life. */
export interface IssueAnswer {
  id: string;
  row: IssueRow;
  steps: Step[];
}
