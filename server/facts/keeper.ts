/**
 * Keeps history behind the facts: changed facts are gathered and written in batches with the log position they
 * include. A query may ask that everything folded so far be written first.
 */
import type { FactKind } from '../../contract/fact.ts';
import type { FactRecord, History } from '../history/history.ts';
import type { Change, FactStore } from './store.ts';

export interface Keeper {
  /** Notes changes that were folded up to log position `seq`. */
  note(changes: readonly Change[], seq: number): void;
  /** Resolves when everything noted so far is in history. Rejects when history cannot be written. */
  flush(): Promise<void>;
  /** Log position up to which history has everything. */
  readonly written: number;
  /** Facts that wait to be written. */
  readonly waiting: number;
  /** Whether the newest row of this fact is in history. */
  has(kind: FactKind, id: string): boolean;
  close(): Promise<void>;
}

export interface KeeperOptions {
  /** A write begins at the latest this long after a change, ms of machine time. */
  delay?: number;
  /** Called when a write fails; it is tried again with the next one. */
  onError(error: unknown): void;
}

/** A keeper over a history that includes everything up to `written`. */
export function keeper(
  store: FactStore,
  history: History,
  epoch: string,
  written: number,
  options: KeeperOptions,
): Keeper {
  const { delay = 400, onError } = options;
  let changed = new Map<string, { kind: FactKind; id: string }>();
  let inFlight = new Map<string, { kind: FactKind; id: string }>();
  let seq = written;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const write = async (): Promise<void> => {
    const batch = changed;
    const upTo = seq;
    changed = new Map();
    inFlight = batch;
    const records: FactRecord[] = [];
    for (const { kind, id } of batch.values()) {
      const record = store.record(kind, id);
      if (record) records.push(record);
    }
    try {
      await history.write(records, { epoch, seq: upTo });
      written = upTo;
    } catch (error) {
      for (const [key, fact] of changed) batch.set(key, fact);
      changed = batch;
      throw error;
    } finally {
      inFlight = new Map();
    }
  };
  const start = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    running ??= write().finally(() => {
      running = null;
      if (changed.size > 0 && !closed) arm();
    });
    return running;
  };
  const arm = (): void => {
    timer ??= setTimeout(() => void start().catch(onError), delay);
  };
  return {
    note(changes, upTo) {
      seq = upTo;
      for (const { kind, id } of changes) changed.set(`${kind} ${id}`, { kind, id });
      if (changed.size > 0) arm();
    },
    async flush() {
      if (running) await running;
      if (changed.size > 0 || written < seq) await start();
    },
    get written() {
      return written;
    },
    get waiting() {
      return changed.size + inFlight.size;
    },
    has: (kind, id) => !changed.has(`${kind} ${id}`) && !inFlight.has(`${kind} ${id}`),
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      if (running) await running.catch(onError);
      if (changed.size > 0 || written < seq) await write();
    },
  };
}
