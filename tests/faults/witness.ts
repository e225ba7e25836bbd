/** Reads the log beside the servers, from its first entry on, and knows what is in it how often; and who holds the city. */
import { openRedisLog } from '../../server/log/redis/redis-log.ts';
import { cityKeys } from '../../server/redis/keys.ts';
import { openRedis } from '../../server/redis/redis.ts';

export interface Witness {
  /** Events of the log, and how many of them were there before. */
  readonly seen: number;
  readonly doubled: number;
  has(source: string, id: string): boolean;
  readonly head: number;
  /** Who holds the city now: the value of the lease, or null. */
  lease(): Promise<string | null>;
  /** Resolves when everything that is in the log was read. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function witness(url: string, city: string): Promise<Witness> {
  const onError = (): void => undefined;
  const redis = await openRedis({ url, onError });
  const log = await openRedisLog({ redis, city, floor: 0, onError });
  const seen = new Set<string>();
  let doubled = 0;
  let after = 0;
  let ended = false;
  const reading = (async () => {
    while (!ended) {
      const entries = await log.read(after, 5000).catch(() => []);
      for (const { seq, source, id } of entries) {
        after = seq;
        const key = `${source} ${id}`;
        if (seen.has(key)) doubled++;
        seen.add(key);
      }
      if (entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    get seen() {
      return seen.size;
    },
    get doubled() {
      return doubled;
    },
    has: (source, id) => seen.has(`${source} ${id}`),
    get head() {
      return log.head();
    },
    lease: () => redis.within(redis.client.get(cityKeys(city).lease)).catch(() => null),
    async caughtUp() {
      while (after < log.head()) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    async close() {
      ended = true;
      await reading;
      await log.close();
      await redis.close();
    },
  };
}
