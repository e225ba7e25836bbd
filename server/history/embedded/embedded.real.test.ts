import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factArb } from '../arbitrary.ts';
import type { FactRecord } from '../history.ts';
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

  it('gives a file of a version with fewer fields the new ones, empty, and keeps all it has', async () => {
    const dir = await folder();
    const path = join(dir, 'history.duckdb');
    const open = () => openEmbeddedHistory({ path, zone: 'Asia/Shanghai', memoryLimit: '256MB' });
    const facts = fc
      .sample(factArb(), { numRuns: 200, seed: 7 })
      .filter(({ kind }) => kind === 'ticket')
      .map((fact, i) => ({ ...fact, row: { ...fact.row, id: `T${i}` } }) as FactRecord);
    const ids = facts.map(({ row }) => row.id);
    let history = await open();
    await history.write(facts, { epoch: 'e', seq: 1 });
    await history.close();
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const name of ['lat', 'street', 'words']) await connection.run(`ALTER TABLE ticket DROP COLUMN "${name}"`);
    connection.closeSync();
    instance.closeSync();
    history = await open();
    const before = { lat: null, street: null, words: [] };
    const found = new Map((await history.load('ticket', ids)).map((fact) => [fact.row.id, fact]));
    expect(found.size).toBeGreaterThan(10);
    for (const fact of facts) expect(found.get(fact.row.id)).toEqual({ ...fact, row: { ...fact.row, ...before } });
    await history.write(facts, { epoch: 'e', seq: 2 });
    expect((await history.load('ticket', [ids[0]!]))[0]).toEqual(facts[0]);
    await history.close();
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
