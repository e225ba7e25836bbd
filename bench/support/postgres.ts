/** A PostgreSQL of one's own: a cluster in a temporary folder on a free port of 127.0.0.1, gone afterwards. */
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../../tests/support/redis.ts';

const run = promisify(execFile);
const BIN = '/usr/lib/postgresql/15/bin';

export interface Postgres {
  client: Client;
  /** A folder that its server can read. */
  dir: string;
  stop(): Promise<void>;
}

/** Whether this machine has PostgreSQL 15 and the right to start it as its own user. */
export const hasPostgres = (): boolean => existsSync(join(BIN, 'initdb')) && process.getuid?.() === 0;

/** Starts it with a quarter of `memory` (MB) as shared buffers. Rejects when it does not start. */
export async function startPostgres(memory: number): Promise<Postgres> {
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-postgres-'));
  const user = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('postgres:'))!
    .split(':');
  chownSync(dir, Number(user[2]), Number(user[3]));
  chmodSync(dir, 0o755);
  const as = (program: string, ...args: string[]) =>
    run('runuser', ['-u', 'postgres', '--', join(BIN, program), ...args], { cwd: dir, timeout: 120_000 });
  const data = join(dir, 'data');
  await as('initdb', '-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust');
  const port = await freePort();
  const settings = [
    `-p ${port}`, `-c listen_addresses=127.0.0.1`, `-c unix_socket_directories=${dir}`,
    `-c shared_buffers=${Math.round(memory / 4)}MB`, `-c effective_cache_size=${memory}MB`, '-c work_mem=64MB',
    '-c maintenance_work_mem=512MB', '-c max_wal_size=8GB', '-c random_page_cost=1.1', '-c fsync=off', '-c synchronous_commit=off',
  ]; // prettier-ignore
  await as('pg_ctl', '-D', data, '-w', '-l', join(dir, 'log'), '-o', settings.join(' '), 'start');
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await client.connect();
  return {
    client,
    dir,
    async stop() {
      await client.end();
      await as('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
