/**
 * `npm run bench:history [-- --quick | --rows N] [--at FILE]`: the embedded history at many rows. Makes tickets in the engine's table,
 * lets the history derive what it derives, then asks what a wall asks: twelve counts and lists, and words over everything.
 * Beside it PostgreSQL 15 with the same rows (up to 10 M) and the indexes that fit these queries, in the same run; answers
 * are compared first. `--quick`: 1 M rows; else 10 M. `--at`: the file is made there and stays; a run that was broken off
 * goes on with it, and the times it prints are of what was still to do.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FactRecord, History } from '../server/history/history.ts';
import { openEmbeddedHistory } from '../server/history/embedded/open.ts';
import { generate, ZONE } from './history/generate.ts';
import { comparable, queries, searches, type Answer, type Query } from './history/queries.ts';
import { hasPostgres, startPostgres, type Postgres } from './support/postgres.ts';
import { percentile, quick, report, round } from './support/result.ts';

const given = process.argv.indexOf('--rows');
const ROWS = given > 0 ? Number(process.argv[given + 1]) : quick ? 1_000_000 : 10_000_000;
if (!Number.isSafeInteger(ROWS) || ROWS < 200_000) throw new Error('--rows takes a whole number from 200000');
/** More rows than this are not put into PostgreSQL: loading them takes hours. */
const BESIDE = 10_000_000;
const ROUNDS = 5;
const MEMORY_MB = 1024;
const IMPORTED = quick ? 30_000 : 200_000;
const BATCH = 10_000;
const DISTRICT = '320211';

const COPIED = ['id', 'channel', 'nature', 'category', 'district', 'unit', 'status', 'clock', 'created', 'due', 'closed', 'rated', 'open', 'satisfied', 'title', 'text', 'address']; // prettier-ignore
const INDEXES = ['(created)', '(district, created)', '(category, created)', '(rated) INCLUDE (district, satisfied)', '(due) INCLUDE (unit, clock)', '(unit) WHERE open', '(due) WHERE open', 'USING gin (grams) WITH (fastupdate = off)']; // prettier-ignore

async function since<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const value = await work();
  console.log(`${name}: ${round((performance.now() - start) / 1000)} s (load ${round(loadavg()[0]!)})`);
  return value;
}

/** Medians of a query, and all its times, ms; the first of them is left out: nothing is compiled or read yet. */
async function timesOf(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i <= ROUNDS; i++) {
    const start = performance.now();
    await ask();
    if (i > 0) times.push(performance.now() - start);
  }
  return times;
}

async function copyInto(postgres: Postgres, connection: DuckDBConnection): Promise<void> {
  const file = join(postgres.dir, 'tickets.csv');
  const grams = `'{' || array_to_string(list_distinct([title[n:n+1] FOR n IN range(1, len(title))]), ',') || '}'`;
  await connection.run(
    `COPY (SELECT ${COPIED.join(', ')}, ${grams} AS grams FROM ticket) TO '${file}' (FORMAT csv, HEADER false)`,
  );
  const { client } = postgres;
  await client.query(
    `CREATE TABLE ticket (id text COLLATE "C", channel text, nature text, category text, district text, unit text, status text, clock text,
     created bigint, due bigint, closed bigint, rated bigint, open boolean, satisfied boolean, title text, text text, address text, grams text[])`,
  );
  await client.query(`COPY ticket FROM '${file}' (FORMAT csv)`);
  rmSync(file);
  await client.query('ALTER TABLE ticket ADD PRIMARY KEY (id)');
  for (const index of INDEXES) await client.query(`CREATE INDEX ON ticket ${index}`);
  await client.query('VACUUM ANALYZE ticket');
}

const sqlAnswer = async ({ client }: Postgres, { sql }: Query): Promise<Answer> =>
  (await client.query({ text: sql, rowMode: 'array' })).rows as unknown as Answer;

