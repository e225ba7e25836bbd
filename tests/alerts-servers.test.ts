/** Alerts where several servers follow a city: the one that holds it writes, all show, and another goes on when it dies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertCard } from '../contract/alert.ts';
import { created } from './support/events.ts';
import { add, type TestServer } from './support/server.ts';
import { twoServers, type TwoServers } from './support/two-servers.ts';
import { until } from './support/until.ts';

const RULE = {
  id: 'many', names: { zh: '诉求偏多', en: 'Many demands' }, signal: 'threshold', family: 'service', measure: 'accepted',
  window: 60, raise: 5, clear: 3, for: 0, keep: 60, level: 3,
}; // prettier-ignore

describe('alerts of several servers', () => {
  let two: TwoServers;

  const call = async (server: TestServer, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.address}/api/v1/cities/wuxi${path}`, {
      method,
      headers: { authorization: `Bearer ${two.home.admin}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }); // prettier-ignore
  const cards = async (server: TestServer): Promise<(AlertCard & { id: string })[]> =>
    ((await (await call(server, 'GET', '/alerts?status=all')).json()) as { alerts: (AlertCard & { id: string })[] })
      .alerts;
  const holds = async (server: TestServer): Promise<boolean> =>
    /^hotline_wall_holder\{[^}]*\} 1$/m.test(await (await fetch(`${server.address}/metrics`)).text());

  beforeAll(async () => {
    two = await twoServers();
  }, 120_000);
  afterAll(() => two?.close());

  it('[A1] one raises it, all show it, a desk claims it anywhere, and another server goes on with it', async () => {
    const [a, b] = two.servers as [TestServer, TestServer];
    expect((await call(a, 'PUT', '/rules/many', RULE)).status).toBe(200);
    await add(b.address, two.home.token, Array.from({ length: 6 }, (_, i) => created(`A${i}`)));
    const [card] = await until(() => cards(a), (list) => list.length > 0);
    await until(() => cards(b), (list) => list[0]?.id === card!.id);
    const holder = (await until(async () => ((await holds(a)) ? a : (await holds(b)) ? b : null), (one) => one !== null))!;
    const other = holder === a ? b : a;
    const claimed = await call(other, 'POST', `/alerts/${card!.id}/claim`, { by: '3 席' });
    expect(claimed.status).toBe(200);
    await until(() => cards(holder), ([one]) => one?.claimedBy === '3 席');

    await holder.kill();
    two.servers.splice(two.servers.indexOf(holder), 1);
    await add(other.address, two.home.token, Array.from({ length: 6 }, (_, i) => created(`B${i}`)));
    const [grown] = await until(() => cards(other), ([one]) => (one?.sight.value ?? 0) >= 12);
    expect(grown).toMatchObject({ id: card!.id, status: 'claimed', claimedBy: '3 席' });
    expect(await cards(other)).toHaveLength(1);
  }); // prettier-ignore
});
