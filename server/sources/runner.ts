/**
 * Asks a live source again and again, as long as this server holds the city. The cursor is kept only after everything that
 * was read before it is durable, together with the epoch of the log: after a kill, or on another server, the source is read
 * on from there, and what was taken already changes nothing (rules E2, E3).
 */
import type { Json } from '../../contract/text.ts';
import { calmly } from '../alerts/notify/calmly.ts';
import { LIMITS } from '../ingest/admit.ts';
import { Refused } from '../ingest/refusal.ts';
import type { Lease } from '../lease/lease.ts';
import { StateUnavailable } from '../state/state.ts';
import { deliver, type DeliveryParts } from './deliver.ts';
import { pauseOf } from './pace.ts';
import { seen } from './seen.ts';
import { SourceFault, type OpenSource } from './source.ts';

export interface RunnerParts extends Omit<DeliveryParts, 'seen'> {
  lease: Pick<Lease, 'token' | 'watch'>;
  open: OpenSource;
  /** From one poll to the next, ms. */
  every: number;
  /** Entries of the log that are not folded yet: beyond the bound of the intake nothing is asked. */
  lag(): number;
  /** It answered, though it may have had nothing new. */
  heard(): void;
  random?: () => number;
  onError(error: unknown): void;
}

/** How a source does, as this server knows it. Times are the city's, Unix ms. */
export interface SourceState {
  source: string;
  /** Whether this server asks it now. */
  asking: boolean;
  polls: number;
  failures: number;
  /** Failures since it last answered. */
  failing: number;
  read: number;
  taken: number;
  known: number;
  refused: number;
  /** When it was asked last, and when it last answered to the end. */
  polled: number | null;
  answered: number | null;
  /** From the newest change that it told of to the poll that read it, ms. */
  lag: number | null;
  /** What was wrong last, while it is. */
  error: string | null;
}

export interface SourceRunner {
  state(): SourceState;
  /** Asks at once, also when it is waiting. */
  wake(): void;
  /** Ends when nothing is being taken any more. */
  close(): Promise<void>;
}

interface Kept {
  epoch: string;
  cursor: Json;
}

/** Nothing can be taken or kept now: tried again so often, ms. */
const RETRY_MIN = 100;
const RETRY_MAX = 5_000;
/** The city is not held here: looked at again after, ms. A change of the lease wakes it at once. */
const IDLE = 5_000;

const notNow = (error: unknown): boolean =>
  error instanceof StateUnavailable || (error instanceof Refused && error.status === 503);

/** Starts asking. */
export function startSource(parts: RunnerParts): SourceRunner {
  const { lease, log, state, source, open, every, random = Math.random } = parts;
  const tell = calmly(parts.onError);
  const cursorId = `source:${parts.city.id}:${source}`;
  const remembered = seen();
  const told: SourceState = { source, asking: false, polls: 0, failures: 0, failing: 0, read: 0, taken: 0, known: 0, refused: 0, polled: null, answered: null, lag: null, error: null }; // prettier-ignore
  let cursor: Json | null = null;
  let held: number | null = null;
  let polling: AbortController | null = null;
  let closed = false;
  let woken = false;
  let stir: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms);
      stir = done;
      if (closed || woken) done();
    });
  const mine = (): boolean => !closed && lease.token !== null && lease.token === held;

  /** Does a step until it succeeds, or this server is not to do it any more: false. */
  const insist = async (step: () => Promise<void>): Promise<boolean> => {
    for (let wait = RETRY_MIN; mine(); wait = Math.min(wait * 2, RETRY_MAX)) {
      try {
        await step();
        return true;
      } catch (error) {
        if (!notNow(error)) throw error;
        tell(new Error(`${parts.city.id}: what ${source} said cannot be taken now: ${(error as Error).message}`));
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return false;
  };

  /** Goes on where the last holder was. Another epoch is another log: it is filled from the beginning. */
  const gain = async (token: number): Promise<void> => {
    const kept = (await state.get('cursors', cursorId)) as unknown as Kept | null;
    cursor = kept?.epoch === log.epoch ? kept.cursor : null;
    held = token;
  };

  const poll = async (signal: AbortSignal): Promise<void> => {
    for await (const portion of open.poll(cursor, signal)) {
      const going = await insist(async () => {
        const given = await deliver(portion.items, { ...parts, seen: remembered });
        told.read += given.read;
        told.taken += given.taken;
        told.known += given.known;
        told.refused += given.refused;
        if (given.newest !== null && given.taken > 0) told.lag = Math.max(0, parts.now() - given.newest);
      });
      if (!going) return;
      const next = portion.cursor;
      if (next === undefined || JSON.stringify(next) === JSON.stringify(cursor)) continue;
      const kept = await insist(() => state.put('cursors', cursorId, { epoch: log.epoch, cursor: next }));
      if (!kept) return;
      cursor = next;
    }
  };

  /** One poll. Returns the pause until the next. */
  const turn = async (): Promise<number> => {
    const { token } = lease;
    told.asking = token !== null;
    if (token === null) {
      held = null;
      return IDLE;
    }
    if (held !== token) await gain(token);
    if (parts.lag() > LIMITS.lag) return every;
    told.polls++;
    told.polled = parts.now();
    polling = new AbortController();
    await poll(polling.signal);
    if (!mine()) return 0;
    told.answered = parts.now();
    told.failing = 0;
    told.error = null;
    parts.heard();
    return pauseOf(every, 0, undefined, random());
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      let wait: number;
      woken = false;
      try {
        wait = await turn();
      } catch (error) {
        if (held !== null && !mine()) continue; // broken off because it is not this server's to ask any more
        const { message } = error as Error;
        told.failures++;
        told.failing++;
        told.error = message;
        tell(error instanceof SourceFault ? new Error(`${parts.city.id}: ${source}: ${message}`) : error);
        wait = pauseOf(every, told.failing, error instanceof SourceFault ? error.retryAfter : undefined, random());
      } finally {
        polling = null;
      }
      await pause(wait);
    }
  };
  const wake = (): void => {
    woken = true;
    stir();
  };
  const unwatch = lease.watch((token) => {
    // What is being read is another server's to read now.
    if (token !== held) polling?.abort();
    wake();
  });
  const running = run();
  return {
    state: () => ({ ...told }),
    wake,
    async close() {
      closed = true;
      unwatch();
      polling?.abort();
      stir();
      await running;
      await open.close();
    },
  };
}
