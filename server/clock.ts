/** Clocks (rule F2): whatever needs to know the time is handed one of these. */

/** Tells the city's time, Unix ms. */
export interface Clock {
  now(): number;
}

/** The machine's time. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that showed `origin` at the machine's time `real` and runs `speed` times as fast. */
export const scaledClock = (real: number, origin: number, speed: number, machine: Clock = systemClock): Clock => ({
  now: () => Math.floor(origin + (machine.now() - real) * speed),
});

/** A clock that stands still until it is set, for tests and rebuilds. */
export function manualClock(start: number): Clock & { set(at: number): void } {
  let now = start;
  return { now: () => now, set: (at) => void (now = at) };
}
