/**
 * Where things are kept: on this machine alone, or in Redis where REDIS_URL says so. Only this file knows which
 * implementation stands behind an interface.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { City } from '../contract/city.ts';
import type { Config } from './config.ts';
import { openEmbeddedHistory } from './history/embedded/open.ts';
import type { History } from './history/history.ts';
import { soleLease, type Lease } from './lease/lease.ts';
import { openRedisLease } from './lease/redis-lease.ts';
import { startStreamIntake, type StreamIntake, type StreamIntakeOptions } from './ingest/stream.ts';
import { openEmbeddedLog } from './log/embedded/embedded.ts';
import type { Log } from './log/log.ts';
import { openRedisLog } from './log/redis/redis-log.ts';
import { patiently } from './patience.ts';
import { catchUp } from './peer/fetch.ts';
import { cityKeys } from './redis/keys.ts';
import { openRedis, type Redis } from './redis/redis.ts';
import { openEmbeddedState } from './state/embedded/embedded.ts';
import { openRedisState } from './state/redis/redis-state.ts';
import type { State } from './state/state.ts';

/** What a server tells all servers of a city of an answer that it gave, since it stands in no log. */
export interface Unlogged {
  source: string;
  /** The city's time, Unix ms. */
  at: number;
  refused: number;
}

export interface CityStores {
  log: Log;
  history: History;
  lease: Lease;
  /** Tells every server that follows the city, this one too. Best effort. */
  tell(message: Unlogged): void;
  /** Hears what servers tell. */
  onTold(heard: (message: Unlogged) => void): void;
}

export interface Stores {
  state: State;
  /** The connection, where there is one. */
  redis: Redis | null;
  /** What servers that share the stores know each other by; null: there are no others. */
  peerSecret: string | null;
  /** Takes in what upstream systems add to the store themselves; null: they cannot. Open until it is stopped. */
  streamIntake: ((options: Omit<StreamIntakeOptions, 'redis' | 'server'>) => Promise<StreamIntake>) | null;
  /** Opens what one city needs. Its log, lease and history are closed by whoever runs the city. */
  city(city: City): Promise<CityStores>;
  close(): Promise<void>;
}

type Settings = Pick<Config, 'dataDir' | 'redisUrl' | 'serverId' | 'peerUrl' | 'volatile'>;

const historyOf = (dataDir: string, city: City): Promise<History> => {
  const dir = join(dataDir, city.id);
  mkdirSync(dir, { recursive: true });
  return openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: city.timeZone });
};

/** Longer than a read of the stream waits, ms. */
const STREAM_LIMIT = 5000;

/** Where exports of histories lie for a while. */
export const exchangeDir = (dataDir: string): string => join(dataDir, 'exchange');

/** Opens the stores. With Redis it waits until Redis is there. `say` is told of what takes long. */
export async function openStores(
  settings: Settings,
  onError: (error: unknown) => void,
  say: (text: string) => void = () => undefined,
): Promise<Stores> {
  mkdirSync(settings.dataDir, { recursive: true });
  return settings.redisUrl === null ? embedded(settings.dataDir) : shared(settings.redisUrl, settings, onError, say);
}

async function embedded(dataDir: string): Promise<Stores> {
  const state = await openEmbeddedState({ path: join(dataDir, 'state.db') });
  return {
    state,
    redis: null,
    peerSecret: null,
    streamIntake: null,
    async city(city) {
      const history = await historyOf(dataDir, city);
      const log = await openEmbeddedLog({ path: join(dataDir, city.id, 'log.db') });
      let hear: (message: Unlogged) => void = () => undefined;
      return { log, history, lease: soleLease(), tell: (message) => hear(message), onTold: (heard) => (hear = heard) };
    },
    close: () => state.close(),
  };
}

async function shared(
  url: string,
  settings: Settings,
  onError: (error: unknown) => void,
  say: (text: string) => void,
): Promise<Stores> {
  say('waiting for Redis …');
  const redis = await openRedis({ url, onError });
  const state = openRedisState({ redis });
  const peerSecret = String(
    await patiently(() => state.make('secrets', 'peer', randomBytes(32).toString('base64url')), onError),
  );
  // A server that is started again is another one: what the former held is not its own.
  const server = `${settings.serverId}#${randomBytes(4).toString('hex')}`;
  return {
    state,
    redis,
    peerSecret,
    async streamIntake(options) {
      // A connection of its own: it is held while it waits for events.
      const waiting = await openRedis({ url, onError, limit: STREAM_LIMIT });
      const stream = startStreamIntake({ ...options, redis: waiting, server });
      return {
        async stop() {
          await stream.stop();
          await waiting.close();
        },
      };
    },
    async city(city) {
      const keys = cityKeys(city.id);
      const history = await historyOf(settings.dataDir, city);
      const floor = (await history.position())?.seq ?? 0;
      const lease = await patiently(
        () => openRedisLease({ redis, city: city.id, server, address: settings.peerUrl, onError }),
        onError,
      );
      const holding = (): string | null => lease.proof;
      const allowVolatile = settings.volatile;
      const log = await patiently(
        () => openRedisLog({ redis, city: city.id, floor, holding, allowVolatile, onError }),
        onError,
      );
      await catchUp({
        city: city.id,
        history,
        log,
        peers: lease.peers,
        secret: peerSecret,
        dir: exchangeDir(settings.dataDir),
        onProgress: (here, all) =>
          say(`${city.id}: ${(here / 1e6).toFixed(0)} of ${(all / 1e6).toFixed(0)} MB of a peer's history are here`),
        onError,
      });
      let hear: (message: Unlogged) => void = () => undefined;
      await patiently(() => redis.hear(keys.told, (text) => hear(JSON.parse(text) as Unlogged)), onError);
      return {
        log,
        history,
        lease,
        tell(message) {
          redis.within(redis.client.sPublish(keys.told, JSON.stringify(message))).catch(onError);
        },
        onTold: (heard) => (hear = heard),
      };
    },
    async close() {
      await state.close();
      await redis.close();
    },
  };
}
