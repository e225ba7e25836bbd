/** The lease on a real Redis: one holder, a token that rises, and cities that move when a server goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRedis, type TestRedis } from '../../tests/support/redis.ts';
import { cityKeys } from '../redis/keys.ts';
import { openRedis, type Redis } from '../redis/redis.ts';
import { soleLease, type Lease } from './lease.ts';
import { rankOf } from './rank.ts';
import { openRedisLease } from './redis-lease.ts';

let server: TestRedis;
let redis: Redis;
const onError = (): void => undefined;
const connect = (): Promise<Redis> => openRedis({ url: server.url, onError });
const open = (city: string, name: string, through = redis): Promise<Lease> =>
  openRedisLease({ redis: through, city, server: name, address: `http://${name}`, onError });
const ready = async (city: string, name: string, through = redis): Promise<Lease> => {
  const lease = await open(city, name, through);
  lease.report(0, true);
  return lease;
};

/** Waits until it holds; fails after half a minute. */
async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!what()) {
    if (Date.now() > end) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

beforeAll(async () => {
  server = await testRedis();
  redis = await connect();
});
afterAll(async () => {
  await redis.close();
  await server.remove();
});

describe('lease', () => {
  it('is always held where there is one server', () => {
    expect(soleLease().token).toBe(1);
  });

  it('is taken only by a server that is ready', async () => {
    const lease = await open('city-unready', 'a');
    expect(lease.token).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(lease.token).toBeNull();
    lease.report(0, true);
    await until(() => lease.token !== null);
    expect(lease.holder).toBe('a');
    await lease.close();
  });

  it('has one holder; given back it goes to the next one, whose token is higher', async () => {
    const first = await ready('city-give', 'a');
    await until(() => first.token !== null);
    const second = await ready('city-give', 'b');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const holder = first.token !== null ? first : second;
    const other = holder === first ? second : first;
    expect(other.token).toBeNull();
    const token = holder.token!;
    await holder.close();
    expect(holder.token).toBeNull();
    await until(() => other.token !== null);
    expect(other.token).toBeGreaterThan(token);
    await other.close();
  });

  it('goes to another server when its holder falls silent, and the old proof is worth nothing', async () => {
    const lost = await connect();
    const first = await ready('city-silent', 'a', lost);
    await until(() => first.token !== null);
    const proof = first.proof;
    const second = await ready('city-silent', 'b');
    await lost.close();
    await until(() => second.token !== null);
    expect(first.token).toBeNull();
    expect(second.token).toBeGreaterThan(Number.parseInt(proof!, 10));
    expect(await redis.client.get(cityKeys('city-silent').lease)).not.toBe(proof);
    await second.close();
    await first.close();
  });

  it('tells the lowest position that all followers have', async () => {
    const a = await open('city-kept', 'a');
    const b = await open('city-kept', 'b');
    a.report(70, true);
    b.report(50, true);
    await until(() => a.keptByAll === 50 && b.keptByAll === 50);
    await until(() => b.peers.length === 1 && b.peers[0]!.kept === 70 && b.peers[0]!.address === 'http://a');
    await b.close();
    await until(() => a.keptByAll === 70);
    expect(a.peers).toEqual([]);
    await a.close();
  });

  it('survives a restart of Redis', async () => {
    const lease = await ready('city-restart', 'a');
    await until(() => lease.token !== null);
    await server.kill();
    await until(() => lease.token === null);
    await server.start();
    await until(() => lease.token !== null);
    expect(lease.holder).toBe('a');
    await lease.close();
  });

  it('shares cities out, and moves those of a server that goes', async () => {
    const cities = Array.from({ length: 20 }, (_, i) => `share-${i}`);
    const ofA = await Promise.all(cities.map((city) => ready(city, 'a')));
    await until(() => ofA.every((lease) => lease.token !== null));
    const ofB = await Promise.all(cities.map((city) => ready(city, 'b')));
    const wanted = cities.map((city) => (rankOf(city, 'a', ['a', 'b']) === 0 ? 'a' : 'b'));
    expect(new Set(wanted).size).toBe(2);
    await until(() =>
      cities.every((_, i) => (wanted[i] === 'a' ? ofA : ofB)[i]!.token !== null && ofA[i]!.holder === wanted[i]),
    );
    await Promise.all(ofA.map((lease) => lease.close()));
    await until(() => ofB.every((lease) => lease.token !== null));
    await Promise.all(ofB.map((lease) => lease.close()));
  });
});
