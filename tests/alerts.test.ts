/** Alerts of a real server: raised by a rule, told to a receiver, claimed by a desk, and still so after kill -9. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertCard } from '../contract/alert.ts';
import type { AlertAnswer } from '../server/api/alerts.ts';
import { add, testHome, type TestHome, type TestServer } from './support/server.ts';

const PATIENCE = 60_000;
const RULE = {
  id: 'many-heating',
  names: { zh: '供暖诉求偏多', en: 'Many heating demands' },
  signal: 'threshold', family: 'matter', measure: 'accepted', by: ['district', 'category'], depth: 3, window: 60,
  raise: 5, clear: 3, for: 0, keep: 60, level: 2, filter: { category: { under: '03.01' } },
}; // prettier-ignore

let home: TestHome;
let server: TestServer;
/** What the webhook was sent. */
const told: { status: string; alerts: { labels: Record<string, string>; annotations: Record<string, string> }[] }[] =
  [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    told.push(JSON.parse(body) as (typeof told)[number]);
    response.end('ok');
  });
});

async function call(method: string, path: string, body?: unknown, token = home.admin): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.address}/api/v1/cities/wuxi${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
} // prettier-ignore
const cards = async (status = 'open'): Promise<(AlertCard & { id: string })[]> =>
  ((await call('GET', `/alerts?status=${status}`)).body as { alerts: (AlertCard & { id: string })[] }).alerts;
/** How many tickets the list behind a card has. */
async function listed({ measure, filter, sight: { from, to } }: AlertCard): Promise<number> {
  const response = await fetch(`${server.address}/api/v1/query/list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ city: 'wuxi', measure, filter, range: { from, to }, size: 50 }),
  });
  return ((await response.json()) as { total: number }).total;
}
/** Waits until something holds. */
async function until<T>(what: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it never came');
}

const tickets = (from: number, count: number): unknown[] =>
  Array.from({ length: count }, (_, i) => ({
    specversion: '1.0', id: `heat-${from + i}`, source: '/wuxi/workorder', type: 'hotline.ticket.created',
    subject: `H${from + i}`, time: new Date(Date.now() - 1000).toISOString(),
    data: { channel: 'phone', nature: 'help', category: '03.01.01', title: '家中暖气不热', place: { district: '320213' }, requester: `139${from + i}` },
  })); // prettier-ignore

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  home = await testHome();
  server = await home.start();
}, 60_000);
afterAll(async () => {
  await server?.kill();
  receiver.closeAllConnections();
  receiver.close();
  home?.remove();
});

describe('alerts of a server', () => {
  it('refuses a rule that cannot work, and says where and why', async () => {
    expect(await call('PUT', '/rules/many-heating', { ...RULE, by: ['medium'] })).toMatchObject({ status: 400, body: { error: { path: '/by/medium' } } });
    expect(await call('PUT', '/rules/other', RULE)).toMatchObject({ status: 400, body: { error: { path: '/id' } } });
    expect(await call('PUT', '/rules/many-heating', RULE, home.token)).toMatchObject({ status: 403 });
  }); // prettier-ignore

  it('[A1] raises a card that says what, where and how many, and tells a receiver', async () => {
    const { port } = receiver.address() as AddressInfo;
    expect(await call('PUT', '/recipients/duty', {
      name: '值班', channel: 'webhook', locale: 'zh', settings: { url: `http://127.0.0.1:${port}/hook` },
    })).toMatchObject({ status: 200 }); // prettier-ignore
    expect(await call('PUT', '/rules/many-heating', RULE)).toMatchObject({ status: 200 });
    await add(server.address, home.token, tickets(0, 6));
    const card = await until(async () => (await cards())[0]);
    expect(card).toMatchObject({ rule: 'many-heating', level: 2, status: 'firing', keys: { district: '320213', category: '03.01.01' }, sight: { value: 6 } }); // prettier-ignore
    expect(card.titles.zh).toContain('梁溪区');
    // The number on the card is that of the list behind it (M2).
    expect(await listed(card)).toBe(card.sight.value);
    const notice = await until(() => told[0]);
    expect(notice).toMatchObject({ status: 'firing', alerts: [{ labels: { rule: 'many-heating', city: 'wuxi' } }] });
  });

  it('[A1] is claimed once: by one desk, and by another only if it says so', async () => {
    const [card] = await cards();
    const claim = (by: string, over?: boolean) => call('POST', `/alerts/${card!.id}/claim`, { by, ...(over && { over }) });
    expect(await claim('3 席')).toMatchObject({ status: 200, body: { card: { status: 'claimed', claimedBy: '3 席' } } });
    expect(await claim('5 席')).toMatchObject({ status: 409, body: { error: { path: '/by' } } });
    expect(await claim('5 席', true)).toMatchObject({ status: 200, body: { card: { claimedBy: '5 席' } } });
    expect(await call('POST', `/alerts/${card!.id}/dispatch`, { by: '5 席', unit: 'nobody' })).toMatchObject({ status: 400, body: { error: { path: '/unit' } } });
    expect(await call('POST', `/alerts/${card!.id}/claim`, { by: '3 席' }, home.token)).toMatchObject({ status: 403 });
  }); // prettier-ignore

  it('[A1] [E2] after kill -9 it is the same alert, claimed by the same desk, and raised no second time', async () => {
    const [before] = await cards();
    await server.kill();
    server = await home.start();
    const after = await until(async () => (await cards())[0]);
    expect(after).toMatchObject({ id: before!.id, status: 'claimed', claimedBy: '5 席', since: before!.since });
    await add(server.address, home.token, tickets(100, 4));
    const grown = await until(async () => (await cards()).find(({ sight }) => sight.value === 10));
    expect(grown).toMatchObject({ id: before!.id, says: { en: expect.stringContaining('10') as string } });
    expect(await listed(grown)).toBe(10);
    expect(await cards()).toHaveLength(1);
    expect(told.filter(({ status }) => status === 'firing')).toHaveLength(1);
  }); // prettier-ignore

  it('[A1] ends with its whole life in the log', async () => {
    const [card] = await cards();
    const answer = await call('POST', `/alerts/${card!.id}/resolve`, { by: '5 席', comment: '已修复' });
    expect(answer).toMatchObject({ status: 200, body: { card: { status: 'resolved' } } });
    const { steps } = answer.body as AlertAnswer;
    expect(steps.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['alert.raised', 'alert.claimed', 'alert.resolved']),
    );
    await until(() => told.find(({ status }) => status === 'resolved'));
    expect(await cards()).toEqual([]);
    expect(await call('POST', `/alerts/${card!.id}/claim`, { by: '3 席' })).toMatchObject({ status: 409 });
  });

  it('tells what a rule would have raised in the last days', async () => {
    const { status, body } = await call('POST', '/rules/try', { rule: RULE, days: 1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ days: 1, perDay: 1, sameMatter: 0, alerts: [{ count: expect.any(Number) as number, level: 2 }] }); // prettier-ignore
  });
});
