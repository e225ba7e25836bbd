/** The server's clock as a screen knows it. Pure; `local` is monotonic ms of the screen, `clock` Unix ms of the server. */

/** One question: when it was asked and answered here, and what was answered. */
export interface ClockSample {
  asked: number;
  answered: number;
  clock: number;
}

/** How many are asked in a row: of them the one with the shortest way there and back is believed. */
export const SAMPLES = 8;
/** A frame that says otherwise by so much, ms: the machine slept, or was set. */
export const DOUBT = 1500;

/** What to add to the local clock; null without any sample. It is wrong by at most half of the shortest way. */
export function offsetOf(samples: readonly ClockSample[]): { offset: number; trip: number } | null {
  const [best] = [...samples].sort((a, b) => a.answered - a.asked - (b.answered - b.asked));
  if (!best) return null;
  const trip = best.answered - best.asked;
  return { offset: best.clock + trip / 2 - best.answered, trip };
}

/** Whether a frame heard at `local` with this clock cannot be, by this offset: a frame is late, but never early. */
export const doubtful = (offset: number, local: number, clock: number): boolean =>
  Math.abs(local + offset - clock) > DOUBT;
