/**
 * The log: the durable, ordered stream of events of one city. Everything after it is derived from it.
 * One suite (`log.suite.ts`) runs on every implementation. The interface holds for a Redis Stream as well:
 * positions are given by the log, appends are atomic with deduplication, readers pull.
 */
import type { EntryType } from '../../contract/event.ts';

/** An event as it is kept: normalised and masked. */
export interface LogEvent {
  source: string;
  id: string;
  type: EntryType;
  subject: string;
  /** When it happened upstream, Unix ms. */
  at: number;
  data: Record<string, unknown>;
}

/** A logged event with its place. `seq` rises by one from 1; `taken` is when it was appended, Unix ms. */
export interface Entry extends LogEvent {
  seq: number;
  taken: number;
}

/** What became of an appended event: its seq, or the seq of the first one with the same (source, id) (rule E3). */
export interface Appended {
  seq: number;
  known: boolean;
}

export interface Log {
  /** Names this log's life: positions of another epoch mean nothing here. */
  readonly epoch: string;
  /**
   * Appends in order and resolves when all of them are durable (rule E2). Duplicates, also within the batch,
   * are answered with the first one's seq and change nothing. `taken` (Unix ms) comes from the caller's clock.
   * Rejects with LogUnavailable when the store cannot take them; nothing of the batch counts then.
   */
  append(events: readonly LogEvent[], taken: number): Promise<Appended[]>;
  /** Entries with seq > `after`, in order, at most `limit`; empty when there are none yet. Throws LogTrimmed below `first`. */
  read(after: number, limit: number): Promise<Entry[]>;
  /** Seq of the newest entry; 0 when empty. */
  head(): number;
  /** Lowest seq that can still be read; head + 1 when none. */
  first(): number;
  /** Calls back soon after entries became durable (may be once for many). Returns the way to stop it. */
  watch(wake: () => void): () => void;
  /** Lets go of entries up to and including `seq`. Deduplication still knows them. */
  trim(seq: number): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot take or give entries now; try again. */
export class LogUnavailable extends Error {}
/** The entries asked for are no longer in the log; they are in history. */
export class LogTrimmed extends Error {}
