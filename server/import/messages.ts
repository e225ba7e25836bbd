/** What the thread of an import and the server say to each other. */
import type { City } from '../../contract/city.ts';
import type { ImportPreview } from '../../contract/import.ts';
import type { Mapping } from '../../contract/mapping.ts';
import type { LogEvent } from '../log/log.ts';
import type { Said } from '../mapping/refusal.ts';

export interface Task {
  path: string;
  /** What the file was called. */
  file: string;
  city: City;
  /** Of the keyed hash of persons. */
  secret: string;
  /** The city's clock, Unix ms. */
  now: number;
}
export type ThreadTask =
  | (Task & { task: 'preview'; mapping?: unknown })
  /** `skip`: rows that were done before. */
  | (Task & { task: 'run'; mapping: Mapping; skip: number });

/** Some rows on. Whatever is counted is of these rows alone. */
export interface Batch {
  say: 'batch';
  /** Events of whole rows. */
  events: LogEvent[];
  /** Rows read up to here. */
  rows: number;
  takenRows: number;
  refused: { row: number; said: Said[]; record: Record<string, string> }[];
  remarks: { said: Said; row: number }[];
  found: Record<string, string>;
  /** 0 to 1. */
  fraction: number;
}
export type ThreadSays =
  | { say: 'preview'; preview: ImportPreview }
  | Batch
  | { say: 'end' }
  /** The file cannot be read (further). */
  | { say: 'failed'; rule: string };

/** The next batch is wanted. */
export interface Go {
  now: number;
}
