/**
 * The pace of frames (rule T3), as a pure decision: the first change after a quiet moment goes out at once, further
 * ones at most every tick, and the tick grows with the viewers so that the load stays bounded.
 */

/** Tick for few viewers, ms. Shorter than the eye needs, longer than a commit and a paint take. */
export const TICK = 50;
const PER_VIEWER = 0.05;

/** Length of a tick for so many viewers, ms: 50 up to 1,000 of them, 500 at 10,000. */
export const tickLength = (viewers: number): number => Math.max(TICK, viewers * PER_VIEWER);

/** How long to wait before the next frame may go out, ms; 0: now. */
export const wait = (now: number, lastSent: number, viewers: number): number =>
  Math.max(0, lastSent + tickLength(viewers) - now);
