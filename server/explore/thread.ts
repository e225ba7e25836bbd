/**
 * Worker thread of a download: turns rows, one JSON array a line, into a workbook or a Parquet file. Both are work of seconds
 * for thousands of rows, which the main thread must not be kept with.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import { DuckDBInstance } from '@duckdb/node-api';
import writeXlsxFile, { type Row } from 'write-excel-file/node';
import type { Column, Kind, Value } from './table.ts';

export interface Job {
  format: 'xlsx' | 'parquet';
  columns: Column[];
  /** Rows, one JSON array a line. */
  source: string;
  target: string;
}

/** Characters that XML cannot hold. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
/** A cell of a workbook holds so many characters. */
const LONGEST = 32_000;
const WIDTHS: Record<Kind, number> = { text: 18, number: 16, time: 18 };

function cellOf(value: Value, kind: Kind): Row[number] {
  if (value === null) return null;
  if (kind === 'time') return { value: new Date(value), type: Date, format: 'yyyy-mm-dd hh:mm' };
  if (typeof value === 'number') return { value, type: Number };
  return { value: value.replace(NOT_XML, '').slice(0, LONGEST), type: String };
}

async function writeWorkbook({ columns, source, target }: Job): Promise<void> {
  const rows: Row[] = [columns.map(({ name }) => ({ value: name, type: String, fontWeight: 'bold' }))];
  for await (const line of createInterface({ input: createReadStream(source), crlfDelay: Infinity })) {
    const values = JSON.parse(line) as Value[];
    rows.push(values.map((value, i) => cellOf(value, columns[i]!.kind)));
  }
  const options = { columns: columns.map(({ kind }) => ({ width: WIDTHS[kind] })), stickyRowsCount: 1 };
  await writeXlsxFile(rows, options).toFile(target);
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Clock times are TIMESTAMP without a zone: those of the city. */
const SQL: Record<Kind, (at: string) => string> = {
  text: (at) => `json_extract_string(j, ${at})`,
  number: (at) => `TRY_CAST(json_extract_string(j, ${at}) AS DOUBLE)`,
  time: (at) => `make_timestamp(CAST(json_extract_string(j, ${at}) AS BIGINT) * 1000)`,
};

async function writeParquet({ columns, source, target }: Job): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '256MB',
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const list = columns.map(({ name, kind }, i) => `${SQL[kind](literal(`$[${i}]`))} AS ${quoted(name)}`).join(', ');
    // Each line is one value, and the types are ours: nothing is guessed from the first rows.
    const lines = `read_json(${literal(source)}, format = 'newline_delimited', records = false, columns = {j: 'JSON'})`;
    await connection.run(
      `COPY (SELECT ${list} FROM ${lines}) TO ${literal(target)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const job = workerData as Job;
await (job.format === 'xlsx' ? writeWorkbook(job) : writeParquet(job));
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort!.postMessage('done');
