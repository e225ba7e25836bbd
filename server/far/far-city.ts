/**
 * A city that this server shows and does not follow: it takes its events, and serves its viewers by asking the servers that
 * follow it. So viewers can be spread over more servers than fold the city.
 */
import type { CityFace } from '../../contract/city.ts';
import { HttpProblem } from '../api/problem.ts';
import { faceOf, type LoadedCity } from '../city/load.ts';
import { cityKeys } from '../redis/keys.ts';
import type { Redis } from '../redis/redis.ts';
import type { Log } from '../log/log.ts';
import type { FarRooms } from './far-rooms.ts';
import type { Unlogged } from './messages.ts';

export interface FarCity {
  loaded: LoadedCity;
  face: CityFace;
  log: Log;
  rooms: FarRooms;
  /** Tells the servers that follow the city what stands in no log. */
  tell(message: Unlogged): void;
  /** Rejects when no server that follows the city is ready. */
  reachable(): Promise<void>;
  /** Asks a server that follows the city the same, and gives its answer. Throws HttpProblem. */
  forward(method: string, url: string, body: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** A follower that said nothing for so long is not asked, ms. */
const GONE = 4000;
/** What is asked is to be answered in so long, ms. */
const PATIENCE = 15_000;

/** Addresses of ready followers of a city; a server's record is `<spoke> <kept> <ready since> <address>` (redis-lease.ts). */
async function followers(redis: Redis, city: string, now: number): Promise<string[]> {
  const all = await redis.within(redis.client.hGetAll(cityKeys(city).followers));
  return Object.values(all).flatMap((record) => {
    const [spoke, , ready, address] = record.split(' ');
    return address && Number(ready) >= 0 && now - Number(spoke) < GONE ? [address] : [];
  });
}

/** Puts the parts together. */
export function farCity({
  redis,
  ...parts
}: Pick<FarCity, 'loaded' | 'log' | 'rooms' | 'tell'> & { redis: Redis }): FarCity {
  const { loaded, log, rooms } = parts;
  const { id } = loaded.city;
  return {
    ...parts,
    face: faceOf(loaded),
    async reachable() {
      if ((await followers(redis, id, Date.now())).length === 0) throw new Error('no server follows it');
    },
    async forward(method, url, body) {
      for (const address of await followers(redis, id, Date.now())) {
        let answer: Response;
        try {
          answer = await fetch(`${address}${url}`, {
            method,
            ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
            signal: AbortSignal.timeout(PATIENCE),
          });
        } catch {
          continue;
        }
        const told = (await answer.json()) as { error?: { path: string; rule: string } };
        if (answer.ok) return told;
        throw new HttpProblem(answer.status, told.error?.path ?? '', told.error?.rule ?? 'it was refused');
      }
      throw new HttpProblem(503, '', 'no server that follows this city answers; ask again in a moment');
    },
    async close() {
      await rooms.close();
      await log.close();
    },
  };
}
