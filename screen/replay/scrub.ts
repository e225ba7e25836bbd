/** Moves that come faster than they can be sent: few are sent, one at a time, and the last one always. */

export interface Timer {
  /** Monotonic, ms. */
  now(): number;
  later(ms: number, run: () => void): void;
}

export interface Scrub {
  to(at: number): void;
  /** Whether something is on its way or waits. */
  readonly busy: boolean;
}

/** Sends the latest of the moments given, each at least `gap` ms after the one before and never before that is answered. */
export function scrub(
  send: (at: number) => Promise<unknown>,
  gap: number,
  timer: Timer = { now: () => performance.now(), later: (ms, run) => void setTimeout(run, ms) },
): Scrub {
  let next: number | null = null;
  let sending = false;
  let waiting = false;
  let last = -Infinity;
  const pump = (): void => {
    if (next === null || sending || waiting) return;
    const wait = last + gap - timer.now();
    if (wait > 0) {
      waiting = true;
      timer.later(wait, () => {
        waiting = false;
        pump();
      });
      return;
    }
    const at = next;
    next = null;
    sending = true;
    last = timer.now();
    void (async () => {
      // What went wrong is told by whoever sends.
      await send(at).catch(() => undefined);
      sending = false;
      pump();
    })();
  };
  return {
    to(at) {
      next = at;
      pump();
    },
    get busy() {
      return sending || next !== null;
    },
  };
}
