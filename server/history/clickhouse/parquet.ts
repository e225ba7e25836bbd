/**
 * A history as Parquet files, in the form that the embedded one writes and reads: so a city moves from one to the other.
 * The files are made by the embedded engine, because old servers do not know the format.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import { PACK_ROWS, packFacts, unpackFacts } from '../columns.ts';
import { append } from '../embedded/append.ts';
import { copyOut } from '../embedded/parquet.ts';
import { readChunk } from '../embedded/read.ts';
import type { FactRecord } from '../history.ts';
import { columnsOf, createTable, fieldsOf, quoted, STEPS } from '../schema.ts';

/** Facts that are given at once. */
const BATCH_CHUNKS = 4;

async function withEngine<T>(path: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path, { memory_limit: '512MB', threads: '1' });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Writes `<kind>.parquet` of each kind into a folder that is there. */
export async function writeParquet(
  dir: string,
  factsOf: (kind: FactKind) => AsyncIterable<readonly FactRecord[]>,
): Promise<void> {
  for (const kind of FACT_KINDS) {
    await withEngine(':memory:', async (connection) => {
      await connection.run(`SET temp_directory = '${join(dir, 'spill').replaceAll("'", "''")}'`);
      await connection.run(createTable(kind));
      const appender = await connection.createAppender(kind);
      for await (const facts of factsOf(kind)) {
        for (let from = 0; from < facts.length; from += PACK_ROWS) {
          append(appender, columnsOf(kind), packFacts(kind, facts.slice(from, from + PACK_ROWS)));
        }
        appender.flushSync();
      }
      appender.closeSync();
      await connection.run(copyOut(kind, dir));
    });
  }
}

/** The facts of `<kind>.parquet` of each kind, in batches. Throws when a file is not there. */
export async function* readParquet(dir: string): AsyncGenerator<FactRecord[]> {
  for (const kind of FACT_KINDS) {
    const file = join(dir, `${kind}.parquet`);
    if (!existsSync(file)) throw new Error(`${file} is not there`);
  }
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '1' });
  const connection = await instance.connect();
  try {
    for (const kind of FACT_KINDS) {
      const columns = [...fieldsOf(kind), { name: STEPS, role: 'text' as const }];
      const names = columns.map(({ name }) => quoted(name)).join(', ');
      const file = join(dir, `${kind}.parquet`).replaceAll("'", "''");
      const result = await connection.stream(`SELECT ${names} FROM read_parquet('${file}')`);
      let facts: FactRecord[] = [];
      for (let chunks = 1; ; chunks++) {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) break;
        facts.push(...unpackFacts(kind, readChunk(columns, chunk)));
        if (chunks % BATCH_CHUNKS !== 0) continue;
        yield facts;
        facts = [];
      }
      if (facts.length > 0) yield facts;
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
