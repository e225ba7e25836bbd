/**
 * A city that this server shows and does not follow: it takes its events, and serves its viewers by asking the servers that
 * follow it. So viewers can be spread over more servers than fold the city.
 */
import type { CityFace } from '../../contract/city.ts';
import { HttpProblem } from '../api/problem.ts';
import { faceOf, type LoadedCity } from '../city/load.ts';
import { readyFollowers } from '../lease/followers.ts';
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
  forward(method: string, url: string, body: unknown, authorization?: string): Promise<unknown>;
  close(): Promise<void>;
}

/** What is asked is to be answered in so long, ms. */
const PATIENCE = 15_000;

/** Puts the parts together. */
export function farCity({
  redis,
  ...parts
}: Pick<FarCity, 'loaded' | 'log' | 'rooms' | 'tell'> & { redis: Redis }): FarCity {
  const { loaded, log, rooms } = parts;
  const { id } = loaded.city;
  return {
    ...parts,
    get face() {
      return faceOf(loaded);
    },
    async reachable() {
      if ((await readyFollowers(redis, id, Date.now())).length === 0) throw new Error('no server follows it');
    },
    async forward(method, url, body, authorization) {
      for (const address of await readyFollowers(redis, id, Date.now())) {
        let answer: Response;
        try {
          answer = await fetch(`${address}${url}`, {
            method,
            ...(body !== undefined && { body: JSON.stringify(body) }),
            headers: {
              ...(body !== undefined && { 'content-type': 'application/json' }),
              ...(authorization !== undefined && { authorization }),
            },
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
