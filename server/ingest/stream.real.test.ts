/** The direct intake on a real Redis: events that upstream systems add themselves, read by several servers. */
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testRedis, type TestRedis } from '../../tests/support/redis.ts';
import { LogUnavailable } from '../log/log.ts';
import { cityKeys } from '../redis/keys.ts';
import { openRedis, type Redis } from '../redis/redis.ts';
import type { Quarantined } from '../state/state.ts';
import { CITY, SECRET, eventOf, openSite, type Site } from './fixture.ts';
import { startStreamIntake, type StreamIntake, type StreamIntakeOptions } from './stream.ts';
import type { Heard, RefusedCount } from './take.ts';

const { intake: stream } = cityKeys(CITY.id);
let server: TestRedis;
let hand: ReturnType<typeof createClient>;
let connections: Redis[] = [];
let intakes: StreamIntake[] = [];
let site: Site;
let told: string[] = [];
const heard: Heard[] = [];
const refused: RefusedCount[] = [];

beforeAll(async () => {
  server = await testRedis();
  hand = createClient({ url: server.url });
  hand.on('error', () => undefined);
  await hand.connect();
});
afterAll(async () => {
  hand.destroy();
  await server.remove();
});
beforeEach(async () => {
  site = await openSite();
  told = [];
  heard.length = 0;
  refused.length = 0;
});
afterEach(async () => {
  for (const intake of intakes) await intake.stop();
  for (const connection of connections) await connection.close();
  intakes = [];
  connections = [];
  await site.close();
  await hand.del(stream);
});

/** A server that reads the stream. */
async function start(name = 'a', options: Partial<StreamIntakeOptions> = {}): Promise<StreamIntake> {
  const redis = await openRedis({ url: server.url, onError: () => undefined });
  connections.push(redis);
  const intake = startStreamIntake({
    redis,
    server: name,
    city: CITY,
    log: site.log,
    state: site.state,
    keys: site.keys,
    secret: SECRET,
    clock: () => site.time.now,
    onTaken: (one) => heard.push(one),
    onRefused: (one) => refused.push(one),
    onError: (error) => told.push((error as Error).message),
    ...options,
  });
  intakes.push(intake);
  return intake;
}
const add = (event: unknown, key = site.token): Promise<string> =>
  hand.xAdd(stream, '*', { event: typeof event === 'string' ? event : JSON.stringify(event), key });
const logged = async (): Promise<string[]> => (await site.log.read(0, 10_000)).map((entry) => entry.id);
const quarantined = (): Promise<Quarantined[]> => site.state.quarantine.list(CITY.id, 0, 1_000);
/** Until the stream is worked off: nothing in it, nothing held. */
const worked = async (): Promise<void> => {
  await expect.poll(() => hand.xLen(stream), { timeout: 20_000, interval: 20 }).toBe(0);
  expect((await hand.xPending(stream, 'intake')).pending).toBe(0);
};

