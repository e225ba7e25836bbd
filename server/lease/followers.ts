/** Who follows a city: each server notes it, as `<spoke> <kept> <ready since> <address>`, with every sign of its lease. */
import { cityKeys } from '../redis/keys.ts';
import type { Redis } from '../redis/redis.ts';

/** A follower that said nothing for so long is not counted, ms. */
export const GONE = 4000;

/** Addresses of the ready followers of a city, for a server that is none. `now` is Unix ms. */
export async function readyFollowers(redis: Redis, city: string, now: number): Promise<string[]> {
  const all = await redis.within(redis.client.hGetAll(cityKeys(city).followers));
  return Object.values(all).flatMap((record) => {
    const [spoke, , ready, address] = record.split(' ');
    return address && Number(ready) >= 0 && now - Number(spoke) < GONE ? [address] : [];
  });
}
