import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testRedis, type TestRedis } from '../../../tests/support/redis.ts';
import { openRedis, script, type Redis } from '../../redis/redis.ts';
import { StateUnavailable, type KeyRecord, type Refused, type State } from '../state.ts';
import { stateSuite } from '../state.suite.ts';
import { openRedisState } from './redis-state.ts';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await testRedis();
  redis = await openRedis({ url: server.url, onError: () => undefined });
});
afterAll(async () => {
  await redis.close();
  await server.remove();
});
const wipe = async (): Promise<void> => void (await redis.run(script(`return redis.call('FLUSHALL')`), [], []));

const key = (id: string): KeyRecord => ({
  id,
  name: id,
  city: 'wuxi',
  sources: [],
  role: 'intake',
  hash: 'ab',
  created: 1,
  revoked: null,
});
const refused = (n: number): Refused => ({
  city: 'wuxi',
  at: 1_774_000_000_000 + n,
  key: 'k',
  index: n,
  path: '/data',
  rule: '必须是 …',
  raw: `{"n":${n},"half":"\uD83D"}`,
  whole: true,
});

stateSuite('redis', async (bound) => {
  await wipe();
  return { open: async () => openRedisState({ redis, quarantineBound: bound }), remove: wipe };
});

describe('several servers', () => {
  let other: Redis;
  let one: State;
  let two: State;
  beforeAll(async () => {
    other = await openRedis({ url: server.url, onError: () => undefined });
    return () => other.close();
  });
  beforeEach(async () => {
    await wipe();
    one = openRedisState({ redis, quarantineBound: 1_000 });
    two = openRedisState({ redis: other, quarantineBound: 1_000 });
  });

  it('see what each of them changes', async () => {
    await one.keys.put(key('a'));
    expect(await two.keys.get('a')).toEqual(key('a'));
    await one.put('claims', 'x', { by: '值班员' });
    expect(await two.list('claims')).toEqual([{ id: 'x', value: { by: '值班员' } }]);
    await one.quarantine.put([refused(1)]);
    const [kept] = await two.quarantine.list('wuxi', 0, 10);
    expect(kept).toEqual({ ...refused(1), id: kept!.id, times: 1, retried: null });
    expect(await two.quarantine.drop('wuxi', kept!.id)).toBe(true);
    expect(await one.quarantine.get('wuxi', kept!.id)).toBeNull();
  });

  it('lose nothing when they write at once', async () => {
    const times = Array.from({ length: 200 }, (_, n) => n);
    await Promise.all(
      times.flatMap((n) => [
        // Each event comes by both, as when an upstream system repeats at another server what it got no answer for.
        one.quarantine.put([refused(n)]),
        two.quarantine.put([refused(n)]),
        one.put('claims', `a${n}`, n),
        two.put('claims', `b${n}`, n),
        one.keys.put(key(`a${n}`)),
        two.keys.put(key(`b${n}`)),
      ]),
    );
    const kept = await one.quarantine.list('wuxi', 0, 1_000);
    expect(kept.map((row) => row.times)).toEqual(times.map(() => 2));
    expect(new Set(kept.map((row) => row.id)).size).toBe(200);
    expect(kept.map((row) => row.index).sort((a, b) => a - b)).toEqual(times);
    expect(await two.quarantine.count('wuxi')).toEqual({ kept: 200, dropped: 0 });
    expect(await two.list('claims')).toHaveLength(400);
    expect(await one.keys.list()).toHaveLength(400);
  });

  it('make the same secret when they start at once', async () => {
    const made = await Promise.all([one, two, one, two].map((state, i) => state.make('secrets', 'x', `secret ${i}`)));
    expect(new Set(made).size).toBe(1);
  });

  it('only one of them revokes, drops, or lets go of the same thing', async () => {
    await one.keys.put(key('a'));
    await one.put('claims', 'x', 1);
    await one.quarantine.put([refused(1)]);
    const [kept] = await one.quarantine.list('wuxi', 0, 1);
    const once = async (call: (state: State) => Promise<boolean>): Promise<void> =>
      expect((await Promise.all([one, two, one, two].map(call))).filter(Boolean)).toHaveLength(1);
    await once((state) => state.keys.revoke('a', 7));
    await once((state) => state.drop('claims', 'x'));
    await once((state) => state.quarantine.drop('wuxi', kept!.id));
    const many = Array.from({ length: 1_500 }, (_, n) => refused(n));
    await Promise.all([one.quarantine.put(many.slice(0, 750)), two.quarantine.put(many.slice(750))]);
    expect(await one.quarantine.count('wuxi')).toEqual({ kept: 1_000, dropped: 500 });
    expect(await two.quarantine.list('wuxi', 0, 2_000)).toHaveLength(1_000);
  });
});

it('closing one leaves the connection to the others', async () => {
  await openRedisState({ redis }).close();
  expect(await openRedisState({ redis }).get('claims', 'none')).toBeNull();
});

it('rejects when Redis stands still', async () => {
  const state = openRedisState({ redis });
  await state.put('claims', 'x', 1);
  server.process.kill('SIGSTOP');
  const began = Date.now();
  try {
    await expect(state.get('claims', 'x')).rejects.toBeInstanceOf(StateUnavailable);
    expect(Date.now() - began).toBeLessThan(5_000);
  } finally {
    server.process.kill('SIGCONT');
  }
  await expect.poll(() => state.get('claims', 'x').catch(() => null), { timeout: 15_000 }).toBe(1);
});

it('rejects every call while Redis is away, and goes on with what was there', async () => {
  await wipe();
  const state = openRedisState({ redis });
  await state.keys.put(key('a'));
  await state.put('claims', 'x', 1);
  await state.quarantine.put([refused(1)]);
  await server.kill();
  const began = Date.now();
  const calls: Promise<unknown>[] = [
    state.keys.put(key('b')),
    state.keys.get('a'),
    state.keys.list(),
    state.keys.revoke('a', 1),
    state.quarantine.put([refused(2)]),
    state.quarantine.get('wuxi', 1),
    state.quarantine.list('wuxi', 0, 10),
    state.quarantine.retried('wuxi', 1, 1, '', ''),
    state.quarantine.drop('wuxi', 1),
    state.quarantine.count('wuxi'),
    state.get('claims', 'x'),
    state.put('claims', 'y', 1),
    state.make('claims', 'z', 1),
    state.drop('claims', 'x'),
    state.list('claims'),
  ];
  for (const end of await Promise.allSettled(calls))
    expect((end as PromiseRejectedResult).reason).toBeInstanceOf(StateUnavailable);
  expect(Date.now() - began).toBeLessThan(5_000);
  await server.start();
  await expect.poll(() => state.keys.list().catch(() => null), { timeout: 15_000 }).toEqual([key('a')]);
  expect(await state.list('claims')).toEqual([{ id: 'x', value: 1 }]);
  await state.quarantine.put([refused(1), refused(3)]);
  expect((await state.quarantine.list('wuxi', 0, 10)).map((row) => [row.index, row.times])).toEqual([
    [1, 2],
    [3, 1],
  ]);
});
