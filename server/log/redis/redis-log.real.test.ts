/** The log on a real Redis: the suite, several servers on one log, and a Redis that goes, comes back or is another. */
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { testRedis, type TestRedis } from '../../../tests/support/redis.ts';
import { cityKeys } from '../../redis/keys.ts';
import { openRedis, type Redis } from '../../redis/redis.ts';
import { LogTrimmed, LogUnavailable, type Appended, type Entry, type Log } from '../log.ts';
import { logSuite, sampleEvent } from '../log.suite.ts';
import { Fenced, LogLost, openRedisLog, type RedisLog, type RedisLogOptions } from './redis-log.ts';

let server: TestRedis;
let redis: Redis;
/** Another server's connection. */
let other: Redis;
/** Does by hand what nobody ought to do. */
let hand: ReturnType<typeof createClient>;
let cities = 0;
let told: string[] = [];
const onError = (error: unknown): void => void told.push((error as Error).message);

beforeAll(async () => {
  server = await testRedis();
  redis = await openRedis({ url: server.url, onError: () => undefined });
  other = await openRedis({ url: server.url, onError: () => undefined });
  hand = createClient({ url: server.url });
  hand.on('error', () => undefined);
  await hand.connect();
});
afterAll(async () => {
  await redis.close();
  await other.close();
  hand.destroy();
  await server.remove();
});
beforeEach(() => void (told = []));

const site = (options: Partial<RedisLogOptions>) => async () => {
  const city = `city-${++cities}`;
  return {
    open: () => openRedisLog({ redis, city, floor: 0, onError, ...options }),
    async remove() {
      const keys = await hand.keys(`{${city}}:*`);
      if (keys.length > 0) await hand.del(keys);
    },
  };
};
logSuite('redis', site({}));
logSuite('redis, with hardly a tail', site({ tailEvents: 3 }));

const batch = (from: number, count: number) => Array.from({ length: count }, (_, i) => sampleEvent(from + i));
const until = (what: () => unknown): Promise<void> => expect.poll(what, { timeout: 20_000, interval: 20 }).toBeTruthy();
const idsOf = (entries: readonly Entry[]): string[] => entries.map((entry) => entry.id);
async function readAll(log: Log, after = 0): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const more = await log.read(all.at(-1)?.seq ?? after, 700);
    if (more.length === 0) return all;
    all.push(...more);
  }
}

