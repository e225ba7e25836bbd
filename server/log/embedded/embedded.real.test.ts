import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorker } from '../../worker.ts';
import { LogUnavailable } from '../log.ts';
import { logSuite, sampleEvent } from '../log.suite.ts';
import { openEmbeddedLog, type EmbeddedLogOptions } from './embedded.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'log-'));
const site = (options: Omit<EmbeddedLogOptions, 'path'>) => async () => {
  const dir = await folder();
  return {
    open: () => openEmbeddedLog({ path: join(dir, 'log.db'), ...options }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
};

logSuite('embedded', site({}));
logSuite('embedded, with hardly a tail', site({ tailEvents: 3 }));

describe('embedded log', () => {
  let dir: string;
  let path: string;
  beforeEach(async () => {
    dir = await folder();
    path = join(dir, 'log.db');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const batch = (from: number, count: number) => Array.from({ length: count }, (_, i) => sampleEvent(from + i));

  it('[E2] a full disk refuses the whole batch, and the log goes on as it was', async () => {
    const log = await openEmbeddedLog({ path, maxPages: 60 });
    await log.append(batch(1, 10), 1);
    await expect(log.append(batch(1_000, 3_000), 2)).rejects.toBeInstanceOf(LogUnavailable);
    expect(log.head()).toBe(10);
    expect(log.pending()).toEqual({ events: 0, bytes: 0 });
    expect(await log.append([sampleEvent(11), sampleEvent(1_000)], 3)).toEqual([
      { seq: 11, known: false },
      { seq: 12, known: false },
    ]);
    await log.close();
    const again = await openEmbeddedLog({ path });
    expect((await again.read(0, 100)).map((entry) => entry.id).slice(9)).toEqual(['e-10', 'e-11', 'e-1000']);
    await again.close();
  });

  it('[E2] a thread that dies makes it unavailable, and it is opened again with what was acknowledged', async () => {
    let thread: Worker | undefined;
    const log = await openEmbeddedLog({
      path,
      restartAfter: 10,
      spawn: (workerData) => (thread = startWorker(new URL('./thread.ts', import.meta.url), { workerData })),
    });
    const { epoch } = log;
    await log.append(batch(1, 5), 1);
    const lost = thread!;
    const waiting = Array.from({ length: 20 }, (_, i) => log.append(batch(100 + i * 10, 5), 2));
    const ends = Promise.allSettled(waiting);
    await lost.terminate();
    const refused = (await ends).filter((one) => one.status === 'rejected');
    for (const one of refused) expect(one.reason).toBeInstanceOf(LogUnavailable);
    expect(log.pending()).toEqual({ events: 0, bytes: 0 });
    await expect
      .poll(
        () =>
          log.append([sampleEvent(9_999)], 3).then(
            (places) => places.length,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(1);
    expect(log.epoch).toBe(epoch);
    const entries = await log.read(0, 1_000);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
    expect(entries.at(-1)!.id).toBe('e-9999');
    const kept = new Set(entries.map((entry) => entry.id));
    const acknowledged = (await ends).flatMap((one, i) => (one.status === 'fulfilled' ? batch(100 + i * 10, 5) : []));
    expect(acknowledged.filter((event) => !kept.has(event.id))).toEqual([]);
    await log.close();
  });

  it('counts what waits, refuses what would exceed the bound, and takes it again later', async () => {
    const log = await openEmbeddedLog({ path, maxPendingBytes: 50_000 });
    const first = log.append(batch(1, 100), 1);
    expect(log.pending().events).toBe(100);
    await expect(log.append(batch(1_000, 1_000), 1)).rejects.toBeInstanceOf(LogUnavailable);
    await first;
    expect(log.pending()).toEqual({ events: 0, bytes: 0 });
    expect((await log.append(batch(1_000, 1_000), 1)).at(-1)).toEqual({ seq: 1_100, known: false });
    await log.close();
  });

  it('finishes what it accepted before it closes', async () => {
    const log = await openEmbeddedLog({ path });
    const waiting = [log.append(batch(1, 50), 1), log.append(batch(51, 50), 1)];
    await log.close();
    expect((await Promise.all(waiting)).flat().at(-1)).toEqual({ seq: 100, known: false });
  });

  it('is opened by one process at a time', async () => {
    const log = await openEmbeddedLog({ path });
    const script = `import { openEmbeddedLog } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
      openEmbeddedLog({ path: ${JSON.stringify(path)} }).then(() => console.log('opened'), (error) => console.log(error.constructor.name));`;
    const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect(run.stdout.trim()).toBe('LogUnavailable');
    await log.close();
  });

  it('[E2] nothing acknowledged is lost when the process is killed', async () => {
    const script = `import { openEmbeddedLog } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
      const log = await openEmbeddedLog({ path: ${JSON.stringify(path)} });
      for (let n = 1; ; n++) {
        const events = Array.from({ length: 7 }, (_, i) => ({ source: '/k', id: n + '-' + i, type: 'hotline.call.abandoned', subject: 'c', at: 1, data: {} }));
        log.append(events, 1).then(() => process.stdout.write(n + '\\n'));
        if (n % 5 === 0) await new Promise((done) => setImmediate(done));
        if (n % 500 === 0) await new Promise((done) => setTimeout(done, 5));
      }`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (told.length > 5_000) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    const acknowledged = told.slice(0, told.lastIndexOf('\n')).split('\n');
    expect(acknowledged.length).toBeGreaterThan(100);
    const log = await openEmbeddedLog({ path });
    const kept = new Set<string>();
    for (let after = 0; after < log.head();) {
      const entries = await log.read(after, 1_000);
      entries.forEach((entry, i) => expect(entry.seq).toBe(after + i + 1));
      for (const entry of entries) kept.add(entry.id);
      after = entries.at(-1)!.seq;
    }
    for (const n of acknowledged) for (let i = 0; i < 7; i++) expect(kept.has(`${n}-${i}`)).toBe(true);
    await log.close();
  });
});