/** Rows a second through History.write: tickets as they are there, under new ids, in batches that are awaited. */
async function importRate(history: History): Promise<number> {
  const ids = Array.from({ length: BATCH }, (_, i) => `T${ROWS - 1 - i}`);
  const models = await history.load('ticket', ids);
  let written = 0;
  const start = performance.now();
  for (let from = 0; from < IMPORTED; from += BATCH) {
    const batch = models.map((fact, i) => ({ ...fact, row: { ...fact.row, id: `N${from + i}` } }) as FactRecord);
    await history.write(batch, null);
    written += batch.length;
  }
  return written / ((performance.now() - start) / 1000);
}

const at = process.argv.indexOf('--at');
const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-bench-'));
const path = at > 0 ? resolve(process.argv[at + 1] ?? '') : join(dir, 'history.duckdb');
const beside = ROWS <= BESIDE && hasPostgres();
if (!beside)
  console.log(
    ROWS <= BESIDE ? 'PostgreSQL 15 is not here (or not as root): not beside it' : 'too many rows for PostgreSQL',
  );
let postgres: Postgres | null = null;
// A cluster that was started here ends with a run that is broken off.
process.once('SIGINT', () => {
  void (postgres?.stop() ?? Promise.resolve()).finally(() => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(130);
  });
});
try {
  if (beside) postgres = await startPostgres(4 * MEMORY_MB);
  const made = await generate(path, ROWS, async (connection) => {
    console.log(`${ROWS} rows made (load ${round(loadavg()[0]!)})`);
    if (postgres) await since('PostgreSQL: loaded and indexed', () => copyInto(postgres!, connection));
  });
  // A file that was there may hold a part of what is derived already.
  const bare = made === ROWS ? statSync(path).size : null;
  let history = await openEmbeddedHistory({ path, zone: ZONE, memoryLimit: `${MEMORY_MB}MB` });
  await since('roll-ups and indexes made', () => history.settled());
  await history.close();
  const bytes = statSync(path).size;
  history = await openEmbeddedHistory({ path, zone: ZONE, memoryLimit: `${MEMORY_MB}MB` });
  const derived = bare === null ? null : round((bytes - bare) / ROWS);
  console.log(`${round(bytes / ROWS)} bytes a row, ${derived ?? 'an unknown part'} of it roll-ups and indexes`);
  const ours: number[] = [];
  const found: number[] = [];
  let [sum, besideSum] = [0, 0];
  const all = queries(`T${Math.floor(ROWS / 3)}`, DISTRICT);
  for (const query of [...all, ...searches(DISTRICT)]) {
    const answer = await query.ask(history);
    if (postgres) {
      const theirs = await sqlAnswer(postgres, query);
      if (comparable(theirs) !== comparable(answer)) {
        throw new Error(
          `${query.name}: PostgreSQL says ${comparable(theirs).slice(0, 300)}, the history ${comparable(answer).slice(0, 300)}`,
        );
      }
    }
    const times = await timesOf(() => query.ask(history));
    (all.includes(query) ? ours : found).push(...times);
    const theirTimes = postgres ? await timesOf(() => postgres!.client.query(query.sql)) : [];
    sum += percentile(times, 0.5);
    besideSum += postgres ? percentile(theirTimes, 0.5) : 0;
    const said = query.name.startsWith('search') ? `, total ${answer[0]![1]}` : `, ${answer.length} lines`;
    console.log(
      `  ${query.name}${said}: ${round(percentile(times, 0.5))} ms, worst ${round(Math.max(...times))}` +
        (postgres ? `; PostgreSQL ${round(percentile(theirTimes, 0.5))} ms` : ''),
    );
  }
  const rate = await importRate(history);
  await history.close();
  report({
    bench: 'history',
    rows: ROWS,
    p95_ms: round(percentile(ours, 0.95)),
    search_p95_ms: round(percentile(found, 0.95)),
    postgres_ratio: postgres ? round(besideSum / sum, 2) : null,
    bytes_per_row: round(bytes / ROWS),
    derived_bytes_per_row: derived,
    import_per_s: round(rate, 0),
    load: round(loadavg()[0]!),
  });
} finally {
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
}
