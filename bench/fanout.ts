/**
 * Fan-out: many sockets on a scene of twelve topics, every topic changing once a second: delivery, CPU of the server
 * and bytes a viewer, against a naive broadcast of the same values, whole, measured in the same run. With `--servers 2`
 * on a Redis, half of the viewers at a server that follows the city, half at one that only shows it.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import type { Joined, JoinReply } from '../contract/protocol.ts';
import type { Topic } from '../contract/topic.ts';
import { created, event, lifeEvent } from '../tests/support/events.ts';
import { freePort, testRedis } from '../tests/support/redis.ts';
import { post, settled, testHome } from '../tests/support/server.ts';
import { cpuSeconds, percentile, quick, report, round, sleep } from './support/result.ts';
import type { Figures } from './support/viewers.ts';

const SERVERS = process.argv.includes('--servers') ? 2 : 1;
const COUNTS = SERVERS === 2 ? [10_000] : [1000, 10_000];
const SECONDS = quick ? 3 : 20;
/** New tickets a second; with one, every topic changes. */
const tickets = process.argv.indexOf('--tickets');
const TICKETS = tickets < 0 ? 1 : Number(process.argv[tickets + 1]);
const child = (name: string): ChildProcess =>
  fork(fileURLToPath(new URL(`./support/${name}.ts`, import.meta.url)), { execArgv: ['--import', 'tsx'] });
const answer = async <T>(from: ChildProcess): Promise<T> => (await once(from, 'message'))[0] as T;

const TOPICS: Topic[] = [
  { view: 'measures', params: { measures: ['accepted', 'direct_rate'], window: 'today', compare: 'week' } },
  { view: 'measures', params: { measures: ['call_offered', 'answer_rate', 'service_level_15'], window: 'today' } },
  { view: 'measures', params: { measures: ['open', 'due_soon', 'overdue'], window: 'today' } },
  { view: 'measures', params: { measures: ['satisfaction', 'on_time_rate'], window: '7d' } },
  { view: 'series', params: { measures: ['accepted'], window: 'today', step: 'hour' } },
  { view: 'series', params: { measures: ['satisfaction'], window: '14d', step: 'day' } },
  { view: 'group', params: { measures: ['accepted'], by: ['channel', 'nature'], window: 'today' } },
  { view: 'group', params: { measures: ['per_10k', 'accepted'], by: ['district'], window: 'today' } },
  { view: 'group', params: { measures: ['accepted'], by: ['cell'], window: '24h', top: 200 } },
  { view: 'group', params: { measures: ['accepted'], by: ['words'], window: '24h', top: 12 } },
  { view: 'latest', params: { size: 8 } },
  { view: 'feeds', params: {} },
];

const cell = (i: number) => ({ lng: 120.2 + (i % 60) * 0.01, lat: 31.4 + (i % 40) * 0.01 });
const place = (i: number) => ({ district: ['320205', '320206', '320211', '320213'][i % 4], ...cell(i) });
/** A second's worth of events that touches every topic. */
function second(n: number): unknown[] {
  const now = Date.now();
  const tickets = Array.from({ length: TICKETS }, (_, k) => {
    const id = `F${n}-${k}`;
    return [
      created(id, { title: '暖气不热', place: place(n * TICKETS + k) }, now - 50),
      event('ticket.dispatched', id, { unit: `u${k}` }, now - 40),
      event('ticket.rated', id, { satisfaction: 'satisfied' }, now - 10),
    ];
  });
  const calls = [
    event('call.queued', `FC${n}`, {}, now - 9000),
    event('call.answered', `FC${n}`, { seat: 'A1' }, now - 2000),
  ];
  return [...tickets.flat(), ...calls];
}

