/** Several servers on one Redis: one truth, wherever it is written and wherever it is looked at. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'redis';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinReply } from '../contract/protocol.ts';
import type { CountAnswer, TicketAnswer } from '../contract/query.ts';
import { topicKey, type Topic, type TopicValues } from '../contract/topic.ts';
import { connect } from '../screen/live/socket.ts';
import { created, event } from './support/events.ts';
import { freePort, testRedis, type TestRedis } from './support/redis.ts';
import { add, ask, figures, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

const TOPIC: Topic = { view: 'measures', params: { measures: ['accepted', 'open'], window: '24h' } };
const KEEP = 50;

describe('several servers', () => {
  let redis: TestRedis;
  let home: TestHome;
  const ports: number[] = [];
  const servers = new Map<string, TestServer>();
  const start = async (name: string, env: NodeJS.ProcessEnv = {}, more: string[] = []): Promise<TestServer> => {
    mkdirSync(join(home.dir, name), { recursive: true });
    const port = ports.pop() ?? (await freePort());
    const args = ['--data', join(home.dir, name), ...more];
    const server = await home.start({
      port,
      args,
      env: { SERVER_ID: name, KEEP_ENTRIES: String(KEEP), READ_TEXTS: 'off', ...env },
    });
    servers.set(name, server);
    return server;
  };
  const counted = async (server: TestServer): Promise<number> => {
    const range = { from: Date.now() - 86_400_000, to: Date.now() + 60_000 };
    const answer = await ask<CountAnswer>(server.address, '/api/v1/query/count', {
      city: 'wuxi',
      measure: 'accepted',
      range,
    });
    return answer.total[0];
  };
  const ticketOf = async (server: TestServer, id: string): Promise<TicketAnswer> =>
    (await (await fetch(`${server.address}/api/v1/cities/wuxi/tickets/${id}`)).json()) as TicketAnswer;
  const metric = async (server: TestServer, name: string): Promise<number> => {
    const text = await (await fetch(`${server.address}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
  };
  /** What a viewer of this server is given of a topic. */
  const look = async <V>(server: TestServer, topic: Topic): Promise<{ log: number; value: V }> => {
    const socket = io(server.address, { path: '/live', transports: ['websocket'], forceNew: true });
    const asked = { city: 'wuxi', topics: [topic] };
    const reply = (await socket.timeout(10_000).emitWithAck('join', asked)) as JoinReply;
    socket.disconnect();
    if ('error' in reply) throw new Error(reply.error.rule);
    return { log: reply.log, value: (reply.topics[0] as { value: unknown }).value as V };
  };
  const shown = async (server: TestServer): Promise<{ log: number; accepted: number | undefined }> => {
    const { log, value } = await look<TopicValues['measures']>(server, TOPIC);
    return { log, accepted: value.cells['accepted']?.[0] };
  };

  beforeAll(async () => {
    redis = await testRedis();
    home = await testHome('wuxi', redis.url);
    await Promise.all([start('a'), start('b')]);
  });
  afterAll(async () => {
    for (const server of servers.values()) await server.kill();
    home?.remove();
    await redis?.remove();
  });
  const two = (): [TestServer, TestServer] => [servers.get('a')!, servers.get('b')!];

  it('[E1] [E3] take events anywhere, know them everywhere, and show the same', async () => {
    const [a, b] = two();
    const events = Array.from({ length: 40 }, (_, i) => created(`S${i}`));
    await add(a.address, home.token, events.slice(0, 20));
    await add(b.address, home.token, events.slice(20));
    const again = await post(b.address, home.token, events);
    expect(again.body).toMatchObject({ taken: 0, known: 40, refused: 0 });
    for (const server of [a, b]) {
      await settled(server.address);
      expect((await figures(server.address))['log_head']).toBe(40);
      expect(await counted(server)).toBe(40);
      expect(await shown(server)).toEqual({ log: 40, accepted: 40 });
    }
  });

  it('tell all servers what was refused or known already, wherever that was', async () => {
    const [a, b] = two();
    await post(a.address, home.token, [{ ...created('bad'), type: 'hotline.ticket.nonsense' }]);
    const feeds = async (server: TestServer): Promise<number> => {
      const { value } = await look<TopicValues['feeds']>(server, { view: 'feeds', params: {} });
      return Object.values(value.sources).reduce((sum, { refused }) => sum + refused, 0);
    };
    for (const server of [a, b])
      await until(
        () => feeds(server),
        (refused) => refused === 1,
      );
    expect(await feeds(b)).toBe(1);
  });

  it('[E1] take in what an upstream system adds to the stream of the city itself', async () => {
    const client = createClient({ url: redis.url });
    await client.connect();
    const before = (await shown(two()[0])).accepted!;
    for (let i = 0; i < 5; i++)
      await client.xAdd('{wuxi}:intake', '*', { key: home.token, event: JSON.stringify(created(`X${i}`)) });
    for (const server of two())
      await until(
        () => shown(server),
        ({ accepted }) => accepted === before + 5,
      );
    expect(
      await until(
        () => client.xLen('{wuxi}:intake'),
        (length) => length === 0,
      ),
    ).toBe(0);
    client.destroy();
  });

  it('one holds the city; when it is killed the other does, and nothing is missing', async () => {
    const [a, b] = two();
    const held = await until(
      () => Promise.all([a, b].map((server) => metric(server, 'hotline_wall_holder'))),
      (held) => held.filter((one) => one === 1).length === 1,
    );
    const [holder, other] = held[0] === 1 ? (['a', 'b'] as const) : (['b', 'a'] as const);
    ports.push(Number(new URL(servers.get(holder)!.address).port));
    await servers.get(holder)!.kill();
    const left = servers.get(other)!;
    await until(
      () => metric(left, 'hotline_wall_holder'),
      (value) => value === 1,
    );
    await add(left.address, home.token, [created('S100'), event('ticket.dispatched', 'S100', { unit: 'u1' })]);
    const back = await start(holder);
    await settled(back.address);
    expect(await counted(back)).toBe(46);
    const { ticket, steps } = await ticketOf(back, 'S100');
    expect([ticket.id, steps.length]).toEqual(['S100', 2]);
  });

  it('[E2] refuse while Redis is away, go on showing, and go on by themselves', async () => {
    const [a, b] = two();
    const before = await shown(a);
    await redis.kill();
    for (const server of [a, b]) {
      await until(
        async () => (await post(server.address, home.token, [created('away')])).status,
        (s) => s === 503,
      );
      expect(await shown(server)).toEqual(before);
      expect((await fetch(`${server.address}/readyz`)).status).toBe(503);
      expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    }
    await redis.start();
    for (const server of [a, b])
      await until(
        async () => (await post(server.address, home.token, [created(`after ${server.address}`)])).status,
        (s) => s === 200,
      );
    for (const server of [a, b]) {
      await until(
        () => shown(server),
        ({ accepted }) => accepted === before.accepted! + 2 || accepted === before.accepted! + 3,
      );
      await until(
        async () => (await fetch(`${server.address}/readyz`)).status,
        (status) => status === 200,
      );
    }
    const [first, second] = await Promise.all([shown(a), shown(b)]);
    expect(first).toEqual(second);
  });

  it('one that joins with an empty disk takes over a history of which the log holds the end only', async () => {
    const [a] = two();
    await add(
      a.address,
      home.token,
      Array.from({ length: 400 }, (_, i) => created(`T${i}`)),
    );
    const all = (await settled(a.address))['log_head']!;
    await settled(servers.get('b')!.address);
    // The holder trims once a minute.
    await until(
      () => figures(a.address),
      (now) => now['log_first']! > 100,
      120_000,
    );
    const joined = await start('c');
    const now = await settled(joined.address);
    expect(now['log_head']).toBeGreaterThanOrEqual(all);
    expect(await counted(joined)).toBe(await counted(a));
    expect((await shown(joined)).accepted).toBe((await shown(a)).accepted);
    const { ticket } = await ticketOf(joined, 'S1');
    expect(ticket.id).toBe('S1');
  }, 180_000);

  it('[T1] [T2] a server that does not follow the city shows it, takes its events and follows whoever holds it', async () => {
    const [a, b] = two();
    const edge = await start('edge', {}, ['--show', 'wuxi']);
    expect(await shown(edge)).toEqual(await shown(a));
    expect(await counted(edge)).toBe(await counted(a));
    expect((await ticketOf(edge, 'S1')).ticket.id).toBe('S1');
    expect((await fetch(`${edge.address}/api/v1/cities/wuxi/tickets/none`)).status).toBe(404);

    expect((await fetch(`${edge.address}/readyz`)).status).toBe(200);

    let seen: TopicValues['measures'] | undefined;
    const epochs = new Set<string | null>();
    const link = connect(
      'wuxi',
      (state) => {
        seen = state.held.get(topicKey(TOPIC))?.value as TopicValues['measures'] | undefined;
        if (state.room && state.heard !== null) epochs.add(state.epoch);
      },
      undefined,
      undefined,
      edge.address,
    );
    link.send({ type: 'want', topics: [TOPIC] });
    const sees = (accepted: number) =>
      until(
        () => Promise.resolve(seen?.cells['accepted']?.[0]),
        (value) => value === accepted,
      );
    const before = (await shown(a)).accepted!;
    await sees(before);
    await add(edge.address, home.token, [created('E1')]);
    await sees(before + 1);
    await add(b.address, home.token, [created('E2')]);
    await sees(before + 2);
    // Whoever holds it goes; what comes afterwards reaches the viewer from the next one.
    const holders = [...servers].filter(([name]) => name !== 'edge');
    const held = await Promise.all(holders.map(([, server]) => metric(server, 'hotline_wall_holder')));
    const [name, holder] = holders[held.indexOf(1)]!;
    await holder.kill();
    servers.delete(name);
    const [, left] = [...servers].find(([other]) => other !== 'edge' && other !== name)!;
    await add(left.address, home.token, [created('E3')]);
    await sees(before + 3);
    expect(epochs.size).toBeGreaterThan(1);
    link.close();
  });

  it('the peers give their history to servers of the same wall only', async () => {
    const server = [...servers.values()].find((one) => one !== servers.get('edge'))!;
    const answer = await fetch(`${server.address}/peer/wuxi/exports`, { method: 'POST' });
    expect(answer.status).toBe(401);
  });
});
