/** When a source is asked again. */

/** A source that fails is asked again at the latest after this, ms, unless its own interval is longer. */
const LONGEST = 10 * 60_000;
/** What the other system may ask for at most, ms. */
const AFTER_MAX = 60 * 60_000;
/** Intervals differ by a tenth either way, so that many servers do not ask at the same moment. */
const SPREAD = 0.2;

/**
 * Pause before the next poll, ms: `every`, doubled with each failure in a row, at least what the other system asked
 * for. `random`: 0 to 1.
 */
export function pauseOf(every: number, failures: number, retryAfter: number | undefined, random: number): number {
  const doubled = failures === 0 ? every : Math.min(every * 2 ** Math.min(failures, 20), Math.max(every, LONGEST));
  const asked = Math.min(retryAfter ?? 0, AFTER_MAX);
  return Math.max(asked, Math.round(doubled * (1 - SPREAD / 2 + SPREAD * random)));
}
