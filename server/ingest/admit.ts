/** Back-pressure: what is taken in at a time is bounded, so that load costs waiting and never memory. */
import { Refused } from './refusal.ts';

export interface Limits {
  /** Bound of a body, also unpacked. */
  bodyBytes: number;
  /** Bound of the events of a request. */
  events: number;
  /** Bound of all bodies that are being handled. */
  inFlightBytes: number;
  /** Entries that may be logged and not yet folded. */
  lag: number;
  /** Events a second of one key, and how many it may save up; absent: no such limit. */
  perKey?: { rate: number; burst: number };
}
export const LIMITS: Limits = { bodyBytes: 16 << 20, events: 20_000, inFlightBytes: 64 << 20, lag: 500_000 };

/** Memory held for one request. */
export interface Admission {
  /** More memory for the same request. Throws Refused 503. */
  grow(bytes: number): void;
  /** Gives it back; further calls do nothing. */
  release(): void;
}

export interface Gate {
  /** Lets a request of `bytes` in, or throws Refused 503. */
  admit(bytes: number): Admission;
  inFlight(): number;
}

/** Entries folded a second that a wait is reckoned with; the truth is found at the next try. */
const FOLDED = 50_000;
const WAIT_MAX = 30;

/** Throws Refused 503 when the fold is too far behind the log. */
export function checkLag(lag: number, bound: number): void {
  if (lag <= bound) return;
  const wait = Math.min(WAIT_MAX, Math.max(1, Math.ceil((lag - bound) / FOLDED)));
  throw new Refused(503, '', 'what was taken before is still being worked off', wait);
}

export function gate(maxBytes: number): Gate {
  let inFlight = 0;
  const take = (bytes: number): void => {
    if (inFlight + bytes > maxBytes) throw new Refused(503, '', 'too many bodies at a time', 1);
    inFlight += bytes;
  };
  return {
    inFlight: () => inFlight,
    admit(bytes) {
      take(bytes);
      let held = bytes;
      let released = false;
      return {
        grow(more) {
          take(more);
          held += more;
        },
        release() {
          if (released) return;
          released = true;
          inFlight -= held;
        },
      };
    },
  };
}

export interface Rates {
  /** Throws Refused 429 while the key owes events. */
  check(key: string): void;
  /** The events that a request turned out to hold. It may go into debt once, so that any batch passes in the end. */
  spend(key: string, events: number): void;
}

/** A token bucket a key. `clock` gives Unix ms. */
export function rates(limit: Limits['perKey'], clock: () => number): Rates {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const bucketOf = (key: string, { rate, burst }: { rate: number; burst: number }): { tokens: number; at: number } => {
    const now = clock();
    let bucket = buckets.get(key);
    if (!bucket) buckets.set(key, (bucket = { tokens: burst, at: now }));
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * rate);
    bucket.at = now;
    return bucket;
  };
  return {
    check(key) {
      if (!limit) return;
      const { tokens } = bucketOf(key, limit);
      if (tokens <= 0)
        throw new Refused(
          429,
          '',
          `more than ${limit.rate} events a second`,
          Math.max(1, Math.ceil((1 - tokens) / limit.rate)),
        );
    },
    spend(key, events) {
      if (limit) bucketOf(key, limit).tokens -= events;
    },
  };
}
