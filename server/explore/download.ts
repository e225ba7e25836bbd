/** A table as a file that is streamed: CSV as it comes, workbooks and Parquet by way of a temporary folder and a thread. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DownloadFormat, ExploreQuery } from '../../contract/explore.ts';
import { measureOf, type MeasureId } from '../../contract/measure.ts';
import type { ListQuery } from '../../contract/query.ts';
import { zone } from '../../contract/time.ts';
import { HttpProblem } from '../api/problem.ts';
import { startWorker } from '../worker.ts';
import { headLine, rowLine } from './csv.ts';
import type { Source } from './source.ts';
import { answerTable, distinct, listParts, type Column, type Value } from './table.ts';
import type { Job } from './thread.ts';
import type { Names } from './words.ts';

/** Facts that a list holds at most; more are to be narrowed, and nothing is left out in silence. */
export const MAX_LISTED = 20_000;
const PAGE = 500;

export const CONTENT_TYPES: Record<DownloadFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

/** Columns, and rows in lots as they come. */
export interface Rows {
  columns: Column[];
  lots: AsyncIterable<Value[][]>;
}

/** The answer as a table. Rejects with HttpProblem as the question does. */
export async function tableRows(source: Source, query: ExploreQuery, names: Names, left?: AbortSignal): Promise<Rows> {
  const answer = await source.explore(query, left);
  const { columns, rows } = answerTable(query, answer, names, zone(source.city.timeZone));
  return { columns, lots: Readable.from([rows]) };
}

/** The facts behind one of the measures, each once. Rejects with HttpProblem 400 when there are too many. */
export async function listRows(source: Source, query: ExploreQuery, id: MeasureId, names: Names): Promise<Rows> {
  const measure = measureOf(id);
  const parts = listParts(measure.fact, names, zone(source.city.timeZone));
  const ask = (after?: string) =>
    source.list({
      city: query.city,
      measure: id,
      ...(query.filter && { filter: query.filter }),
      ...(measure.at !== undefined && { range: query.range }),
      size: PAGE,
      ...(after !== undefined && { after }),
    } satisfies ListQuery);
  const first = await ask();
  if (first.total > MAX_LISTED)
    throw new HttpProblem(
      400,
      '/range',
      `${first.total} facts are more than a list may hold (${MAX_LISTED}); narrow the filter or the range`,
    );
  async function* lots(): AsyncGenerator<Value[][]> {
    const seen = new Set<unknown>();
    for (let page = first; ; page = await ask(page.next)) {
      // A fact that moved between two pages is listed once.
      const fresh = page.rows.filter(({ id: fact }) => !seen.has(fact) && seen.add(fact));
      yield fresh.map((row) => parts.map((part) => part.of(row)));
      if (page.next === undefined || seen.size > 2 * MAX_LISTED) return;
    }
  }
  return { columns: distinct(parts), lots: lots() };
}

async function* csvLines({ columns, lots }: Rows): AsyncGenerator<string> {
  yield headLine(columns);
  for await (const lot of lots) yield lot.map((row) => rowLine(columns, row)).join('');
}

async function* jsonLines({ lots }: Rows): AsyncGenerator<string> {
  const clean = (value: Value): Value => (typeof value === 'string' ? value.replaceAll('\u0000', '') : value);
  for await (const lot of lots) yield lot.map((row) => `${JSON.stringify(row.map(clean))}\n`).join('');
}

/** Runs the thread of a job. Rejects with its error, or with the reason of the signal, which ends it. */
async function convert(job: Job, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const thread = startWorker(new URL('./thread.ts', import.meta.url), { workerData: job });
  try {
    const ended = once(thread, 'exit').then(() => {
      throw new Error('the thread of a download ended');
    });
    await Promise.race([once(thread, 'message', { signal }), ended]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await thread.terminate();
  }
}

/** A file to send: its bytes, and how many there are where that is known. */
export interface Sent {
  stream: Readable;
  size?: number;
}

/** The rows in this format. What was written for it is removed when the stream is closed, or when this rejects. */
export async function fileOf(rows: Rows, format: DownloadFormat, signal: AbortSignal): Promise<Sent> {
  if (format === 'csv') return { stream: Readable.from(csvLines(rows)) };
  const dir = await mkdtemp(join(tmpdir(), 'hotline-wall-download-'));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    const [source, target] = [join(dir, 'rows.ndjson'), join(dir, `table.${format}`)];
    await pipeline(Readable.from(jsonLines(rows)), createWriteStream(source), { signal });
    await convert({ format, columns: rows.columns, source, target }, signal);
    const { size } = await stat(target);
    const stream = createReadStream(target);
    stream.once('close', () => void remove());
    return { stream, size };
  } catch (error) {
    await remove();
    signal.throwIfAborted();
    throw error;
  }
}
