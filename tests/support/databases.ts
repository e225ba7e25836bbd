/** Real database servers on free ports, in folders of their own: PostgreSQL and MariaDB as Debian has them. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { freePort } from './redis.ts';

const LIMIT = 120_000;
const asRoot = process.getuid?.() === 0;

/** A server, and how to change what is in it. */
export interface TestDatabase {
  port: number;
  user: string;
  password: string;
  database: string;
  query(text: string, values?: unknown[]): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Folder of PostgreSQL's programs; null where there is none. */
export function postgresBin(): string | null {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, 'bin')).find((dir) => existsSync(join(dir, 'initdb')));
  return found ?? null;
}

/** MariaDB's server; null where there is none. */
export function mariadbBin(): string | null {
  return (
    ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/bin/mariadbd'].find((path) => existsSync(path)) ?? null
  );
}

/** Number of a user of the system; what root must not run is run as one. */
const idOf = (user: string, what: '-u' | '-g'): number => Number(spawnSync('id', [what, user]).stdout.toString());

function run(program: string, args: string[], owner: { uid: number; gid: number } | null): void {
  const { status, stderr } = spawnSync(program, args, { timeout: LIMIT, ...owner });
  if (status !== 0) throw new Error(`${program}: ${stderr?.toString().slice(-2000)}`);
}

/** Tries until it succeeds; throws the last error after a while, or when the server ended. */
async function untilUp(child: ChildProcess, ready: () => Promise<void>): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;) {
    try {
      return await ready();
    } catch (error) {
      if (child.exitCode !== null || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Starts a PostgreSQL server. */
export async function testPostgres(): Promise<TestDatabase> {
  const bin = postgresBin()!;
  const owner = asRoot ? { uid: idOf('postgres', '-u'), gid: idOf('postgres', '-g') } : null;
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-postgres-'));
  const data = join(dir, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (owner) for (const path of [dir, data]) chownSync(path, owner.uid, owner.gid);
  run(join(bin, 'initdb'), ['-D', data, '-U', 'wall', '-A', 'trust', '-E', 'UTF8', '--no-sync'], owner);
  const port = await freePort();
  const settings = { host: '127.0.0.1', port, user: 'wall', database: 'postgres' };
  let child: ChildProcess;
  const query = async (text: string, values: unknown[] = []): Promise<void> => {
    const client = new pg.Client(settings);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(text, values);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const start = async (): Promise<void> => {
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir, '-c', 'shared_buffers=16MB'];
    child = spawn(join(bin, 'postgres'), args, { stdio: 'ignore', ...owner });
    await untilUp(child, () => query('SELECT 1'));
  };
  await start();
  return {
    port,
    user: 'wall',
    password: '',
    database: 'postgres',
    query,
    kill: () => endOf(child),
    start,
    async remove() {
      await endOf(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Starts a MariaDB server. */
export async function testMariadb(): Promise<TestDatabase> {
  const bin = mariadbBin()!;
  const owner = asRoot ? { uid: idOf('mysql', '-u'), gid: idOf('mysql', '-g') } : null;
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-mariadb-'));
  if (owner) chownSync(dir, owner.uid, owner.gid);
  const data = join(dir, 'data');
  run(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    owner,
  );
  const port = await freePort();
  let child: ChildProcess;
  const query = async (text: string, values: unknown[] = [], database?: string): Promise<void> => {
    const client = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', database, timezone: 'Z' });
    try {
      await client.query("SET SESSION time_zone = '+00:00'");
      await client.query(text, values);
    } finally {
      client.destroy();
    }
  };
  const start = async (): Promise<void> => {
    const args = ['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(dir, 'socket')}`, `--pid-file=${join(dir, 'pid')}`, '--innodb-buffer-pool-size=16M', '--skip-log-bin']; // prettier-ignore
    child = spawn(bin, args, { stdio: 'ignore', ...owner });
    await untilUp(child, () => query('SELECT 1'));
  };
  await start();
  await query('CREATE DATABASE crm CHARACTER SET utf8mb4');
  await query("CREATE USER wall@'127.0.0.1' IDENTIFIED BY 'secret'");
  await query("GRANT SELECT ON crm.* TO wall@'127.0.0.1'");
  return {
    port,
    user: 'wall',
    password: 'secret',
    database: 'crm',
    query: (text, values) => query(text, values, 'crm'),
    kill: () => endOf(child),
    start,
    async remove() {
      await endOf(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
