/** Alerts where several servers follow a city: the one that holds it writes, all show, and another goes on when it dies. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertCard } from '../contract/alert.ts';
import { created } from './support/events.ts';
import { freePort, testRedis, type TestRedis } from './support/redis.ts';
import { add, testHome, type TestHome, type TestServer } from './support/server.ts';

const PATIENCE = 90_000;
const RULE = {
  id: 'many', names: { zh: '诉求偏多', en: 'Many demands' }, signal: 'threshold', family: 'service', measure: 'accepted',
  window: 60, raise: 5, clear: 3, for: 0, keep: 60, level: 3,
}; // prettier-ignore

describe('alerts of several servers', () => {
  let redis: TestRedis;
  let home: TestHome;
  const servers: TestServer[] = [];

  const call = async (server: TestServer, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.address}/api/v1/cities/wuxi${path}`, {
      method,
      headers: { authorization: `Bearer ${home.admin}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }); // prettier-ignore
  const cards = async (server: TestServer): Promise<(AlertCard & { id: string })[]> =>
    ((await (await call(server, 'GET', '/alerts?status=all')).json()) as { alerts: (AlertCard & { id: string })[] })
      .alerts;
  const until = async <T>(ask: () => Promise<T>, right: (value: T) => boolean): Promise<T> => {
    for (const end = Date.now() + PATIENCE; ;) {
      const value = await ask();
      if (right(value)) return value;
      if (Date.now() > end) throw new Error(`it never came to be: ${JSON.stringify(value)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const holds = async (server: TestServer): Promise<boolean> =>
    /^hotline_wall_holder\{[^}]*\} 1$/m.test(await (await fetch(`${server.address}/metrics`)).text());

  beforeAll(async () => {
    redis = await testRedis();
    home = await testHome('wuxi', redis.url);
    for (const name of ['a', 'b']) {
      mkdirSync(join(home.dir, name));
      const args = ['--data', join(home.dir, name)];
      servers.push(await home.start({ port: await freePort(), args, env: { SERVER_ID: name } }));
    }
  }, 120_000);
  afterAll(async () => {
    for (const server of servers) await server.kill();
    home?.remove();
    await redis?.remove();
  });

  it('[A1] one raises it, all show it, a desk claims it anywhere, and another server goes on with it', async () => {
    const [a, b] = servers as [TestServer, TestServer];
    expect((await call(a, 'PUT', '/rules/many', RULE)).status).toBe(200);
    await add(b.address, home.token, Array.from({ length: 6 }, (_, i) => created(`A${i}`)));
    const [card] = await until(() => cards(a), (list) => list.length > 0);
    await until(() => cards(b), (list) => list[0]?.id === card!.id);
    const holder = (await until(async () => ((await holds(a)) ? a : (await holds(b)) ? b : null), (one) => one !== null))!;
    const other = holder === a ? b : a;
    const claimed = await call(other, 'POST', `/alerts/${card!.id}/claim`, { by: '3 席' });
    expect(claimed.status).toBe(200);
    await until(() => cards(holder), ([one]) => one?.claimedBy === '3 席');

    await holder.kill();
    servers.splice(servers.indexOf(holder), 1);
    await add(other.address, home.token, Array.from({ length: 6 }, (_, i) => created(`B${i}`)));
    const [grown] = await until(() => cards(other), ([one]) => (one?.sight.value ?? 0) >= 12);
    expect(grown).toMatchObject({ id: card!.id, status: 'claimed', claimedBy: '3 席' });
    expect(await cards(other)).toHaveLength(1);
  }); // prettier-ignore
});
