/** Start order does not matter: what cannot be done yet, because a shared store is not there yet, is tried until it can. */
import { HistoryUnavailable } from './history/unavailable.ts';
import { LogUnavailable } from './log/log.ts';
import { RedisDown } from './redis/redis.ts';
import { StateUnavailable } from './state/state.ts';

const PAUSE_MIN = 200;
const PAUSE_MAX = 2_000;
const TELL_EVERY = 10_000;

const isNotNow = (error: unknown): boolean =>
  error instanceof RedisDown ||
  error instanceof LogUnavailable ||
  error instanceof StateUnavailable ||
  error instanceof HistoryUnavailable;

/** Does a step of starting until its store is there, with growing pauses; `onError` is told now and then. Other errors go on. */
export async function patiently<T>(step: () => Promise<T>, onError: (error: unknown) => void): Promise<T> {
  let told = -Infinity;
  for (let pause = PAUSE_MIN; ; pause = Math.min(pause * 2, PAUSE_MAX)) {
    try {
      return await step();
    } catch (error) {
      if (!isNotNow(error)) throw error;
      if (performance.now() - told > TELL_EVERY) onError(error);
      if (performance.now() - told > TELL_EVERY) told = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
