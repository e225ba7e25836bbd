/**
 * Where things are kept: on this machine alone, or in Redis where REDIS_URL says so. Only this file knows which
 * implementation stands behind an interface.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { City } from '../contract/city.ts';
import type { Config } from './config.ts';
import type { ServerOptions } from 'socket.io';
import type { Frame } from '../contract/protocol.ts';
import type { LoadedCity } from './city/load.ts';
import { answerFar } from './far/answer.ts';
import { openArchive, type Archive } from './archive/archive.ts';
import { farCity, type FarCity } from './far/far-city.ts';
import { openFarRooms } from './far/far-rooms.ts';
import type { Rooms } from './hub/rooms.ts';
import { socketAdapter } from './redis/adapter.ts';
import { databaseOf, openClickHouseHistory } from './history/clickhouse/open.ts';
import { SharedHistory } from './history/clickhouse/shared.ts';
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
import type { Unlogged } from './far/messages.ts';
import { cityKeys } from './redis/keys.ts';
import { openRedis, type Redis } from './redis/redis.ts';
import { openEmbeddedState } from './state/embedded/embedded.ts';
import { openRedisState } from './state/redis/redis-state.ts';
import type { State } from './state/state.ts';

export interface CityStores {
  log: Log;
  history: History;
  lease: Lease;
  /** What the log let go of, and what was imported beside it. */
  archive: Archive;
  /** Whether this history is the only one of the city. */
  alone: boolean;
  /** Tells every server that follows the city, this one too. Best effort. */
  tell(message: Unlogged): void;
  /** Hears what servers tell. */
  onTold(heard: (message: Unlogged) => void): void;
}

export interface Far {
  /** Joins the rooms of all servers. */
  adapter: ServerOptions['adapter'];
  /** Answers other servers while this one holds the city. Returns the way to stop it. */
  answer(city: string, rooms: Rooms, lease: Lease): Promise<() => Promise<void>>;
  /** Opens a city that others follow. `deliver` gives a frame to the viewers of its room at this server. */
  show(loaded: LoadedCity, now: () => number, deliver: (frame: Frame) => void): Promise<FarCity>;
}

export interface Stores {
  state: State;
  /** The connection, where there is one. */
  redis: Redis | null;
  /** What servers that share the stores know each other by; null: there are no others. */
  peerSecret: string | null;
  /** Takes in what upstream systems add to the store themselves; null: they cannot. Open until it is stopped. */
  streamIntake: ((options: Omit<StreamIntakeOptions, 'redis' | 'server'>) => Promise<StreamIntake>) | null;
  /** What serves viewers at servers that do not follow a city; null: there are no other servers. */
  far: Far | null;
  /** Opens what one city needs. Its log, lease and history are closed by whoever runs the city. */
  city(city: City): Promise<CityStores>;
  close(): Promise<void>;
}

type Settings = Pick<Config, 'dataDir' | 'redisUrl' | 'serverId' | 'peerUrl' | 'volatile'> &
  Partial<Pick<Config, 'clickhouse'>>;

/** The history of a city: in ClickHouse where there is one, and then it is waited for; else in a file. */
const historyOf = (
  { dataDir, clickhouse }: Settings,
  city: City,
  token: () => number | null,
  onError: (error: unknown) => void,
): Promise<History> => {
  if (clickhouse) {
    const options = { ...clickhouse, database: databaseOf(city.id), zone: city.timeZone, token, onError };
    return patiently(() => openClickHouseHistory(options), onError);
  }
  const dir = join(dataDir, city.id);
  mkdirSync(dir, { recursive: true });
  return openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: city.timeZone });
};

const archiveOf = (dataDir: string, city: City, onError: (error: unknown) => void): Archive =>
  openArchive({ dir: join(dataDir, city.id, 'archive'), onError });

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
  return settings.redisUrl === null ? embedded(settings, onError) : shared(settings.redisUrl, settings, onError, say);
}

async function embedded(settings: Settings, onError: (error: unknown) => void): Promise<Stores> {
  const { dataDir } = settings;
  const state = await openEmbeddedState({ path: join(dataDir, 'state.db') });
  return {
    state,
    redis: null,
    peerSecret: null,
    streamIntake: null,
    far: null,
    async city(city) {
      const lease = soleLease();
      const history = await historyOf(settings, city, () => lease.token, onError);
      const log = await openEmbeddedLog({ path: join(dataDir, city.id, 'log.db') });
      let hear: (message: Unlogged) => void = () => undefined;
      const archive = archiveOf(dataDir, city, onError);
      const tell = (message: Unlogged): void => hear(message);
      return { log, history, lease, archive, alone: true, tell, onTold: (heard) => (hear = heard) };
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
  const tellAll =
    (city: string) =>
    (message: Unlogged): void => {
      redis.within(redis.client.sPublish(cityKeys(city).told, JSON.stringify(message))).catch(onError);
    };
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
    far: {
      adapter: socketAdapter(redis, onError),
      answer: (city, rooms, lease) => patiently(() => answerFar(redis, city, rooms, lease, onError), onError),
      async show(loaded, now, deliver) {
        const city = loaded.city.id;
        const log = await patiently(
          () => openRedisLog({ redis, city, floor: 0, holding: () => null, allowVolatile: settings.volatile, onError }),
          onError,
        );
        const rooms = await patiently(() => openFarRooms({ redis, city, server, now, deliver, onError }), onError);
        return farCity({ redis, loaded, log, rooms, tell: tellAll(city) });
      },
    },
    async city(city) {
      const keys = cityKeys(city.id);
      let held: () => number | null = () => null;
      const opened = await historyOf(settings, city, () => held(), onError);
      const floor = (await patiently(() => opened.position(), onError))?.seq ?? 0;
      const lease = await patiently(
        () => openRedisLease({ redis, city: city.id, server, address: settings.peerUrl, onError }),
        onError,
      );
      held = () => lease.token;
      // One history in ClickHouse is that of all servers; each has a file of its own.
      const history = settings.clickhouse ? new SharedHistory(opened, { lease }) : opened;
      const holding = (): string | null => lease.proof;
      const allowVolatile = settings.volatile;
      const log = await patiently(
        () => openRedisLog({ redis, city: city.id, floor, holding, allowVolatile, onError }),
        onError,
      );
      if (!settings.clickhouse)
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
        archive: archiveOf(settings.dataDir, city, onError),
        alone: false,
        tell: tellAll(city.id),
        onTold: (heard) => (hear = heard),
      };
    },
    async close() {
      await state.close();
      await redis.close();
    },
  };
}
