/**
 * The projector: follows the log and folds it, entry by entry in the order of the log. It waits for nothing but
 * the log, and for history where an entry concerns a fact that rests there.
 */
import { factIdOf, type FactKind } from '../../contract/fact.ts';
import type { Clock } from '../clock.ts';
import type { History } from '../history/history.ts';
import type { Entry, Log } from '../log/log.ts';
import type { Keeper } from './keeper.ts';
import { keyOf } from './beside.ts';
import { factOf, type Change, type FactStore } from './store.ts';

export interface ProjectorOptions {
  log: Log;
  store: FactStore;
  history: History;
  keeper: Keeper;
  clock: Clock;
  /** Facts untouched for so long rest in history only, ms. */
  horizon: number;
  /** Position to begin after. */
  from: number;
  /** Told of every batch: its entries, the changes they made, and the position after it. */
  onBatch(entries: readonly Entry[], changes: readonly Change[], seq: number): void;
  onError(error: unknown): void;
}

export interface Projector {
  readonly seq: number;
  /** Resolves when everything that is in the log now is folded. */
  caughtUp(): Promise<void>;
  /**
   * Does work on facts that rest in history while nothing of them is folded: entries about them wait until it is done.
   * Works are done one after the other.
   */
  beside<T>(keys: ReadonlySet<string>, work: () => Promise<T>): Promise<T>;
  /** Stops after the batch at hand. */
  stop(): Promise<void>;
}

const BATCH = 2000;
/** History may be behind by so many facts before folding waits for it. */
const MAX_WAITING = 200_000;
const RETRY_DELAY = 500;

/** Ids of facts in these entries that may rest in history: not here, and not just being born. */
function resting(entries: readonly Entry[], store: FactStore, horizonStart: number): Map<FactKind, string[]> {
  const wanted = new Map<FactKind, Set<string>>();
  for (const entry of entries) {
    const kind = factOf(entry.type);
    if (!kind) continue;
    const id = factIdOf(kind, entry.subject, entry.at);
    if (store.has(kind, id)) continue;
    const born =
      entry.type === 'hotline.ticket.created' ||
      entry.type === 'hotline.call.queued' ||
      entry.type === 'hotline.mention.published' ||
      entry.type === 'hotline.issue.founded' ||
      entry.type === 'hotline.gauge.reported';
    if (born && entry.at >= horizonStart) continue;
    const ids = wanted.get(kind) ?? new Set();
    wanted.set(kind, ids.add(id));
  }
  return new Map([...wanted].map(([kind, ids]) => [kind, [...ids]]));
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  for (const key of a) if (b.has(key)) return true;
  return false;
};

/** Starts following. */
export function startProjector(options: ProjectorOptions): Projector {
  const { log, store, history, keeper, clock, horizon, onBatch, onError } = options;
  let seq = options.from;
  let stopped = false;
  let wake: (() => void) | null = null;
  /** Facts that are being brought from history here, and those that are worked on beside; see keyOf. */
  let fetching: { keys: ReadonlySet<string>; done: Promise<unknown> } | null = null;
  let beside: { keys: ReadonlySet<string>; done: Promise<unknown> } | null = null;
  let works: Promise<unknown> = Promise.resolve();
  const waiters = new Set<{ upTo: number; resolve: () => void }>();
  const unwatch = log.watch(() => wake?.());

  const step = async (): Promise<boolean> => {
    const entries = await log.read(seq, BATCH);
    if (entries.length === 0) return false;
    const changes: Change[] = [];
    const now = clock.now();
    const wanted = resting(entries, store, now - horizon);
    if (wanted.size > 0) {
      const keys = new Set([...wanted].flatMap(([kind, ids]) => ids.map((id) => keyOf(kind, id))));
      while (beside && meet(keys, beside.keys)) await beside.done;
      const restore = async (): Promise<void> => {
        for (const [kind, ids] of wanted) changes.push(...store.restore(await history.load(kind, ids), now));
      };
      const done = restore();
      fetching = { keys, done: done.catch(() => undefined) };
      await done.finally(() => (fetching = null));
    }
    for (const entry of entries) {
      try {
        const change = store.apply(entry, now);
        if (change) changes.push(change);
      } catch (error) {
        // One entry that cannot be folded must not stop the city: it is told, and all others go on.
        onError(new Error(`entry ${entry.seq} (${entry.type} ${entry.subject}) was not folded`, { cause: error }));
      }
    }
    seq = entries.at(-1)!.seq;
    keeper.note(changes, seq);
    onBatch(entries, changes, seq);
    for (const waiter of waiters) {
      if (waiter.upTo > seq) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
    if (keeper.waiting > MAX_WAITING) await keeper.flush();
    return true;
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      let more = false;
      const woken = new Promise<void>((resolve) => (wake = resolve));
      try {
        more = await step();
      } catch (error) {
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
        continue;
      }
      if (more) await new Promise(setImmediate);
      else if (!stopped) await woken;
    }
  };
  const running = run();
  return {
    get seq() {
      return seq;
    },
    caughtUp() {
      const upTo = log.head();
      if (seq >= upTo) return Promise.resolve();
      return new Promise((resolve) => waiters.add({ upTo, resolve }));
    },
    beside(keys, work) {
      const turn = async () => {
        while (fetching && meet(keys, fetching.keys)) await fetching.done;
        const doing = work();
        beside = { keys, done: doing.catch(() => undefined) };
        return doing.finally(() => (beside = null));
      };
      const done = works.then(turn);
      works = done.catch(() => undefined);
      return done;
    },
    async stop() {
      stopped = true;
      unwatch();
      wake?.();
      await running;
    },
  };
}