/** What crowds of viewers were given while something went on, and the share of a core that the programs used. */
async function count(
  crowds: ChildProcess[],
  pids: number[],
  during: () => Promise<void>,
): Promise<Figures & { cpu: number }> {
  for (const crowd of crowds) crowd.send({ count: true });
  const used = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = used();
  const start = performance.now();
  await during();
  await sleep(300);
  const cpu = (used() - before) / ((performance.now() - start) / 1000);
  const all: Figures & { cpu: number } = { connected: 0, frames: 0, bytes: 0, latencies: [], cpu };
  for (const crowd of crowds) {
    crowd.send({ count: false });
    const { figures } = await answer<{ figures: Figures }>(crowd);
    all.connected += figures.connected;
    all.frames += figures.frames;
    all.bytes += figures.bytes;
    for (const latency of figures.latencies) all.latencies.push(latency);
  }
  return all;
}

/** Viewers of a hub, in a program of their own, connected. */
async function crowdAt(url: string, viewers: number, join: string | null): Promise<ChildProcess> {
  const crowd = child('viewers');
  crowd.send({ order: { url: `${url.replace('http', 'ws')}/live/`, viewers, join } });
  await answer(crowd);
  return crowd;
}
async function dismiss(crowds: ChildProcess[]): Promise<void> {
  for (const crowd of crowds) {
    crowd.send({ end: true });
    await once(crowd, 'exit');
  }
}

/** The values of all topics as a viewer holds them. */
async function valuesOf(address: string): Promise<unknown[]> {
  const socket = io(address, { path: '/live', transports: ['websocket'] });
  const reply = (await socket.timeout(20_000).emitWithAck('join', { city: 'wuxi', topics: TOPICS })) as JoinReply;
  socket.disconnect();
  if ('error' in reply) throw new Error(reply.error.rule);
  return reply.topics.map((joined: Joined) => ('value' in joined ? joined.value : null));
}

const redis = SERVERS === 2 ? await testRedis() : null;
const home = await testHome('wuxi', redis?.url);
const server = await home.start({ port: await freePort() });
const servers = [server];
if (redis) servers.push(await home.start({ args: ['--data', `${home.dir}/far`, '--show', 'wuxi'] }));
await post(
  server.address,
  home.token,
  Array.from({ length: 14_000 }, (_, n) => lifeEvent(n, Date.now())),
);
await post(server.address, home.token, Array.from({ length: 200 }, (_, n) => second(n)).flat());
await settled(server.address);

const results: Record<string, unknown>[] = [];
for (const viewers of COUNTS) {
  const join = JSON.stringify(['join', { city: 'wuxi', topics: TOPICS }]);
  const crowds: ChildProcess[] = [];
  for (const { address } of servers) crowds.push(await crowdAt(address, viewers / servers.length, join));
  await sleep(1500);
  const ours = await count(
    crowds,
    servers.map(({ pid }) => pid),
    async () => {
      for (let n = 0; n < SECONDS; n++) {
        await post(server.address, home.token, second(1000 + viewers + n));
        await sleep(1000);
      }
    },
  );
  await dismiss(crowds);

  const naive = child('naive');
  const { port } = await answer<{ port: number }>(naive);
  const others = await crowdAt(`http://127.0.0.1:${port}`, viewers, null);
  const theirs = await count([others], [naive.pid!], async () => {
    for (let n = 0; n < SECONDS; n++) {
      await post(server.address, home.token, second(2000 + viewers + n));
      naive.send({ values: await valuesOf(server.address) });
      await sleep(1000);
    }
  });
  await dismiss([others]);
  naive.send({ end: true });
  await once(naive, 'exit');

  const perViewer = (bytes: number): number => round(bytes / viewers / SECONDS, 0);
  results.push({
    viewers,
    p50_ms: percentile(ours.latencies, 0.5),
    p99_ms: percentile(ours.latencies, 0.99),
    cpu_share: round(ours.cpu, 2),
    frames_per_viewer_s: round(ours.frames / viewers / SECONDS, 2),
    bytes_per_viewer_s: perViewer(ours.bytes),
    naive_p99_ms: percentile(theirs.latencies, 0.99),
    naive_cpu_share: round(theirs.cpu, 2),
    naive_bytes_per_viewer_s: perViewer(theirs.bytes),
  });
  console.log(JSON.stringify(results.at(-1)));
}
for (const one of servers) await one.stop();
home.remove();
await redis?.remove();
report({ bench: 'fanout', servers: SERVERS, tickets_per_s: TICKETS, ...(results.at(-1) as object), all: results });
