/** The same events for every log, and how quickly something takes them. */
import type { LogEvent } from '../../server/log/log.ts';
import { lifeEvent } from '../../tests/support/events.ts';

export const BATCH = 1000;
export const IN_FLIGHT = 4;

/** Events of whole lives as a log is given them, in batches. `total` is a multiple of BATCH. */
export function logBatches(total: number): LogEvent[][] {
  const now = Date.now();
  return Array.from({ length: total / BATCH }, (_, b) =>
    Array.from({ length: BATCH }, (_, i): LogEvent => {
      const { source, id, type, subject, time, data } = lifeEvent(b * BATCH + i, now);
      return { source, id, type: type as LogEvent['type'], subject, at: Date.parse(time), data };
    }),
  );
}

/** Events a second of `send`, which is given one batch after the other, `IN_FLIGHT` at a time. */
export async function rateOf<T>(batches: readonly T[], send: (batch: T) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const running = new Set<Promise<unknown>>();
  for (const batch of batches) {
    const one = send(batch).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= IN_FLIGHT) await Promise.race(running);
  }
  await Promise.all(running);
  return (batches.length * BATCH) / ((performance.now() - start) / 1000);
}
