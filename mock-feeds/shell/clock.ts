/** Simulated time: sim = origin.sim + (real − origin.real) · speed. */
export interface SimClock {
  /** Simulated Unix ms. */
  now(): number;
  speed: number;
  /** Real ms until a simulated moment; 0 when it has passed. */
  until(sim: number): number;
}

/** A clock over the real one, which is given. */
export function simClock(
  origin: { real: number; sim: number },
  speed: number,
  real: () => number = Date.now,
): SimClock {
  const now = (): number => origin.sim + (real() - origin.real) * speed;
  return { now, speed, until: (sim) => Math.max(0, (sim - now()) / speed) };
}
