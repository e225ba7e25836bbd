/** The suite on a Redis Cluster, here of one node: it refuses whatever touches two slots at once as a large one does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from 'redis';
import { testRedis, type TestRedis } from '../../../tests/support/redis.ts';
import { openRedis, script, type Redis } from '../../redis/redis.ts';
import { stateSuite } from '../state.suite.ts';
import { openRedisState } from './redis-state.ts';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await testRedis(['--cluster-enabled', 'yes']);
  const node = createClient({ url: server.url });
  await node.connect();
  await node.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
  while (!/cluster_state:ok/.test(String(await node.sendCommand(['CLUSTER', 'INFO']))))
    await new Promise((resolve) => setTimeout(resolve, 50));
  node.destroy();
  redis = await openRedis({ url: server.url, onError: () => undefined });
});
afterAll(async () => {
  await redis?.close();
  await server?.remove();
});

it('is a Cluster', () => expect(redis.cluster).toBe(true));

stateSuite('redis cluster', async (bound) => {
  const wipe = async (): Promise<void> => void (await redis.run(script(`return redis.call('FLUSHALL')`), [], []));
  await wipe();
  return { open: async () => openRedisState({ redis, quarantineBound: bound }), remove: wipe };
});
