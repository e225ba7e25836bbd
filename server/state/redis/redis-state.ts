/** The state in Redis, shared by all servers of an installation. */
import type { Redis } from '../../redis/redis.ts';
import { StateUnavailable, type State } from '../state.ts';
import { redisKeys } from './keys.ts';
import { redisQuarantine } from './quarantine.ts';
import { redisThings } from './things.ts';

/** Refused events kept a city. Fewer than on a disk: in Redis they are memory, 160 MiB a city at the very most. */
export const REDIS_QUARANTINE_BOUND = 10_000;

export interface RedisStateOptions {
  /** The connection, shared with others. It is not closed with the state. */
  redis: Redis;
  /** Refused events kept a city. */
  quarantineBound?: number;
}

/** The state on this connection. Nothing is asked of Redis until the first call. */
export function openRedisState({ redis, quarantineBound = REDIS_QUARANTINE_BOUND }: RedisStateOptions): State {
  let closed = false;
  /** The same call, which rejects with StateUnavailable whatever goes wrong. */
  const safe =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (closed) throw new StateUnavailable('the state is closed');
      try {
        return await call(...args);
      } catch (error) {
        throw new StateUnavailable((error as Error).message, { cause: error });
      }
    };
  const keys = redisKeys(redis);
  const quarantine = redisQuarantine(redis, quarantineBound);
  const things = redisThings(redis);
  return {
    keys: { put: safe(keys.put), get: safe(keys.get), list: safe(keys.list), revoke: safe(keys.revoke) },
    quarantine: {
      put: safe(quarantine.put),
      get: safe(quarantine.get),
      list: safe(quarantine.list),
      retried: safe(quarantine.retried),
      drop: safe(quarantine.drop),
      count: safe(quarantine.count),
    },
    get: safe(things.get),
    put: safe(things.put),
    make: safe(things.make),
    drop: safe(things.drop),
    list: safe(things.list),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}
