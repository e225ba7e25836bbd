/** How often something may be tried: a bucket for each who tries, refilled steadily. Bounded in memory. */

/** Those who try that are remembered; the longest unseen is forgotten first. */
const REMEMBERED = 2000;

export interface Limit {
  /** Whether one more is within the limit; it is counted then. */
  take(who: string): boolean;
}

/** At most `burst` at once, and `perMinute` in the long run. `now` is monotonic, ms. */
export function limit(burst: number, perMinute: number, now: () => number = () => performance.now()): Limit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(who) {
      const at = now();
      const bucket = buckets.get(who) ?? { left: burst, at };
      bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 60_000) * perMinute);
      bucket.at = at;
      // Set anew, so that the order of the map is that of use.
      buckets.delete(who);
      buckets.set(who, bucket);
      if (buckets.size > REMEMBERED) buckets.delete(buckets.keys().next().value!);
      if (bucket.left < 1) return false;
      bucket.left--;
      return true;
    },
  };
}
