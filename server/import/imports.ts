/**
 * The imports of one city on this server: files that come in pieces, previews, and jobs, one at a time. What is known of
 * them is in their folders, so a server that was killed goes on where it was.
 */
import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { IMPORT_PHASES, PIECE_BYTES, type ImportJob, type ImportPhase, type ImportPreview, type NewImport } from '../../contract/import.ts'; // prettier-ignore
import type { Mapping } from '../../contract/mapping.ts';
import { DAY } from '../../contract/time.ts';
import { checkMapping } from '../mapping/check.ts';
import { importFolder, keptJobs, type ImportFolder, type KeptJob } from './folder.ts';
import { ImportFailed, previewFile, runImport, type ImportCity } from './run.ts';

/** An import that cannot be done: `status` as in HTTP. */
export class ImportProblem extends Error {
  constructor(
    readonly status: 400 | 404 | 409 | 413 | 503,
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

export interface ImportParts {
  city: ImportCity;
  /** Folder of the city's imports. */
  dir: string;
  secret: string;
  /** Unix ms of the machine, and a clock that only goes on, ms. */
  now(): number;
  clock(): number;
  onError(error: unknown): void;
}

export interface Imports {
  list(): ImportJob[];
  get(id: string): ImportJob;
  create(wanted: NewImport): Promise<ImportJob>;
  /** A piece of the file from this byte on. */
  receive(id: string, from: number, piece: Buffer): Promise<ImportJob>;
  preview(id: string, mapping?: unknown): Promise<ImportPreview>;
  start(id: string, mapping: unknown, by: string): Promise<ImportJob>;
  pause(id: string): Promise<ImportJob>;
  resume(id: string): Promise<ImportJob>;
  cancel(id: string): Promise<ImportJob>;
  remove(id: string): Promise<void>;
  /** Where what was refused lies, and its bytes. */
  refused(id: string): { path: string; bytes: number };
  /** Resolves when nothing runs any more. What runs goes on at the next start. */
  stop(): Promise<void>;
}

/** Bounds of what lies in a city's folder: jobs, and bytes of files that are not done. */
const JOBS = 200;
const BYTES = 64 * 2 ** 30;
/** Bytes that stay free on the disk. */
const SPARE = 512 << 20;
/** A file of which no piece came for so long is let go of. */
const ABANDONED = 2 * DAY;

const OVER = new Set<ImportPhase>(['done', 'failed', 'cancelled']);
const shown = (job: KeptJob): ImportJob => {
  const { refusedBytes, ...face } = job;
  void refusedBytes;
  return face;
};

export async function openImports(parts: ImportParts): Promise<Imports> {
  const { city, dir, secret, now, clock, onError } = parts;
  const jobs = new Map<string, KeptJob>();
  const folders = new Map<string, ImportFolder>();
  const folderOf = (id: string): ImportFolder => {
    let folder = folders.get(id);
    if (!folder) folders.set(id, (folder = importFolder(join(dir, id))));
    return folder;
  };
  const running = new Map<string, { ending: AbortController; after: ImportPhase | null }>();
  let queue: Promise<void> = Promise.resolve();
  let stopping = false;
  let previewing = 0;

  const jobOf = (id: string): KeptJob => {
    const job = jobs.get(id);
    if (!job) throw new ImportProblem(404, '/id', 'there is no such import');
    return job;
  };
  const inPhase = (id: string, ...phases: ImportPhase[]): KeptJob => {
    const job = jobOf(id);
    if (!phases.includes(job.phase))
      throw new ImportProblem(409, '/phase', `must be ${phases.join(' or ')}, and is ${job.phase}`);
    return job;
  };
  const to = async (job: KeptJob, phase: ImportPhase): Promise<ImportJob> => {
    job.phase = phase;
    if (OVER.has(phase)) {
      job.ended = now();
      await folderOf(job.id).dropFile();
    }
    await folderOf(job.id).save(job);
    return shown(job);
  };

  const run = async (job: KeptJob): Promise<void> => {
    if (stopping || job.phase !== 'waiting') return;
    const control = { ending: new AbortController(), after: null as ImportPhase | null };
    running.set(job.id, control);
    try {
      await to(job, 'running');
      const { signal } = control.ending;
      const end = await runImport({ job, folder: folderOf(job.id), city, secret, clock, signal });
      if (end === 'done') {
        job.fraction = 1;
        await to(job, 'done');
      } else if (control.after) await to(job, control.after);
    } catch (error) {
      // A store that was away while the server ends: the job goes on at the next start.
      if (stopping) return;
      job.error = error instanceof Error ? error.message : String(error);
      // A file that cannot be read is no better the next time; whatever else went wrong may be.
      await to(job, control.after ?? (error instanceof ImportFailed ? 'failed' : 'paused'));
      if (!(error instanceof ImportFailed)) onError(error);
    } finally {
      running.delete(job.id);
    }
  };
  const enqueue = (job: KeptJob): void => {
    job.phase = 'waiting';
    job.error = null;
    queue = queue.then(() => run(job)).catch(onError);
  };

  const tidy = async (): Promise<void> => {
    const old = [...jobs.values()].filter(
      ({ phase, created, id }) => !running.has(id) && phase === 'uploading' && now() - created > ABANDONED,
    );
    const over = [...jobs.values()].filter(({ phase }) => OVER.has(phase));
    for (const job of [...old, ...over.slice(0, Math.max(0, jobs.size - JOBS + 1))]) {
      jobs.delete(job.id);
      await folderOf(job.id).remove();
    }
  };

  for (const job of await keptJobs(dir, onError)) {
    if (!IMPORT_PHASES.includes(job.phase)) continue;
    jobs.set(job.id, job);
    if (job.phase === 'running' || job.phase === 'waiting') enqueue(job);
  }

  return {
    list: () => [...jobs.values()].map(shown).toReversed(),
    get: (id) => shown(jobOf(id)),
    async create({ file, bytes }) {
      await tidy();
      if (jobs.size >= JOBS) throw new ImportProblem(503, '', `there are ${JOBS} imports: remove some`);
      const held = [...jobs.values()].reduce((sum, job) => sum + (OVER.has(job.phase) ? 0 : job.bytes), 0);
      if (held + bytes > BYTES) throw new ImportProblem(413, '/bytes', 'would be more than there may lie at a time');
      const job: KeptJob = {
        id: randomBytes(8).toString('hex'), city: city.city.id, file, bytes, received: 0, phase: 'uploading',
        created: now(), started: null, ended: null, by: '', mapping: null, found: {}, rows: 0, takenRows: 0, refusedRows: 0,
        taken: 0, known: 0, refused: [], remarks: [], fraction: 0, rate: null, left: null, error: null, refusedBytes: 0,
      }; // prettier-ignore
      await folderOf(job.id).save(job);
      const { bavail, bsize } = await statfs(dir);
      if (bavail * bsize < bytes + SPARE) {
        await folderOf(job.id).remove();
        throw new ImportProblem(413, '/bytes', 'is more than the disk has room for');
      }
      jobs.set(job.id, job);
      return shown(job);
    },
    async receive(id, from, piece) {
      const job = inPhase(id, 'uploading');
      const folder = folderOf(id);
      job.received = Math.min(await folder.received(), job.bytes);
      if (from !== job.received) throw new ImportProblem(409, '/from', `must be ${job.received}: that much is here`);
      if (piece.length > PIECE_BYTES) throw new ImportProblem(413, '', `a piece has at most ${PIECE_BYTES} bytes`);
      if (from + piece.length > job.bytes) throw new ImportProblem(400, '', 'the file is longer than was said');
      await folder.write(from, piece);
      job.received = from + piece.length;
      return job.received === job.bytes ? to(job, 'uploaded') : shown(job);
    },
    async preview(id, mapping) {
      const { file } = inPhase(id, 'uploaded', 'paused');
      if (previewing >= 2) throw new ImportProblem(503, '', 'others look at their files now; try again in a moment');
      previewing++;
      try {
        return await previewFile({ path: folderOf(id).file, file, city: city.city, secret, now: city.now(), mapping });
      } finally {
        previewing--;
      }
    },
    async start(id, given, by) {
      const job = inPhase(id, 'uploaded');
      const mapping: Mapping = checkMapping(given);
      Object.assign(job, { mapping, by, started: now() } satisfies Partial<KeptJob>);
      enqueue(job);
      await folderOf(id).save(job);
      return shown(job);
    },
    async pause(id) {
      const job = inPhase(id, 'running', 'waiting');
      if (job.phase === 'waiting') return to(job, 'paused');
      const control = running.get(id)!;
      control.after = 'paused';
      control.ending.abort();
      return shown(job);
    },
    async resume(id) {
      const job = inPhase(id, 'paused');
      if (!job.mapping) throw new ImportProblem(409, '/phase', 'was never started');
      enqueue(job);
      await folderOf(id).save(job);
      return shown(job);
    },
    async cancel(id) {
      const job = inPhase(id, 'uploading', 'uploaded', 'waiting', 'running', 'paused');
      const control = running.get(id);
      if (!control) return to(job, 'cancelled');
      control.after = 'cancelled';
      control.ending.abort();
      return shown(job);
    },
    async remove(id) {
      inPhase(id, 'uploading', 'uploaded', 'paused', 'done', 'failed', 'cancelled');
      jobs.delete(id);
      await folderOf(id).remove();
    },
    refused: (id) => ({ path: folderOf(id).refused, bytes: jobOf(id).refusedBytes }),
    async stop() {
      stopping = true;
      for (const { ending } of running.values()) ending.abort();
      await queue;
    },
  };
}
