/** Runs the real server as a program of its own on a free port, in a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { keyRing } from '../../server/access/keys.ts';
import { openStores } from '../../server/stores.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Options of Node under which the server is started everywhere. */
const FLAGS = JSON.parse(readFileSync(join(root, 'server', 'node-flags.json'), 'utf8')) as string[];
const START_LIMIT = 120_000;

export interface TestServer {
  address: string;
  pid: number;
  process: ChildProcess;
  /** What it wrote to standard error. */
  errors(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

export interface TestHome {
  dir: string;
  /** Token of an intake key for the city. */
  token: string;
  admin: string;
  /** `node`: options of Node itself, such as a profiler's. */
  start(options?: {
    args?: string[];
    node?: string[];
    port?: number;
    env?: NodeJS.ProcessEnv;
    /** How long it may take, ms. */
    limit?: number;
  }): Promise<TestServer>;
  remove(): void;
}

/**
 * A fresh data folder with an intake and an admin key for a city; servers started in it share it one after another. With
 * `redisUrl` the servers share that Redis, and each has a folder of its own (`--data`).
 */
export async function testHome(city = 'wuxi', redisUrl: string | null = null): Promise<TestHome> {
  // The server under test is the built one, as it is run; it is built anew where a source changed.
  spawnSync(process.execPath, ['scripts/build.mjs', 'server'], { cwd: root, stdio: 'inherit' });
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-test-'));
  mkdirSync(dir, { recursive: true });
  const place = { dataDir: dir, redisUrl, serverId: 'test', peerUrl: '', volatile: false };
  const stores = await openStores(place, console.error);
  const ring = keyRing(stores.state.keys, Date.now);
  const { token } = await ring.create({ name: 'test', city, sources: null, role: 'intake' });
  const { token: admin } = await ring.create({ name: 'test admin', city, sources: null, role: 'admin' });
  await stores.close();
  return {
    dir,
    token,
    admin,
    async start({ args = [], node = [], port = 0, env = {}, limit = START_LIMIT } = {}) {
      const child = spawn(
        process.execPath,
        [
          ...node,
          ...FLAGS,
          'dist/node/server/main.js',
          ...(args.includes('--city') || args.includes('--show') ? [] : ['--city', city]),
          '--data',
          dir,
          '--port',
          String(port),
          ...args,
        ],
        {
          cwd: root,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, LOG_LEVEL: 'error', ...(redisUrl && { REDIS_URL: redisUrl }), ...env },
        },
      );
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-20_000)));
      const exited = once(child, 'exit');
      const address = await new Promise<string>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the server did not start\n${errors}`)), limit);
        createInterface({ input: child.stdout }).on('line', (line) => {
          const match = /is at (http:\S+)/.exec(line);
          if (!match) return;
          clearTimeout(timer);
          resolve(match[1]!);
        });
        void exited.then(() => reject(new Error(`the server ended\n${errors}`)));
      });
      return {
        address,
        pid: child.pid!,
        process: child,
        errors: () => errors,
        async kill() {
          child.kill('SIGKILL');
          await exited;
        },
        async stop() {
          child.kill('SIGTERM');
          await exited;
        },
      };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** Sends events as NDJSON and returns the status and the answer. */
export async function post(
  address: string,
  token: string,
  events: readonly unknown[],
): Promise<{ status: number; body: PostAnswer }> {
  const response = await fetch(`${address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  return { status: response.status, body: (await response.json()) as PostAnswer };
}

export interface PostAnswer {
  taken: number;
  known: number;
  refused: number;
  results: { index: number; status: string; path?: string; rule?: string }[];
  error?: { path: string; rule: string };
}

/** Sends events of which every one is to be new and good; throws otherwise. */
export async function add(address: string, token: string, events: readonly unknown[]): Promise<void> {
  const { status, body } = await post(address, token, events);
  if (body.taken !== events.length) throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** Figures of the server's city. */
export async function figures(address: string, city = 'wuxi'): Promise<Record<string, number>> {
  const health = (await (await fetch(`${address}/healthz`)).json()) as {
    cities: Record<string, Record<string, number>>;
  };
  return health.cities[city]!;
}

/** Resolves when everything in the log is folded and kept; throws after `limit` ms. */
export async function settled(address: string, city = 'wuxi', limit = 60_000): Promise<Record<string, number>> {
  const end = Date.now() + limit;
  for (;;) {
    const now = await figures(address, city);
    if (now['folded'] === now['log_head'] && now['to_keep'] === 0) return now;
    if (Date.now() > end) throw new Error(`not settled: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks the API with a JSON body. */
export async function ask<T>(address: string, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
