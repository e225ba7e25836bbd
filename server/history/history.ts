/**
 * History: all facts, live and long past, for drill-down, comparison and restart. It is derived: filled behind
 * the log, each write atomic with the log position that it includes, and can be rebuilt from the log.
 * One suite (`history.suite.ts`) runs on every implementation.
 */
import type { MessagePort } from 'node:worker_threads';
import type { FactKind, RowsByKind, Step } from '../../contract/fact.ts';
import type { Position } from '../../contract/protocol.ts';
import type { CountAnswer, CountQuery, ListAnswer, ListQuery, TicketAnswer } from '../../contract/query.ts';

/** A fact with its life, as the fold keeps it. `steps` is in the order of compareSteps. */
export type FactRecord = { [K in FactKind]: { kind: K; row: RowsByKind[K]; steps: Step[] } }[FactKind];

/** A query without the city: a history holds one city. */
export type Count = Omit<CountQuery, 'city'>;
export type List = Omit<ListQuery, 'city'>;

export interface History {
  /** Log position that everything in here includes, or null when empty. */
  position(): Promise<Position | null>;
  /**
   * Replaces these facts by id and moves the position, all or nothing. With `null` the position stays as it is: facts
   * that did not come out of the log (a bulk import of past data).
   */
  write(facts: readonly FactRecord[], position: Position | null): Promise<void>;
  /** Counts; see contract/query.ts. `per_10k` cells have den 0: residents are the caller's to add. Throws ConditionError. */
  count(query: Count): Promise<CountAnswer>;
  /** Lists the facts behind a measure. Throws ConditionError, and CursorError for an `after` it did not give. */
  list(query: List): Promise<ListAnswer>;
  ticket(id: string): Promise<TicketAnswer | null>;
  /** The facts with these ids that it has. */
  load(kind: FactKind, ids: readonly string[]): Promise<FactRecord[]>;
  /**
   * Facts that are still open (tickets: open is true; calls: waiting) or were updated at or after `since`, in batches. With
   * `bornBefore` those that were born later may be left out. Unix ms.
   */
  recent(kind: FactKind, since: number, bornBefore?: number): AsyncIterable<FactRecord[]>;
  /** A port through which another thread of this process may ask this history; absent where each may open its own. */
  share?(): MessagePort;
  /**
   * Writes everything, as of one position, as `<kind>.parquet` of each fact kind into a folder that is there. Gives the
   * position; null when empty, and then nothing is written.
   */
  exportTo(dir: string): Promise<Position | null>;
  /** Takes the place of everything in here by what `exportTo` wrote at that position, all or nothing. */
  importFrom(dir: string, position: Position): Promise<void>;
  close(): Promise<void>;
}

/** A page cursor that this history did not give. */
export class CursorError extends Error {}
