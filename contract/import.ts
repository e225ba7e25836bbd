/** Imports of files as they cross the wire: a file that is sent in pieces, a preview, a job with its progress. */
import Type, { type Static } from 'typebox';
import { Mapping } from './mapping.ts';
import type { Text } from './text.ts';

const closed = { additionalProperties: false } as const;

/**
 * `uploading`: pieces are missing. `uploaded`: all are here, and it was not started. `waiting`: another one runs before it.
 * A job that runs when its server ends goes on when it starts again.
 */
export const IMPORT_PHASES = ['uploading', 'uploaded', 'waiting', 'running', 'paused', 'done', 'failed', 'cancelled'] as const; // prettier-ignore
export type ImportPhase = (typeof IMPORT_PHASES)[number];

/** A piece of a file has at most so many bytes. */
export const PIECE_BYTES = 8 << 20;
/** Rows that a preview shows, and rows that it looks at. */
export const PREVIEW_ROWS = 10;
export const PREVIEW_SAMPLE = 2000;

export const NewImport = Type.Object(
  {
    file: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Name of the file, for people and for its ending.',
    }),
    bytes: Type.Integer({ minimum: 1, maximum: 64 * 2 ** 30 }),
  },
  closed,
);
export type NewImport = Static<typeof NewImport>;

export const PreviewImport = Type.Object({ mapping: Type.Optional(Type.Unknown({ description: 'A mapping; absent: one is proposed.' })) }, closed); // prettier-ignore
export const StartImport = Type.Object({ mapping: Type.Unsafe<Mapping>(Mapping) }, closed);

/** What is said of rows, and of how many: the target in the mapping, and what became of it. */
export interface Reason {
  path: string;
  rule: string;
  count: number;
  /** The first row of which it was said. */
  row: number;
}

export interface ImportJob {
  id: string;
  city: string;
  file: string;
  bytes: number;
  /** Bytes that are here. */
  received: number;
  phase: ImportPhase;
  /** Unix ms. */
  created: number;
  started: number | null;
  ended: number | null;
  /** Name of the key that started it. */
  by: string;
  mapping: Mapping | null;
  /** What was found out about the file. */
  found: Record<string, string>;
  /** Rows read, rows taken, rows refused. */
  rows: number;
  takenRows: number;
  refusedRows: number;
  /** Events that were new, and that were known before. */
  taken: number;
  known: number;
  refused: Reason[];
  remarks: Reason[];
  /** How much of the file is done, 0 to 1. */
  fraction: number;
  /** Rows a second, and seconds that are left; null while it does not run. */
  rate: number | null;
  left: number | null;
  /** Why it failed. */
  error: string | null;
}

/** One row as it would be taken. */
export interface PreviewRow {
  row: number;
  /** The events that it becomes, as they would be kept: masked, with the codes of the city. */
  events: { type: string; subject: string; at: number; data: Record<string, unknown> }[];
  remarks: { path: string; rule: string }[];
  refused: { path: string; rule: string }[];
}

export interface ColumnSample {
  name: string;
  /** Share of rows that have it, 0 to 1. */
  filled: number;
  /** Some values, masked. */
  samples: string[];
}

export interface ImportPreview {
  found: Record<string, string>;
  columns: ColumnSample[];
  mapping: Mapping;
  /** Where the mapping was proposed: how sure each field is, and what a person should look at. */
  proposal: { fields: { target: string; column: string; confidence: number }[]; unused: string[]; doubts: Text[] } | null; // prettier-ignore
  /** Why the mapping cannot be used yet. */
  problem: { path: string; rule: string } | null;
  /** The first rows, refused ones too. */
  rows: PreviewRow[];
  /** Of the rows looked at. */
  looked: number;
  takenRows: number;
  refusedRows: number;
  refused: Reason[];
  remarks: Reason[];
}
