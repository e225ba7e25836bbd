/**
 * Two real servers over a real network, each one shard of a Distributed table: the suite of the history, and what happens
 * when one of them dies. They are of the version that Debian carries, 18.16, which is old: dialect.ts says what differs.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openClickHouseHistory } from '../../server/history/clickhouse/open.ts';
import { factArb } from '../../server/history/arbitrary.ts';
import type { FactRecord, History } from '../../server/history/history.ts';
import { historySuite } from '../../server/history/history.suite.ts';
import { HistoryUnavailable } from '../../server/history/unavailable.ts';
import { CLUSTER, hasServer, testNodes, type TestNodes } from './nodes.ts';
import { settlingSuite } from './settling.suite.ts';

const here = hasServer();
if (!here) console.log('skipped: clickhouse-server is not installed (Debian: apt-get install clickhouse-server)');

let cluster: TestNodes;
let sites = 0;
const onError = (error: unknown): void => {
  throw error;
};

describe.skipIf(!here)('two nodes of ClickHouse 18.16', () => {
  beforeAll(async () => {
    cluster = await testNodes(2);
  });
  afterAll(() => cluster?.remove());

  const open = (database: string, zone = 'Asia/Shanghai'): Promise<History> =>
    openClickHouseHistory({ urls: cluster.urls, cluster: CLUSTER, database, zone, token: () => 1, onError });
  const drop = async (database: string): Promise<void> => {
    for (const i of cluster.nodes.keys()) await cluster.ask(i, `DROP DATABASE IF EXISTS ${database}`);
  };

  historySuite('two shards of ClickHouse 18.16', async (zone) => {
    const database = `suite_${++sites}`;
    return { open: () => open(database, zone), remove: () => drop(database) };
  });

  settlingSuite('two shards of ClickHouse 18.16', () => ({ urls: cluster.urls, cluster: CLUSTER }));

  it('facts are spread over both, each on one', async () => {
    const history = await open('spread');
    const facts = tickets(500, 'first');
    await history.write(facts, { epoch: 'e', seq: 1 });
    const on = await Promise.all(
      [0, 1].map(async (i) => Number(await cluster.ask(i, 'SELECT count() FROM spread.ticket_recent_here'))),
    );
    expect(on[0]! + on[1]!).toBe(500);
    expect(Math.min(...on)).toBeGreaterThan(100);
    await history.close();
    await drop('spread');
  });

  it('tables of a version with fewer fields get the new ones, empty', async () => {
    let history = await open('fields');
    const facts = tickets(60, 'first').map((fact) => ({ ...fact, row: { ...fact.row, lat: 31.5 } }) as FactRecord);
    await history.write(facts, { epoch: 'e', seq: 1 });
    await history.close();
    for (const i of cluster.nodes.keys())
      for (const table of ['ticket_here', 'ticket_recent_here', 'ticket', 'ticket_recent'])
        await cluster.ask(i, `ALTER TABLE fields.${table} DROP COLUMN lat`);
    history = await open('fields');
    const id = facts[0]!.row.id;
    const latOf = async (): Promise<unknown> => ((await history.load('ticket', [id]))[0]!.row as { lat: unknown }).lat;
    expect(await latOf()).toBeNull();
    await history.write([facts[0]!], { epoch: 'e', seq: 2 });
    expect(await latOf()).toBe(31.5);
    await history.close();
    await drop('fields');
  });

  it('while a node is dead queries and writes are refused clearly, and nothing is lost or doubled when it is back', async () => {
    const history = await open('death');
    const count = async (): Promise<number> => (await history.count({ measure: 'accepted' })).total[0];
    await history.write(tickets(400, 'first'), { epoch: 'e', seq: 1 });
    expect(await count()).toBe(400);
    for (const victim of [1, 0]) {
      await cluster.nodes[victim]!.kill();
      await expect(count()).rejects.toThrow(HistoryUnavailable);
      // Half of its rows reach the other node, if any do; nobody sees them.
      await expect(history.write(tickets(400, 'lost'), { epoch: 'e', seq: 2 })).rejects.toThrow(HistoryUnavailable);
      await expect(history.list({ measure: 'accepted', size: 5 })).rejects.toThrow(HistoryUnavailable);
      await cluster.nodes[victim]!.start();
      expect(await history.position()).toEqual({ epoch: 'e', seq: 1 });
      expect(await count()).toBe(400);
      expect((await history.count({ measure: 'accepted', filter: { title: 'first' } })).total[0]).toBe(400);
    }
    await history.write(tickets(500, 'second'), { epoch: 'e', seq: 3 });
    expect(await history.position()).toEqual({ epoch: 'e', seq: 3 });
    expect((await history.count({ measure: 'accepted', filter: { title: 'second' } })).total[0]).toBe(500);
    expect(await count()).toBe(500);
    await history.close();
    await drop('death');
  });

  it('a history opens only when every node that is named can be prepared', async () => {
    const urls = [cluster.urls[0]!, 'http://127.0.0.1:9'];
    const options = { cluster: CLUSTER, database: 'partly', zone: 'UTC', token: () => null, onError };
    await expect(openClickHouseHistory({ ...options, urls })).rejects.toThrow(HistoryUnavailable);
    await drop('partly');
  });
});

/** So many tickets, born one second after the other, with this title. */
function tickets(n: number, title: string): FactRecord[] {
  const [model] = fc.sample(factArb('ticket'), { numRuns: 1, seed: 4 });
  return Array.from(
    { length: n },
    (_, i) =>
      ({ ...model!, row: { ...model!.row, id: `T${i}`, created: 1_790_000_000_000 + i * 1000, title } }) as FactRecord,
  );
}