describe('redis log', () => {
  let city: string;
  let logs: RedisLog[];
  const open = async (options: Partial<RedisLogOptions> = {}): Promise<RedisLog> => {
    const log = await openRedisLog({ redis, city, floor: 0, onError, ...options });
    logs.push(log);
    return log;
  };
  beforeEach(() => {
    city = `city-${++cities}`;
    logs = [];
  });
  afterEach(async () => {
    for (const log of logs) await log.close();
    await hand.configSet({
      appendonly: 'yes',
      appendfsync: 'always',
      maxmemory: '0',
      'maxmemory-policy': 'noeviction',
    });
  });

  it('[E2][E3] two servers append at the same time: every event once, dense seqs, both wake and read the same', async () => {
    const a = await open();
    const b = await open({ redis: other });
    expect(b.epoch).toBe(a.epoch);
    const woken = { a: 0, b: 0 };
    a.watch(() => void woken.a++);
    b.watch(() => void woken.b++);
    const answers: { first: number; places: Promise<Appended[]> }[] = [];
    for (let n = 0; n < 40; n++) {
      // Every batch goes to both, in halves that overlap.
      const first = n * 60 + 1;
      answers.push({ first, places: a.append(batch(first, 40), n) });
      answers.push({ first: first + 20, places: b.append(batch(first + 20, 40), n) });
      if (n % 3 === 0) await Promise.all(answers.map((one) => one.places));
    }
    const seqById = new Map<string, number>();
    let fresh = 0;
    for (const { first, places } of answers) {
      for (const [i, { seq, known }] of (await places).entries()) {
        const id = `e-${first + i}`;
        expect(seqById.get(id) ?? seq).toBe(seq);
        seqById.set(id, seq);
        if (!known) fresh++;
      }
    }
    expect(fresh).toBe(40 * 60);
    await until(() => a.head() === fresh && b.head() === fresh);
    expect(woken.a > 0 && woken.b > 0).toBe(true);
    const entries = await readAll(a);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
    for (const { id, seq } of entries) expect(seqById.get(id)).toBe(seq);
    expect(await readAll(b)).toEqual(entries);
  });

  it('wakes another server within moments, which learns of trims by itself', async () => {
    const a = await open();
    const b = await open({ redis: other });
    const woken = new Promise<Entry[]>((resolve) => {
      const stop = b.watch(() => {
        stop();
        resolve(b.read(0, 10));
      });
    });
    await a.append(batch(1, 3), 1);
    expect(idsOf(await woken)).toEqual(['e-1', 'e-2', 'e-3']);
    await a.append(batch(4, 3_000), 1);
    await a.trim(1_500);
    await expect(other.client.xLen(cityKeys(city).log)).resolves.toBe(2);
    // Not yet told, it must not be given what stands behind the gap.
    await expect(b.read(3, 10)).rejects.toBeInstanceOf(LogTrimmed);
    expect(b.first()).toBe(1_501);
    expect((await b.read(1_500, 2)).map((entry) => entry.seq)).toEqual([1_501, 1_502]);
  });

  it('packs events, and gathers appends while one is under way', async () => {
    const log = await open({ maxPendingBytes: 1 << 20 });
    const appends = Array.from({ length: 500 }, (_, n) => log.append(batch(n * 4 + 1, 4), 7));
    expect(log.pending().events).toBe(2_000);
    await expect(log.append(batch(10_000, 5_000), 7)).rejects.toBeInstanceOf(LogUnavailable);
    await Promise.all(appends);
    expect(log.pending()).toEqual({ events: 0, bytes: 0 });
    // The first two alone, then the others in packs of 1,000 at most.
    expect(await redis.client.xLen(cityKeys(city).log)).toBe(4);
  });

  it('[E3] knows events for five weeks, whichever server took them, and forgets them after that', async () => {
    const DAY = 86_400_000;
    let now = 1_000_000 * DAY;
    const a = await open({ clock: { now: () => now } });
    const b = await open({ redis: other, clock: { now: () => now - 7 * DAY } });
    await a.append(batch(1, 2), 1);
    expect((await b.append(batch(1, 1), 1))[0]).toEqual({ seq: 1, known: true });
    now += 35 * DAY;
    expect((await a.append(batch(1, 2), 1)).map((one) => one.known)).toEqual([true, true]);
    now += 8 * DAY;
    expect((await a.append(batch(1, 1), 1))[0]).toEqual({ seq: 3, known: false });
    const keys = await hand.keys(`{${city}}:seen:*`);
    expect(keys.length).toBe(2);
    for (const key of keys) expect(await hand.ttl(key)).toBeGreaterThan(42 * 86_400);
  });

  it('[E2] nothing acknowledged is lost when Redis is killed, and it goes on by itself', async () => {
    const a = await open();
    const b = await open({ redis: other });
    const { epoch } = a;
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    let stop = false;
    const sender = async (log: Log, from: number): Promise<void> => {
      for (let n = from; !stop; n += 5) {
        await log.append(batch(n, 5), 1).then(
          () => acknowledged.push(...batch(n, 5).map((event) => event.id)),
          async (error: unknown) => {
            refused.push(error);
            await new Promise((resolve) => setTimeout(resolve, 50));
          },
        );
      }
    };
    const senders = [sender(a, 1), sender(a, 1_000_000), sender(b, 2_000_000)];
    await until(() => acknowledged.length > 500);
    await server.kill();
    await until(() => refused.length > 5);
    expect(await a.read(0, 1).catch((error: unknown) => error)).toBeDefined();
    const before = acknowledged.length;
    await server.start();
    await until(() => acknowledged.length > before + 500);
    stop = true;
    await Promise.all(senders);
    for (const error of refused) expect(error).toBeInstanceOf(LogUnavailable);
    expect(a.pending()).toEqual({ events: 0, bytes: 0 });
    const fresh = await open();
    expect(fresh.epoch).toBe(epoch);
    const entries = await readAll(fresh);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
    const kept = idsOf(entries);
    expect(new Set(kept).size).toBe(kept.length);
    const set = new Set(kept);
    expect(acknowledged.filter((id) => !set.has(id))).toEqual([]);
    await until(() => b.head() === entries.length);
    expect(idsOf(await readAll(b))).toEqual(kept);
  });

  it('is unavailable while Redis is away, also for reads from it, and closes then', async () => {
    const a = await open();
    await a.append(batch(1, 5), 1);
    const b = await open({ redis: other });
    await server.kill();
    await expect(b.read(0, 5)).rejects.toBeInstanceOf(LogUnavailable);
    // What is at hand can be read.
    expect(idsOf(await a.read(0, 2))).toEqual(['e-1', 'e-2']);
    await expect(a.append(batch(6, 1), 1)).rejects.toBeInstanceOf(LogUnavailable);
    await expect(a.read(5, 1)).rejects.toBeInstanceOf(LogUnavailable);
    await expect(a.trim(1)).rejects.toBeInstanceOf(LogUnavailable);
    await expect(openRedisLog({ redis, city, floor: 0, onError })).rejects.toBeInstanceOf(LogUnavailable);
    await a.close();
    await server.start();
    const entries = await expect.poll(() => b.read(0, 5).then(idsOf, () => []), { timeout: 10_000 });
    await entries.toEqual(['e-1', 'e-2', 'e-3', 'e-4', 'e-5']);
  });

  it('gives no seq twice when Redis lost what it last took', async () => {
    const a = await open();
    const b = await open({ redis: other });
    await a.append(batch(1, 5), 1);
    await a.append(batch(6, 5), 1);
    await until(() => b.head() === 10);
    const { log, head, seen } = cityKeys(city);
    const forget = async (): Promise<void> => {
      await hand.xDel(log, '10-0');
      await hand.set(head, '5');
      const period = Math.floor(Date.now() / (7 * 86_400_000));
      await hand.hDel(
        seen(period),
        (await hand.hKeys(seen(period))).filter((key) => /e-([6-9]|10)$/.test(key)),
      );
    };
    await forget();
    expect(await b.append(batch(6, 1), 1)).toEqual([{ seq: 11, known: false }]);
    // Readers come over the gap.
    expect((await b.read(5, 10)).map((entry) => [entry.seq, entry.id])).toEqual([[11, 'e-6']]);
    // Who holds what was lost gives it still.
    expect((await a.read(5, 3)).map((entry) => entry.seq)).toEqual([6, 7, 8]);
    const c = await open({ floor: 40 });
    expect([c.head(), c.first()]).toEqual([11, 1]);
    // The others hear of it as well.
    expect((await b.append(batch(100, 1), 1))[0]).toEqual({ seq: 41, known: false });
    expect((await readAll(c)).map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 11, 41]);
  });

  it('a new log begins above the floor', async () => {
    const log = await open({ floor: 500 });
    expect([log.head(), log.first()]).toEqual([0, 1]);
    expect(await log.append(batch(1, 2), 1)).toEqual([501, 502].map((seq) => ({ seq, known: false })));
    expect((await log.read(500, 5)).map((entry) => entry.seq)).toEqual([501, 502]);
    expect((await log.read(0, 5)).map((entry) => entry.seq)).toEqual([501, 502]);
  });

  it('trims only for the holder of the lease', async () => {
    let proof: string | null = null;
    const log = await open({ holding: () => proof });
    await log.append(batch(1, 10), 1);
    await expect(log.trim(5)).rejects.toBeInstanceOf(Fenced);
    proof = '1 a';
    await expect(log.trim(5)).rejects.toBeInstanceOf(Fenced);
    await hand.set(cityKeys(city).lease, '2 b');
    await expect(log.trim(5)).rejects.toBeInstanceOf(Fenced);
    expect(log.first()).toBe(1);
    proof = '2 b';
    await log.trim(5);
    expect(log.first()).toBe(6);
  });

  it('refuses everything once Redis was emptied, says so once, and is well again with what it had', async () => {
    const log = await open({ tailEvents: 1 });
    await log.append(batch(1, 5), 1);
    const { epoch } = cityKeys(city);
    await hand.del(epoch);
    await expect(log.append(batch(6, 1), 1)).rejects.toBeInstanceOf(LogLost);
    await expect(log.append(batch(6, 1), 1)).rejects.toBeInstanceOf(LogUnavailable);
    await expect(log.read(0, 1)).rejects.toBeInstanceOf(LogLost);
    await expect(log.trim(1)).rejects.toBeInstanceOf(LogLost);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told.filter((text) => text.includes('is lost'))).toHaveLength(1);
    await hand.set(epoch, log.epoch);
    await until(() => log.append(batch(6, 1), 1).then(() => true, () => false)); // prettier-ignore
  });

  it('takes nothing that Redis would not keep on disk, unless told to', async () => {
    const log = await open();
    await hand.configSet('appendonly', 'no');
    const refusing = await open();
    await expect(refusing.append(batch(1, 1), 1)).rejects.toThrow(/appendonly no/);
    expect(told.filter((text) => /appendonly no.*None are taken/.test(text))).toHaveLength(1);
    const willing = await open({ allowVolatile: true });
    await expect(willing.append(batch(1, 1), 1)).resolves.toHaveLength(1);
    expect(told.filter((text) => /appendonly no.*nevertheless/.test(text))).toHaveLength(1);
    // Found out after a break as well.
    await hand.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
    await until(() => log.append(batch(2, 1), 1).then(() => false, (error: Error) => /appendonly no/.test(error.message))); // prettier-ignore
    await hand.configSet('appendonly', 'yes');
    await until(() => refusing.append(batch(1, 1), 1).then(() => true, () => false)); // prettier-ignore
    await until(() => log.append(batch(1, 1), 1).then(() => true, () => false)); // prettier-ignore
  });

  it('tells of settings that may lose events, once', async () => {
    await hand.configSet({ appendfsync: 'everysec', 'maxmemory-policy': 'allkeys-lru' });
    const log = await open();
    await expect(log.append(batch(1, 1), 1)).resolves.toHaveLength(1);
    await hand.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await until(() => log.append(batch(2, 1), 1).then(() => true, () => false)); // prettier-ignore
    expect(told.filter((text) => text.includes('appendfsync everysec'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('allkeys-lru'))).toHaveLength(1);
  });

  it('trusts a Redis that does not tell its settings, and says so', async () => {
    const refuse = (): Promise<never> => {
      const error = new Error("NOPERM this user has no permissions to run the 'config|get' command");
      return Promise.reject(Object.assign(error, { constructor: { name: 'SimpleError' } }));
    };
    const client = new Proxy(redis.client, {
      get: (target, name) => (name === 'configGet' ? refuse : (Reflect.get(target, name) as unknown)),
    });
    const managed: Redis = { ...redis, client, within: (command) => redis.within(command) };
    const log = await open({ redis: managed });
    await expect(log.append(batch(1, 1), 1)).resolves.toHaveLength(1);
    expect(told.some((text) => /cannot be known.*NOPERM/.test(text))).toBe(true);
  });

  it('a full Redis refuses the whole append, and the log goes on as it was', async () => {
    const log = await open();
    await log.append(batch(1, 10), 1);
    await hand.configSet('maxmemory', '1');
    await expect(log.append(batch(1_000, 3_000), 2)).rejects.toBeInstanceOf(LogUnavailable);
    expect(idsOf(await log.read(9, 5))).toEqual(['e-10']);
    await hand.configSet('maxmemory', '0');
    expect(await log.append([sampleEvent(11), sampleEvent(1_000)], 3)).toEqual([
      { seq: 11, known: false },
      { seq: 12, known: false },
    ]);
  });
});
