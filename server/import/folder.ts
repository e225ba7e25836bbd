/** Where an import lies: a folder of its own in the data directory, with the file, the state of its job, and what was refused. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportJob } from '../../contract/import.ts';

/** A job as it is kept. */
export interface KeptJob extends ImportJob {
  /** Bytes of what was refused that belong to rows that are done. */
  refusedBytes: number;
}

export interface ImportFolder {
  readonly file: string;
  readonly refused: string;
  save(job: KeptJob): Promise<void>;
  /** Bytes of the file that are here. */
  received(): Promise<number>;
  /** Writes a piece at its place. */
  write(from: number, piece: Buffer): Promise<void>;
  /** Adds to what was refused, after `from` bytes of it; gives the bytes that it has then. */
  refuse(from: number, lines: string): Promise<number>;
  /** Lets the uploaded file go. */
  dropFile(): Promise<void>;
  remove(): Promise<void>;
}

const JOB = 'job.json';

export function importFolder(dir: string): ImportFolder {
  const file = join(dir, 'file');
  const refused = join(dir, 'refused.ndjson');
  /** One save at a time: they share a name until they are whole. */
  let saving: Promise<void> = Promise.resolve();
  const write = async (text: string): Promise<void> => {
    await mkdir(dir, { recursive: true });
    const fresh = join(dir, `${JOB}.new`);
    const handle = await open(fresh, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, join(dir, JOB));
  };
  return {
    file,
    refused,
    save(job) {
      // As it is now, not as it will be when its turn comes.
      const text = JSON.stringify(job);
      const done = saving.then(() => write(text));
      saving = done.catch(() => undefined);
      return done;
    },
    received: async () => (existsSync(file) ? (await stat(file)).size : 0),
    async write(from, piece) {
      const handle = await open(file, existsSync(file) ? 'r+' : 'w');
      try {
        await handle.write(piece, 0, piece.length, from);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async refuse(from, lines) {
      // What a run that was killed had written of rows that are read again goes.
      if (existsSync(refused) && (await stat(refused)).size > from) await truncate(refused, from);
      if (lines !== '') await appendFile(refused, lines);
      return from + Buffer.byteLength(lines);
    },
    dropFile: () => rm(file, { force: true }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** The jobs that lie in the folder of a city. One that cannot be read is told and left alone. */
export async function keptJobs(dir: string, onError: (error: unknown) => void): Promise<KeptJob[]> {
  if (!existsSync(dir)) return [];
  const jobs: KeptJob[] = [];
  for (const entry of await readdir(dir)) {
    try {
      jobs.push(JSON.parse(await readFile(join(dir, entry, JOB), 'utf8')) as KeptJob);
    } catch (error) {
      onError(new Error(`import ${entry} cannot be read`, { cause: error }));
    }
  }
  return jobs.toSorted((a, b) => a.created - b.created);
}
