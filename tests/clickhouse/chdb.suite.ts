/**
 * The suite of the history on a ClickHouse of today inside this process (chdb), through the client that servers are spoken
 * with. `chdb.test.ts` runs it in a process of its own: chdb holds one data directory a process, reads `config.xml` of
 * the working directory, and a fault of it ends the process.
 */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { factArb } from '../../server/history/arbitrary.ts';
import type { FactRecord } from '../../server/history/history.ts';
import { historySuite } from '../../server/history/history.suite.ts';
import { openClickHouseHistory } from '../../server/history/clickhouse/open.ts';
import { settlingSuite } from './settling.suite.ts';

const require = createRequire(new URL('./package.json', import.meta.url));
const { createChdbConnection } = require('chdb/connection') as {
  createChdbConnection(options: { path: string }): never;
};

const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-chdb-'));
const client: ClickHouseClient = createClient({ connection: createChdbConnection({ path: dir }) });
afterAll(async () => {
  await client.close();
  rmSync(dir, { recursive: true, force: true });
});

const onError = (error: unknown): void => {
  throw error;
};
let sites = 0;

historySuite('ClickHouse of today (chdb)', async (zone) => {
  const database = `suite_${++sites}`;
  const options = { urls: [], client, cluster: null, database, zone, token: () => 1, onError };
  return {
    open: () => openClickHouseHistory(options),
    remove: async () => void (await client.command({ query: `DROP DATABASE IF EXISTS ${database} SYNC` })),
  };
});
settlingSuite('ClickHouse of today (chdb)', () => ({ client, cluster: null, urls: [] }));

it('two characters of Chinese are found by the index over texts, and exactly', async () => {
  const options = {
    urls: [],
    client,
    cluster: null,
    database: 'texts',
    zone: 'Asia/Shanghai',
    token: () => 1,
    onError,
  };
  const history = await openClickHouseHistory({ ...options, grace: 0 });
  const [model] = fc.sample(factArb('ticket'), { numRuns: 1, seed: 4 });
  const row = { ...model!.row, created: 1_790_000_000_000 };
  const rare: Record<number, string> = {
    777: '小区供暖不热',
    8000: '供 暖',
    12_000: '暖供',
    15_000: '100%供暖',
    19_999: 'A_供暖',
  };
  const facts = Array.from({ length: 20_000 }, (_, i) => {
    const title = rare[i] ?? `路灯不亮，第${i}号`;
    return {
      kind: 'ticket',
      row: { ...row, id: `T${String(i).padStart(6, '0')}`, title },
      steps: [],
    } as unknown as FactRecord;
  });
  await history.write(facts, { epoch: 'e', seq: 1 });
  const found = async (contains: string): Promise<number> =>
    (await history.count({ measure: 'accepted', filter: { title: { contains } } })).total[0];
  for (const moved of [false, true]) {
    if (moved) await history.settle();
    expect(await Promise.all(['供暖', '%供暖', '_供', 'a_供', '供_', '路灯', '暖', '热\\'].map(found))).toEqual([
      3, 1, 1, 0, 0, 19_995, 5, 0,
    ]);
  }
  const { stream } = await client.exec({
    query: `EXPLAIN indexes = 1 SELECT id FROM texts.ticket FINAL WHERE position(title, '暖供') > 0 AND ifNull(title, '') LIKE '%暖供%' FORMAT TSVRaw`,
  });
  let plan = '';
  for await (const chunk of stream) plan += String(chunk);
  const skipped = /Name: title_grams[\s\S]*?Granules: (\d+)\/(\d+)/.exec(plan);
  expect(Number(skipped?.[1])).toBeLessThan(Number(skipped?.[2]));
  await history.close();
});
