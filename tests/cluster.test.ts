/** Many cities on a Redis Cluster, shared out among two servers; those of a server that is lost move. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyRing } from '../server/access/keys.ts';
import { openStores } from '../server/stores.ts';
import { created } from './support/events.ts';
import { freePort, testCluster } from './support/redis.ts';
import { add, settled, testHome, type TestHome, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

const CITIES = Array.from({ length: 50 }, (_, i) => `c${String(i).padStart(2, '0')}`);
const PROFILE = 'cities/baltimore';
const START_LIMIT = 180_000;

describe('fifty cities on a Cluster of three nodes', () => {
  let cluster: Awaited<ReturnType<typeof testCluster>>;
  let home: TestHome;
  let profiles: string;
  const tokens = new Map<string, string>();
  const servers: TestServer[] = [];

  beforeAll(async () => {
    cluster = await testCluster();
    profiles = mkdtempSync(join(tmpdir(), 'hotline-wall-cities-'));
    const city = JSON.parse(readFileSync(join(PROFILE, 'city.json'), 'utf8')) as object;
    for (const id of CITIES) {
      cpSync(PROFILE, join(profiles, id), { recursive: true });
      writeFileSync(join(profiles, id, 'city.json'), JSON.stringify({ ...city, id }));
    }
    home = await testHome(CITIES[0], cluster.url);
    const place = { dataDir: home.dir, redisUrl: cluster.url, serverId: 'test', peerUrl: '', volatile: false };
    const stores = await openStores(place, console.error);
    const ring = keyRing(stores.state.keys, Date.now);
    for (const id of CITIES) {
      const { token } = await ring.create({ name: id, city: id, sources: null, role: 'intake' });
      tokens.set(id, token);
    }
    await stores.close();
    for (const name of ['a', 'b']) {
      mkdirSync(join(home.dir, name));
      const args = ['--data', join(home.dir, name), ...CITIES.flatMap((id) => ['--city', id])];
      const env = { SERVER_ID: name, CITIES_DIR: profiles };
      servers.push(await home.start({ port: await freePort(), args, env, limit: START_LIMIT }));
    }
  }, 2 * START_LIMIT);
  afterAll(async () => {
    for (const server of servers) await server.kill();
    home?.remove();
    if (profiles) rmSync(profiles, { recursive: true, force: true });
    await cluster?.remove();
  });

  /** Ids of the cities that a server holds. */
  const held = async (server: TestServer): Promise<string[]> => {
    const text = await (await fetch(`${server.address}/metrics`)).text();
    return [...text.matchAll(/^hotline_wall_holder\{city="(\w+)"\} 1$/gm)].map(([, id]) => id!);
  };

  it('every city is held by one server, and each server holds a good part of them', async () => {
    await until(async () => {
      const [a, b] = [await held(servers[0]!), await held(servers[1]!)];
      return a.length > 10 && b.length > 10 && [...a, ...b].sort().join() === CITIES.join();
    }, Boolean);
    expect(new Set([...(await held(servers[0]!)), ...(await held(servers[1]!))]).size).toBe(CITIES.length);
  });

  it('[E1] any server takes the events of any city, and both fold them', async () => {
    for (const [i, id] of CITIES.entries())
      await add(servers[i % 2]!.address, tokens.get(id)!, [created(`T-${id}-1`), created(`T-${id}-2`)]);
    for (const server of servers)
      for (const id of CITIES) expect((await settled(server.address, id))['tickets']).toBe(2);
  });

  it('nothing crosses slots: all names of a city are on one node, and all nodes have cities', async () => {
    const nodesOf = new Map<string, Set<number>>();
    for (const [node, { url }] of cluster.nodes.entries()) {
      const client = createClient({ url });
      await client.connect();
      for (const name of await client.keys('*')) {
        const tag = /^\{(\w+)\}:/.exec(name)?.[1];
        expect(tag, `${name} has no tag`).toBeDefined();
        nodesOf.set(tag!, (nodesOf.get(tag!) ?? new Set()).add(node));
      }
      client.destroy();
    }
    expect([...nodesOf.keys()].sort()).toEqual([...CITIES, 'wall'].sort());
    for (const nodes of nodesOf.values()) expect(nodes.size).toBe(1);
    expect(new Set([...nodesOf.values()].flatMap((nodes) => [...nodes])).size).toBe(3);
  });

  it('the cities of a server that is lost move to the other, which goes on with all of them', async () => {
    await servers[0]!.kill();
    await until(() => held(servers[1]!), ({ length }) => length === CITIES.length); // prettier-ignore
    for (const id of CITIES) await add(servers[1]!.address, tokens.get(id)!, [created(`T-${id}-3`)]);
    for (const id of CITIES) expect((await settled(servers[1]!.address, id))['tickets']).toBe(3);
  });
});
