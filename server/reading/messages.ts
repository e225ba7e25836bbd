/** What passes between the main thread and the one that reads. A call is of one city, and is answered by its number. */
import type { City } from '../../contract/city.ts';
import type { IssueRow } from '../../contract/fact.ts';
import type { LogEvent } from '../log/log.ts';
import type { ReadRow, ReadTicket } from './said.ts';

/** What of a profile is needed to read. */
export type ReadCity = Pick<City, 'language' | 'places' | 'lexicon' | 'suggestions'>;

export interface Drain {
  /** The city's time, Unix ms. */
  now: number;
  /** Nothing waits to be read: there is time to look at what is known again. */
  idle: boolean;
  /** Issues to which nothing came since `before` are over, and what came before `since` is known no longer, Unix ms. */
  cool?: { before: number; since: number };
  /** Measure anew how often suggestions are right. */
  calibrate: boolean;
}

export interface Drained {
  /** What is to be written into the log. */
  events: LogEvent[];
  figures: Record<string, number>;
}

/** Each call with what it takes and gives. `open` comes first, `known` after all that is restored. */
export interface Calls {
  open: (city: ReadCity) => null;
  restore: (rows: ReadRow[]) => null;
  known: (issues: IssueRow[]) => null;
  learn: (changes: [before: ReadTicket | null, after: ReadTicket][]) => null;
  read: (rows: ReadRow[]) => null;
  drain: (drain: Drain) => Drained;
  /** The city is another server's: what is known of it is forgotten. */
  close: (nothing: null) => null;
}
export type CallName = keyof Calls;

export type Request = {
  [C in CallName]: { id: number; city: string; call: C; given: Parameters<Calls[C]>[0] };
}[CallName];
export type Reply = { id: number; value: unknown } | { id: number; failure: string };