describe('direct intake', () => {
  it('[E1][E2] takes what was added before and after it came, in order, like the HTTP intake', async () => {
    await add(eventOf(1, {}, { title: '请回电13812345678', place: { street: '荣巷街道' }, requester: '13812345678' }));
    await start();
    await worked();
    const more = Array.from({ length: 1_200 }, (_, i) => eventOf(i + 2));
    await Promise.all(more.map((event) => add(event)));
    await add(`\ufeff${JSON.stringify(eventOf(5_000), null, 2)}`);
    await worked();
    expect(await logged()).toEqual(['e-1', ...more.map((event) => event.id), 'e-5000']);
    const [entry] = await site.log.read(0, 1);
    expect(entry).toMatchObject({
      taken: site.time.now,
      data: { title: '请回电138****5678', place: { district: '990102', street: '990102002' } },
    });
    expect(JSON.stringify(entry)).not.toContain('13812345678');
    expect(heard.reduce((sum, one) => sum + one.taken, 0)).toBe(1_202);
    expect([await quarantined(), refused, told]).toEqual([[], [], []]);
  });

  it('[E3] the same again is known, also when it came by HTTP', async () => {
    await site.log.append([], site.time.now);
    const reply = await fetch(`${site.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${site.token}` },
      body: JSON.stringify(eventOf(1)),
    });
    expect(reply.status).toBe(200);
    for (const n of [1, 2, 2, 3, 1]) await add(eventOf(n));
    await start();
    await worked();
    expect(await logged()).toEqual(['e-1', 'e-2', 'e-3']);
    expect(heard).toEqual([expect.objectContaining({ taken: 2, known: 3 })]);
  });

  it('[E5] what is wrong goes to the quarantine, masked, and its neighbours are taken', async () => {
    await add(eventOf(1));
    await add('{"requester":"13812345678,"text":"电话 139 1234 5678');
    await add(eventOf(2, {}, { channel: 'pigeon', requester: '13812345678' }));
    await add([eventOf(3)]);
    await add('null');
    await hand.xAdd(stream, '*', { event: Buffer.from([0x7b, 0xff, 0xfe]), key: site.token });
    await hand.xAdd(stream, '*', { other: 'field', key: site.token });
    await add(eventOf(4));
    await start();
    await worked();
    expect(await logged()).toEqual(['e-1', 'e-4']);
    const rows = await quarantined();
    const rules = [
      ['', /^is not JSON/],
      ['/data/channel', /^must be one of/],
      ['', /^must be one event, not an array/],
      ['', /^must be an event/],
      ['', /not UTF-8/],
      ['', /must have a field event/],
    ] as const;
    expect(rows.map(({ path, rule }) => [path, rule])).toEqual(
      rules.map(([path, rule]) => [path, expect.stringMatching(rule) as string]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/13812345678|1234 5678/);
    expect(rows.every((row) => row.key === site.token.slice(3, 15) && row.at === site.time.now)).toBe(true);
    expect(refused.reduce((sum, one) => sum + one.count, 0)).toBe(6);
  });

  it('asks for a good intake key of the city, and for the sources that it may speak for', async () => {
    const wrong = site.token.slice(0, -5) + (site.token.at(-5) === 'A' ? 'B' : 'A') + site.token.slice(-4);
    const some = await site.key({ sources: ['/b'] });
    const bad = [wrong, '', 'x', site.admin, await site.key({ city: 'elsewhere' })];
    for (const [i, token] of bad.entries()) await add(eventOf(i, {}, { requester: '13812345678' }), token);
    await hand.xAdd(stream, '*', { event: JSON.stringify(eventOf(10)) });
    await add(`{"id":"\\u0031\\u0033812345678"`, wrong);
    await add(eventOf(11), some);
    await add(eventOf(12, { source: '/b' }), some);
    await add(eventOf(13));
    await start();
    await worked();
    expect((await logged()).sort()).toEqual(['e-12', 'e-13']);
    const rows = await quarantined();
    expect(rows.filter((row) => row.rule.includes('without a good key'))).toHaveLength(5);
    expect(rows.filter((row) => row.rule.includes('role intake'))).toHaveLength(1);
    expect(rows.filter((row) => row.rule.includes("another city's"))).toHaveLength(1);
    expect(rows.filter((row) => row.path === '/source')).toMatchObject([{ key: some.slice(3, 15), whole: true }]);
    const kept = JSON.stringify(rows);
    for (const secret of ['13812345678', ...bad.filter((token) => token.length > 1)])
      expect(kept).not.toContain(secret);
    // What nobody vouches for is counted for no source.
    expect(new Set(refused.map((one) => one.source))).toEqual(new Set([null]));
  });

  it('takes over what a server that died had taken, and shares with one that lives', async () => {
    await hand.xGroupCreate(stream, 'intake', '0', { MKSTREAM: true });
    for (let n = 1; n <= 20; n++) await add(eventOf(n));
    const [held] = (await hand.xReadGroup('intake', 'dead', { key: stream, id: '>' }, { COUNT: 15 })) as {
      messages: { id: string }[];
    }[];
    // One of them was deleted meanwhile.
    await hand.xDel(stream, held!.messages[3]!.id);
    await start('a', { claimAfter: 1_500 });
    await start('b', { claimAfter: 1_500 });
    await expect.poll(() => logged(), { timeout: 5_000 }).toHaveLength(5);
    for (let n = 21; n <= 40; n++) await add(eventOf(n));
    await worked();
    expect((await logged()).sort()).toEqual(
      Array.from({ length: 40 }, (_, i) => `e-${i + 1}`)
        .filter((id) => id !== 'e-4')
        .sort(),
    );
  });

  it('waits for a log that is away with growing pauses, changes nothing on the way, and stops meanwhile', async () => {
    let away = true;
    const tries: number[] = [];
    const log = Object.create(site.log, {
      append: {
        value: (...args: Parameters<typeof site.log.append>) => {
          tries.push(performance.now());
          return away ? Promise.reject(new LogUnavailable('away')) : site.log.append(...args);
        },
      },
    }) as typeof site.log;
    for (let n = 1; n <= 3; n++) await add(eventOf(n, {}, { requester: '13812345678' }));
    const first = await start('a', { log });
    await expect.poll(() => tries.length, { timeout: 10_000 }).toBeGreaterThan(3);
    expect(tries[3]! - tries[2]!).toBeGreaterThan(tries[1]! - tries[0]!);
    expect(told).toHaveLength(1);
    const stopping = performance.now();
    await first.stop();
    expect(performance.now() - stopping).toBeLessThan(1_000);
    expect(await hand.xLen(stream)).toBe(3);
    await start('b', { log, claimAfter: 500 });
    await expect.poll(() => tries.length, { timeout: 10_000 }).toBeGreaterThan(6);
    away = false;
    await worked();
    const entries = await site.log.read(0, 10);
    expect(entries.map((entry) => entry.id)).toEqual(['e-1', 'e-2', 'e-3']);
    // Hashed once, however often it was tried.
    await add(eventOf(4, {}, { requester: '13812345678' }));
    await worked();
    expect((await site.log.read(3, 1))[0]!.data['requester']).toBe(entries[0]!.data['requester']);
  });

  it('goes on by itself after Redis was away, or was emptied', async () => {
    await start('a', { claimAfter: 1_000 });
    await add(eventOf(1));
    await worked();
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.start();
    await expect.poll(() => add(eventOf(2)).then(() => true, () => false), { timeout: 10_000 }).toBe(true); // prettier-ignore
    await expect.poll(() => logged(), { timeout: 20_000 }).toEqual(['e-1', 'e-2']);
    await hand.flushAll();
    await add(eventOf(3));
    await expect.poll(() => logged(), { timeout: 20_000 }).toEqual(['e-1', 'e-2', 'e-3']);
  });

  it('reads nothing while the fold is far behind, and leaves the group when it stops', async () => {
    let lag = 1e9;
    const intake = await start('a', { lag: () => lag });
    await add(eventOf(1));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await hand.xLen(stream)).toBe(1);
    lag = 0;
    await worked();
    await intake.stop();
    expect(await hand.xInfoConsumers(stream, 'intake')).toEqual([]);
    await intake.stop();
  });
});
