/** What the log on Redis is opened with, and what it is. */
import type { Clock } from '../../clock.ts';
import type { Redis } from '../../redis/redis.ts';
import type { Log } from '../log.ts';

export interface RedisLogOptions {
  redis: Redis;
  city: string;
  /** Tells which period of deduplication it is. It should be the same on all servers, within days. */
  clock?: Clock;
  /**
   * The highest seq that the caller has seen of this log. No seq up to it, or to what this log sees later, is given to another
   * event, even if Redis forgot that it was given; readers then find a gap.
   */
  floor: number;
  /** The exact value that the city's lease must have for a trim to count; null: not held. Absent: anyone may trim. */
  holding?: () => string | null;
  /** Takes events though Redis keeps nothing on disk. */
  allowVolatile?: boolean;
  /** Told what goes wrong in the background, and what of Redis's settings may lose events. */
  onError(error: unknown): void;
  /** How many of the newest entries are kept as objects. */
  tailEvents?: number;
  /** Bound of the tail in characters of their JSON. */
  tailBytes?: number;
  /** Appends that wait for Redis; beyond it an append is LogUnavailable. Characters of their JSON. */
  maxPendingBytes?: number;
}

/** The log, and what waits in it. */
export interface RedisLog extends Log {
  /** Appends that are not durable yet, for back-pressure. */
  pending(): { events: number; bytes: number };
}
