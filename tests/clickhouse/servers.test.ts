/** Two servers on one Redis with one history for both in ClickHouse: who holds the city writes it, and both read it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountAnswer } from '../../contract/query.ts';
import { created, event } from '../support/events.ts';
import { freePort, testRedis, type TestRedis } from '../support/redis.ts';
import { add, ask, figures, settled, testHome, type TestHome, type TestServer } from '../support/server.ts';
import { CLUSTER, hasServer, testNodes, type TestNodes } from './nodes.ts';

const here = hasServer();
if (!here) console.log('skipped: clickhouse-server is not installed (Debian: apt-get install clickhouse-server)');

async function until<T>(look: () => Promise<T>, right: (value: T) => boolean, limit = 60_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = await look().catch((error: unknown) => error as T);
    if (right(value)) return value;
    if (Date.now() > end) throw new Error(`it never came to be: ${String(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe.skipIf(!here)('two servers with one history in ClickHouse', () => {
  let cluster: TestNodes;
  let redis: TestRedis;
  let home: TestHome;
  const servers = new Map<string, TestServer>();
  const start = async (name: string): Promise<TestServer> => {
    mkdirSync(join(home.dir, name), { recursive: true });
    const env = { SERVER_ID: name, CLICKHOUSE_URL: cluster.urls.join(','), CLICKHOUSE_CLUSTER: CLUSTER };
    const server = await home.start({
      port: await freePort(),
      args: ['--data', join(home.dir, name)],
      // Entries are counted here: nothing may be read into the log beside them.
      env: { ...env, READ_TEXTS: 'off' },
      limit: 90_000,
    });
    servers.set(name, server);
    return server;
  };
  const holds = async (server: TestServer): Promise<boolean> =>
    /^hotline_wall_holder\{[^}]*\} 1$/m.test(await (await fetch(`${server.address}/metrics`)).text());
  const counted = async (server: TestServer, filter = {}): Promise<number> => {
    const range = { from: Date.now() - 86_400_000, to: Date.now() + 60_000 };
    const asked = { city: 'wuxi', measure: 'accepted', range, filter };
    return (await ask<CountAnswer>(server.address, '/api/v1/query/count', asked)).total[0];
  };
  /** What the nodes themselves hold, recent and settled, each fact once. */
  const inside = async (): Promise<number> =>
    Number(
      await cluster.ask(
        0,
        'SELECT uniqExact(id) FROM (SELECT id FROM hotline_wuxi.ticket UNION ALL SELECT id FROM hotline_wuxi.ticket_recent)',
      ),
    );

  beforeAll(async () => {
    [cluster, redis] = await Promise.all([testNodes(2), testRedis()]);
    home = await testHome('wuxi', redis.url);
    await Promise.all([start('a'), start('b')]);
  }, 300_000);
  afterAll(async () => {
    for (const server of servers.values()) await server.kill();
    home?.remove();
    await redis?.remove();
    await cluster?.remove();
  });

  it('[M2] both count from it what was sent to either', async () => {
    const [a, b] = [servers.get('a')!, servers.get('b')!];
    const events = Array.from({ length: 60 }, (_, i) => created(`H${i}`));
    await add(a.address, home.token, events.slice(0, 30));
    await add(b.address, home.token, events.slice(30));
    for (const server of [a, b]) {
      await settled(server.address);
      await until(
        () => counted(server),
        (n) => n === 60,
      );
    }
    expect(await inside()).toBe(60);
  });

  it('a node of ClickHouse dies: events are taken all the same, and are in the history when it is back', async () => {
    const [a, b] = [servers.get('a')!, servers.get('b')!];
    await cluster.nodes[1]!.kill();
    await add(
      a.address,
      home.token,
      Array.from({ length: 40 }, (_, i) => created(`N${i}`)),
    );
    for (const server of [a, b]) {
      await until(
        async () => (await figures(server.address))['folded'],
        (folded) => folded === 100,
      );
    }
    await cluster.nodes[1]!.start();
    for (const server of [a, b]) {
      await until(
        () => counted(server),
        (n) => n === 100,
      );
    }
    expect(await inside()).toBe(100);
  });

  it('the holder dies: the other one goes on writing, nothing is lost or doubled', async () => {
    const a = servers.get('a')!;
    const [holder, other] = (await holds(a)) ? [a, servers.get('b')!] : [servers.get('b')!, a];
    await add(
      other.address,
      home.token,
      Array.from({ length: 50 }, (_, i) => event('ticket.closed', `H${i}`, {})),
    );
    await holder.kill();
    await add(
      other.address,
      home.token,
      Array.from({ length: 20 }, (_, i) => created(`Z${i}`)),
    );
    await until(
      () => counted(other),
      (n) => n === 120,
    );
    expect(await counted(other, { status: 'closed' })).toBe(50);
    expect(await inside()).toBe(120);
    // One that comes back reads it as it is.
    const back = await start(holder === a ? 'a' : 'b');
    await until(
      () => counted(back),
      (n) => n === 120,
    );
    expect(await counted(back, { status: 'closed' })).toBe(50);
  });
});
