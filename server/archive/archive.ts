/**
 * The archive of a city: what the log lets go of and what was imported behind it, kept for good, so that a history that is
 * lost or spoilt can be built anew from archive and log. Files of gzipped JSON lines (an event a line, as the log keeps it)
 * in one folder; `zcat` reads them. The order of events means nothing: facts are the same for every order (rule E4), and an
 * event that is in here twice changes nothing (E3).
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import type { Position } from '../../contract/protocol.ts';
import type { LogEvent } from '../log/log.ts';

export interface Archive {
  /** Adds events and resolves when they are durable. Puts run one after the other. */
  put(events: readonly LogEvent[]): Promise<void>;
  /** Says that everything up to this position of the log is in here. Durable when it resolves. */
  cover(position: Position): Promise<void>;
  /** Up to where the log is in here; null: nothing of it. */
  covered(): Promise<Position | null>;
  /** Whether anything is in here. */
  empty(): Promise<boolean>;
  /** Everything, in batches of at most `size`. A tail that a crash tore off was never acknowledged and is passed over. */
  read(size: number): AsyncIterable<LogEvent[]>;
  close(): Promise<void>;
}

export interface ArchiveOptions {
  dir: string;
  /** A file that has this many bytes is followed by another one. */
  fileBytes?: number;
  /** Told of a file that ends in the middle or holds what is no event. */
  onError(error: unknown): void;
}

const FILE_BYTES = 64 << 20;
const NAME = /^(\d{6})\.ndjson\.gz$/;
const COVER = 'log.json';
const pack = promisify(gzip);

/** Opens the archive in a folder, which is made with the first thing that is put in. */
export function openArchive({ dir, fileBytes = FILE_BYTES, onError }: ArchiveOptions): Archive {
  /** The file that is being written; always one that this process began, so that it never continues a torn tail. */
  let file: { handle: FileHandle; bytes: number } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const files = async (): Promise<string[]> => {
    const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => NAME.test(name)).sort();
  };
  /** A new name in a folder is durable when the folder is. */
  const syncDir = async (): Promise<void> => {
    const folder = await open(dir, 'r');
    await folder.sync().finally(() => folder.close());
  };
  const begin = async (): Promise<{ handle: FileHandle; bytes: number }> => {
    await mkdir(dir, { recursive: true });
    const number = Number(NAME.exec((await files()).at(-1) ?? '')?.[1] ?? 0) + 1;
    const handle = await open(join(dir, `${String(number).padStart(6, '0')}.ndjson.gz`), 'wx');
    await syncDir();
    return { handle, bytes: 0 };
  };
  const write = async (events: readonly LogEvent[]): Promise<void> => {
    const lines = events.map(({ source, id, type, subject, at, data }) =>
      JSON.stringify({ source, id, type, subject, at, data }),
    );
    const packed = await pack(`${lines.join('\n')}\n`);
    file ??= await begin();
    try {
      await file.handle.writeFile(packed);
      await file.handle.datasync();
    } catch (error) {
      // What was written of it may be torn: what comes later goes into another file.
      await file.handle.close().catch(onError);
      file = null;
      throw error;
    }
    file.bytes += packed.length;
    if (file.bytes < fileBytes) return;
    await file.handle.close();
    file = null;
  };
  /** After all that came before, whether that went well or not. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  return {
    put: (events) => (events.length === 0 ? Promise.resolve() : inTurn(() => write(events))),
    cover: (position) =>
      inTurn(async () => {
        await mkdir(dir, { recursive: true });
        const fresh = join(dir, `${COVER}.new`);
        const handle = await open(fresh, 'w');
        await handle.writeFile(JSON.stringify(position));
        await handle.sync().finally(() => handle.close());
        await rename(fresh, join(dir, COVER));
        await syncDir();
      }),
    async covered() {
      const text = await readFile(join(dir, COVER), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return text === null ? null : (JSON.parse(text) as Position);
    },
    empty: async () => (await files()).length === 0,
    async *read(size) {
      let batch: LogEvent[] = [];
      for (const name of await files()) {
        for await (const event of eventsOf(join(dir, name), onError)) {
          if (batch.push(event) < size) continue;
          yield batch;
          batch = [];
        }
      }
      if (batch.length > 0) yield batch;
    },
    close: () =>
      inTurn(async () => {
        await file?.handle.close();
        file = null;
      }),
  };
}

/** The events of a file up to its end or to where it is torn. */
async function* eventsOf(path: string, onError: (error: unknown) => void): AsyncGenerator<LogEvent> {
  const raw = createReadStream(path);
  const text = raw.pipe(createGunzip());
  let broken: unknown;
  raw.on('error', (error) => text.destroy(error));
  // The reader of lines does not pass on what befalls its input; it ends then.
  text.on('error', (error) => (broken = error));
  const lines = createInterface({ input: text, crlfDelay: Infinity });
  let count = 0;
  try {
    for await (const line of lines) {
      count++;
      let event: LogEvent;
      try {
        event = JSON.parse(line) as LogEvent;
      } catch (error) {
        onError(new Error(`${path}: line ${count} is no event and is passed over`, { cause: error }));
        continue;
      }
      yield event;
    }
  } catch (error) {
    broken = error;
  } finally {
    raw.destroy();
  }
  if (broken !== undefined) onError(new Error(`${path} ends in the middle, after ${count} events`, { cause: broken }));
}
