/**
 * Configuration: command line first, then environment, then the defaults of one machine. Folders are those of the
 * working directory, which is the checkout.
 */
import { mkdtempSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Config {
  host: string;
  port: number;
  /** Where log, history and small state are kept. */
  dataDir: string;
  /** Folder of the city profiles. */
  citiesDir: string;
  /** Ids of the cities that this server runs. */
  cities: string[];
  /** Ids of cities that other servers follow and this one only shows. */
  shown: string[];
  /** Folder of the built screen. */
  screenDir: string;
  /** Entries kept in the log after history has them. */
  keepEntries: number;
  /** Whether texts are read: hot issues, and suggestions of categories. */
  readTexts: boolean;
  /** Simulated upstream systems, or null. */
  simulate: Simulation | null;
  /** How fast the city's clock runs; 1 but for simulations. */
  speed: number;
  /** Moment at which the city's clock starts, Unix ms; null: the present. */
  startAt: number | null;
  logLevel: string;
  /** Redis that several servers share, or null: everything on this machine. */
  redisUrl: string | null;
  /** Name of this server among several. */
  serverId: string;
  /** Where other servers reach this one. */
  peerUrl: string;
  /** Where people open the wall: the links of notifications. */
  wallUrl: string;
  /** Takes events though Redis would lose them with its process. */
  volatile: boolean;
  /** Where the history is kept in ClickHouse, or null: in a file under `dataDir`. */
  clickhouse: ClickHouseConfig | null;
}

export interface ClickHouseConfig {
  /** Addresses of its nodes. */
  urls: string[];
  /** Cluster over which tables are spread, by the name that the servers know; null: none. */
  cluster: string | null;
}

export interface Simulation {
  scenario: string;
  seed: number;
  backfillDays: number;
}

/** A setting that cannot be used. The message names it and the rule. */
export class ConfigError extends Error {}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** Whether this host is reached from this machine only. */
export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** Text of `--help`. */
export const HELP = `hotline-wall

  --city ID            a profile under cities/ (may be repeated; default wuxi)
  --show ID            a city that other servers on the same Redis follow (may be repeated): this one takes its events and
                       serves its viewers, and keeps nothing of it
  --port N             default 12345 (PORT)
  --host ADDRESS       default 127.0.0.1 (HOST); any other needs --viewers anyone
  --viewers anyone     says that whoever reaches the address may read the wall
  --data DIR           where data is kept (DATA_DIR; default data/)
  --simulate           run simulated upstream systems that send to the intake
  --scenario ID        of the simulation, default calm-week
  --seed N             of the simulation, default 1
  --backfill DAYS      past days that the simulation sends first, default 63
  --now TIME           starts the city's clock at this moment (RFC 3339), to show data of another time
  REDIS_URL            in the environment: several servers share this Redis (server or Cluster); each keeps a history
                       of its own under --data. SERVER_ID names a server among them (default: the
                       host's name), PEER_URL is where the others reach it (default: --host and --port)
  CLICKHOUSE_URL       in the environment: the history is kept in this ClickHouse (http://user:password@host:8123) instead
                       of under --data, one for all servers. Several addresses, with commas between them, are nodes of
                       the cluster CLICKHOUSE_CLUSTER, at least one of each shard
  WALL_URL             in the environment: the address at which people open the wall, for links in notifications
                       (default: --host and --port)
  --speed N            runs the city's clock N times as fast (simulation only; data is then kept in a temporary folder)
`;

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new ConfigError(`${name}: must be a whole number from ${min} to ${max}`);
  return value;
}

function switchOf(name: string, text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new ConfigError(`${name}: must be on or off`);
  return text === 'on';
}

function redisUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^rediss?:\/\/./.test(text)) throw new ConfigError('REDIS_URL: must be such as redis://127.0.0.1:6379');
  return text;
}

function clickhouse(env: NodeJS.ProcessEnv): ClickHouseConfig | null {
  const cluster = env['CLICKHOUSE_CLUSTER'] || null;
  const urls = (env['CLICKHOUSE_URL'] ?? '').split(',').flatMap((url) => url.trim() || []);
  if (urls.length === 0) {
    if (cluster) throw new ConfigError('CLICKHOUSE_CLUSTER: needs CLICKHOUSE_URL, the addresses of its nodes');
    return null;
  }
  for (const url of urls) {
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
      throw new ConfigError('CLICKHOUSE_URL: must be such as http://127.0.0.1:8123');
  }
  if (urls.length > 1 && !cluster)
    throw new ConfigError('CLICKHOUSE_URL: several addresses need CLICKHOUSE_CLUSTER, the name of their cluster');
  return { urls, cluster };
}

/** Reads the configuration. Throws ConfigError. */
export function readConfig(argv: string[], env: NodeJS.ProcessEnv): Config {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        city: { type: 'string', multiple: true },
        show: { type: 'string', multiple: true },
        port: { type: 'string' },
        host: { type: 'string' },
        viewers: { type: 'string' },
        data: { type: 'string' },
        simulate: { type: 'boolean' },
        scenario: { type: 'string' },
        seed: { type: 'string' },
        backfill: { type: 'string' },
        speed: { type: 'string' },
        now: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
  const host = values.host ?? env['HOST'] ?? '127.0.0.1';
  if (!isLoopback(host) && values.viewers !== 'anyone') {
    throw new ConfigError(
      `--host ${host}: the wall has no log-in; say --viewers anyone if all who reach this address may read it`,
    );
  }
  const speed = whole('--speed', values.speed ?? '1', 1, 10_000);
  if (speed !== 1 && !values.simulate) throw new ConfigError('--speed: only a simulated city runs faster than time');
  const startAt = values.now === undefined ? null : Date.parse(values.now);
  if (Number.isNaN(startAt)) throw new ConfigError('--now: must be a time such as 2026-11-21T14:32:07+08:00');
  const port = whole('--port', values.port ?? env['PORT'] ?? '12345', 0, 65535);
  const shown = (values.show ?? []).filter((id) => !values.city?.includes(id));
  if (shown.length > 0 && !env['REDIS_URL'])
    throw new ConfigError('--show: needs servers that follow the city, on one Redis (REDIS_URL)');
  const kept = values.data ?? env['DATA_DIR'];
  const ownUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    host,
    port,
    dataDir: kept ?? (speed === 1 ? resolve('data') : mkdtempSync(join(tmpdir(), 'hotline-wall-'))),
    citiesDir: env['CITIES_DIR'] ?? resolve('cities'),
    cities: values.city ?? (shown.length > 0 ? [] : ['wuxi']),
    shown,
    screenDir: resolve('dist', 'screen'),
    readTexts: switchOf('READ_TEXTS', env['READ_TEXTS'] ?? 'on'),
    keepEntries: whole('KEEP_ENTRIES', env['KEEP_ENTRIES'] ?? '1000000', 0, 1e9),
    simulate: values.simulate
      ? {
          scenario: values.scenario ?? 'calm-week',
          seed: whole('--seed', values.seed ?? '1', 0, 2 ** 31),
          backfillDays: whole('--backfill', values.backfill ?? '63', 0, 400),
        }
      : null,
    speed,
    startAt,
    logLevel: env['LOG_LEVEL'] ?? 'warn',
    redisUrl: redisUrl(env['REDIS_URL']),
    serverId: env['SERVER_ID'] ?? hostname(),
    peerUrl: env['PEER_URL'] ?? ownUrl,
    wallUrl: env['WALL_URL'] ?? ownUrl,
    volatile: env['REDIS_VOLATILE'] === '1',
    clickhouse: clickhouse(env),
  };
}
