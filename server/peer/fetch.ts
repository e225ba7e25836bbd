/** A server that joins with an empty or too old history takes over a peer's, and folds on from its position. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { History } from '../history/history.ts';
import type { Log } from '../log/log.ts';
import type { Export } from './serve.ts';

/** A peer that gives nothing for so long is given up, ms. */
const SILENT = 60_000;

export interface CatchUp {
  city: string;
  history: History;
  log: Log;
  peers: readonly { address: string; kept: number }[];
  secret: string;
  /** Folder for what is under way. */
  dir: string;
  /** Told about once a second: bytes that are here, of all. */
  onProgress(here: number, all: number): void;
  onError(error: unknown): void;
}

/** Whether the log no longer holds what this history lacks. */
export async function lacks(history: History, log: Log): Promise<boolean> {
  const position = await history.position();
  const from = position?.epoch === log.epoch ? position.seq : 0;
  return log.first() - 1 > from;
}

/**
 * Takes over the history of the peer that has most, when the log alone would leave a gap. True when it did, false when
 * there was no need or no peer could give it; what went wrong is told.
 */
export async function catchUp(options: CatchUp): Promise<boolean> {
  const { history, log, peers, onError } = options;
  if (!(await lacks(history, log))) return false;
  for (const { address } of [...peers].sort((a, b) => b.kept - a.kept)) {
    try {
      await takeOver(address, options);
      if (!(await lacks(history, log))) return true;
      onError(new Error(`the history of ${address} is no newer than the log's beginning`));
    } catch (error) {
      onError(new Error(`the history of ${address} could not be taken over`, { cause: error }));
    }
  }
  return false;
}

async function takeOver(address: string, { city, history, log, secret, dir, onProgress }: CatchUp): Promise<void> {
  const ask = async (method: string, path: string): Promise<Response> => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${address}/peer/${city}/exports${path}`, { method, headers });
    if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
    return answer;
  };
  await mkdir(dir, { recursive: true });
  const place = await mkdtemp(join(dir, `${city}-import-`));
  try {
    const { id, position, sizes } = (await (await ask('POST', '')).json()) as Export;
    if (position.epoch !== log.epoch) throw new Error('it belongs to another log');
    const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    let here = 0;
    let told = 0;
    for (const kind of Object.keys(sizes)) {
      if (!/^[a-z]+$/.test(kind)) throw new Error(`${kind} is no kind of fact`);
      const { body } = await ask('GET', `/${id}/${kind}`);
      const stopped = new AbortController();
      let timer = setTimeout(() => stopped.abort(), SILENT);
      const count = new Transform({
        transform(chunk: Buffer, _, done) {
          here += chunk.length;
          clearTimeout(timer);
          timer = setTimeout(() => stopped.abort(), SILENT);
          if (Date.now() - told >= 1000) onProgress(here, all);
          if (Date.now() - told >= 1000) told = Date.now();
          done(null, chunk);
        },
      });
      await pipeline(Readable.fromWeb(body as never), count, createWriteStream(join(place, `${kind}.parquet`)), {
        signal: stopped.signal,
      }).finally(() => clearTimeout(timer));
    }
    onProgress(here, all);
    await history.importFrom(place, position);
    await ask('DELETE', `/${id}`).catch(() => undefined);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
