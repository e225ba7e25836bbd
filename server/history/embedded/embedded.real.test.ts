import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { historySuite } from '../history.suite.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import { openEmbeddedHistory } from './open.ts';
import { RemoteHistory } from './remote.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hotline-history-'));

historySuite('embedded', async (zone) => {
  const dir = await folder();
  return {
    open: () => openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone, memoryLimit: '256MB' }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
});

describe('embedded history', () => {
  it('rejects what cannot be opened', async () => {
    const dir = await folder();
    await expect(openEmbeddedHistory({ path: join(dir, 'no', 'such.duckdb'), zone: 'Asia/Shanghai' })).rejects.toThrow(
      /such\.duckdb/,
    );
    await expect(openEmbeddedHistory({ path: join(dir, 'x.duckdb'), zone: 'Nowhere/Else' })).rejects.toThrow(/Nowhere/);
    await rm(dir, { recursive: true });
  });

  it('when its thread dies, what is pending and what comes later is refused, and close still ends', async () => {
    // A real thread that takes a message and dies of it.
    const worker = new Worker(
      `require('node:worker_threads').parentPort.once('message', () => { throw new Error('out of memory'); })`,
      {
        eval: true,
      },
    );
    const history = new RemoteHistory(worker);
    const pending = [history.position(), history.count({ measure: 'accepted' })];
    for (const call of pending) await expect(call).rejects.toThrow(HistoryUnavailable);
    await expect(history.ticket('T1')).rejects.toThrow(HistoryUnavailable);
    await expect(history.write([], { epoch: 'e', seq: 1 })).rejects.toThrow(HistoryUnavailable);
    await history.close();
    await history.close();
  });
});
