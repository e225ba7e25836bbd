/** Runs one import: a thread reads and prepares, the city takes, and what is done is written down batch by batch. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { City } from '../../contract/city.ts';
import type { ImportPreview } from '../../contract/import.ts';
import { HistoryUnavailable } from '../history/unavailable.ts';
import { LogUnavailable, type LogEvent } from '../log/log.ts';
import { startWorker } from '../worker.ts';
import type { ImportFolder, KeptJob } from './folder.ts';
import type { Batch, Go, ThreadSays, ThreadTask } from './messages.ts';
import { reasons } from './reasons.ts';

/** The city that takes. */
export interface ImportCity {
  city: City;
  now(): number;
  take(events: readonly LogEvent[]): Promise<{ taken: number; known: number }>;
}

/** A thread may use so much memory, MB: a workbook is read as a whole. */
const MEMORY = { maxOldGenerationSizeMb: 1536 };
const startThread = (task: ThreadTask): Worker =>
  startWorker(new URL('./thread.ts', import.meta.url), { workerData: task, resourceLimits: MEMORY });

/** What a thread says next. Rejects when it broke down. */
const next = (thread: Worker): Promise<ThreadSays> =>
  new Promise((resolve, reject) => {
    thread.removeAllListeners();
    thread.once('message', resolve);
    // Stays: a thread that breaks down while nobody listens would take the server with it.
    thread.on('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread of an import ended with ${code}`)));
  });

/** What a file would become. Throws ImportFailed where it cannot be read. */
export async function previewFile(task: Omit<ThreadTask & { task: 'preview' }, 'task'>): Promise<ImportPreview> {
  const thread = startThread({ ...task, task: 'preview' });
  try {
    const says = await within(PREVIEW_LIMIT, next(thread));
    if (says.say === 'preview') return says.preview;
    throw new ImportFailed(says.say === 'failed' ? says.rule : 'the file could not be looked at');
  } finally {
    await thread.terminate();
  }
}

const PREVIEW_LIMIT = 60_000;
async function within<T>(limit: number, work: Promise<T>): Promise<T> {
  const ending = new AbortController();
  const late = sleep(limit, undefined, { signal: ending.signal }).then(() => {
    throw new ImportFailed(`looking at the file took longer than ${limit / 1000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ending.abort();
    late.catch(() => undefined);
  }
}

/** The file cannot be imported; what was taken before stays. */
export class ImportFailed extends Error {}

export interface RunParts {
  job: KeptJob;
  folder: ImportFolder;
  city: ImportCity;
  secret: string;
  /** Monotonic, ms: for the rate. */
  clock(): number;
  /** Ends it after the batch that is under way. */
  signal: AbortSignal;
}

/** The store may be away for so long, ms, before the import is given up; it can be started again. */
const PATIENCE = 10 * 60_000;
const PAUSES = [200, 500, 1000, 2000, 5000];

/** Takes a batch, as often as it takes: the same again changes nothing. */
async function takePatiently(
  { city, clock, signal }: RunParts,
  events: LogEvent[],
): Promise<{ taken: number; known: number }> {
  const began = clock();
  for (let tries = 0; ; tries++) {
    try {
      return await city.take(events);
    } catch (error) {
      const away = error instanceof LogUnavailable || error instanceof HistoryUnavailable;
      if (!away || signal.aborted || clock() - began > PATIENCE) throw error;
      await sleep(PAUSES[Math.min(tries, PAUSES.length - 1)], undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Moves a job on by a batch, durably: the events first, then what was refused, then the job. */
async function advance(parts: RunParts, batch: Batch, speed: (rows: number, fraction: number) => void): Promise<void> {
  const { job, folder } = parts;
  const { taken, known } = batch.events.length > 0 ? await takePatiently(parts, batch.events) : { taken: 0, known: 0 };
  const lines = batch.refused.map(({ row, said, record }) => `${JSON.stringify({ row, reasons: said, record })}\n`);
  const refusedBytes = await folder.refuse(job.refusedBytes, lines.join(''));
  const refused = reasons(job.refused);
  const remarks = reasons(job.remarks);
  for (const { row, said } of batch.refused) for (const one of said) refused.note(one, row);
  for (const { row, said } of batch.remarks) remarks.note(said, row);
  speed(batch.rows - job.rows, batch.fraction);
  Object.assign(job, {
    refusedBytes,
    rows: batch.rows,
    takenRows: job.takenRows + batch.takenRows,
    refusedRows: job.refusedRows + batch.refused.length,
    taken: job.taken + taken - known,
    known: job.known + known,
    refused: refused.list(),
    remarks: remarks.list(),
    found: batch.found,
    fraction: batch.fraction,
  } satisfies Partial<KeptJob>);
  await folder.save(job);
}

/** Runs a job to its end, or to where the signal ends it. Throws ImportFailed, and what the city throws. */
export async function runImport(parts: RunParts): Promise<'done' | 'stopped'> {
  const { job, folder, city, secret, clock, signal } = parts;
  const began = clock();
  let rows = 0;
  let from: number | undefined;
  const speed = (more: number, fraction: number): void => {
    rows += more;
    from ??= job.fraction;
    const seconds = (clock() - began) / 1000;
    job.rate = seconds > 0 ? rows / seconds : null;
    job.left = fraction > from ? (seconds * (1 - fraction)) / (fraction - from) : null;
  };
  const thread = startThread({ task: 'run', path: folder.file, file: job.file, city: city.city, secret, now: city.now(), mapping: job.mapping!, skip: job.rows }); // prettier-ignore
  try {
    for (;;) {
      const says = await next(thread);
      if (says.say === 'failed') throw new ImportFailed(says.rule);
      if (says.say === 'end') return 'done';
      if (says.say !== 'batch') continue;
      await advance(parts, says, speed);
      if (signal.aborted) return 'stopped';
      const go: Go = { now: city.now() };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      thread.postMessage(go);
    }
  } finally {
    job.rate = job.left = null;
    await thread.terminate();
  }
}
