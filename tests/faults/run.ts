/**
 * `npm run test:faults [-- --quick] [-- --seed N]`: three servers on a Redis with a replica, a steady feed, and viewers
 * through a balancer, while servers are killed and paused, Redis is killed, cables are pulled and the feed misbehaves, in
 * an order given by a seed. At the end every acknowledged event has to be in the log and in the facts once, and every
 * viewer has to show what a recount gives. The last line is one JSON object; the exit code says whether it held.
 */
import { parseArgs } from 'node:util';
import type { Topic, TopicValues } from '../../contract/topic.ts';
import type { CountAnswer } from '../../contract/query.ts';
import { lifeEvent } from '../support/events.ts';
import { testRedis } from '../support/redis.ts';
import { ask, settled, testHome } from '../support/server.ts';
import { seeded } from '../malformed.ts';
import { feeder } from './feeder.ts';
import { fleet, type Member } from './fleet.ts';
import { viewers } from './viewers.ts';
import { witness } from './witness.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, seed: { type: 'string', default: '1' }, faults: { type: 'string' } },
});
const FAULTS = Number(options.faults ?? (options.quick ? 10 : 100));
const RATE = 2000;
const VIEWERS = 200;
const CITY = 'wuxi';
/** Beyond the life of a lease (2.5 s). */
const PAUSE = 3300;
const MEASURES = ['accepted', 'closed', 'satisfaction'] as const;
const TOPIC: Topic = { view: 'measures', params: { measures: [...MEASURES], window: '24h' } };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The order of the faults has a stream of its own: how often others ask depends on time. */
const random = seeded(Number(options.seed));
const noise = seeded(Number(options.seed) + 1);
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

const redis = await testRedis();
const replica = await testRedis(['--replicaof', '127.0.0.1', String(redis.port)]);
const home = await testHome(CITY, redis.url);
const servers = await fleet(home, redis.url, 3, noise, { KEEP_ENTRIES: '400000' });
const { address } = servers.balancer;
const watching = await witness(redis.url, CITY);
const base = Date.now() - 600_000;
const feed = feeder(address, home.token, RATE, base, noise);
const crowd = viewers(address, CITY, TOPIC, VIEWERS);
while (!crowd.all() || (await watching.lease()) === null) await sleep(50);
crowd.blindness();

const takeovers: number[] = [];
/** Waits until another server than `from` holds the city, and notes how long that took. */
async function takeover(from: string): Promise<void> {
  const start = performance.now();
  for (;;) {
    const now = await watching.lease();
    if (now !== null && now !== from) break;
    if (performance.now() - start > 60_000) throw new Error('nobody took the city over');
    await sleep(20);
  }
  takeovers.push(performance.now() - start);
}
const well = (): Member[] => servers.members.filter(({ server, impaired }) => server && !impaired);
const holderOf = (lease: string | null): Member | undefined =>
  servers.members.find(({ id }) => lease?.split(' ')[1]?.startsWith(`${id}#`));
const mending = new Set<Promise<void>>();
const mend = (work: Promise<void>): void => {
  const one = work.finally(() => mending.delete(one));
  mending.add(one);
};

/** What can go wrong. Each resolves when the next may follow; what still mends itself goes on behind. */
const KINDS: Record<string, () => Promise<void>> = {
  async 'kill a server'() {
    const member = pick(well());
    const lease = await watching.lease();
    const held = holderOf(lease) === member;
    const { server } = member;
    member.server = null;
    await server!.kill();
    if (held) await takeover(lease!);
    mend(servers.start(member));
  },
  async 'stop a server'() {
    const member = pick(well());
    const { server } = member;
    const lease = await watching.lease();
    const held = holderOf(lease) === member;
    member.server = null;
    const stopped = server!.stop();
    if (held) await takeover(lease!);
    await stopped;
    mend(servers.start(member));
  },
  async 'pause the holder'() {
    const lease = await watching.lease();
    const member = holderOf(lease);
    if (!member?.server || member.impaired) return KINDS['kill a server']!();
    member.impaired = true;
    member.server.process.kill('SIGSTOP');
    const start = performance.now();
    await takeover(lease!);
    await sleep(Math.max(0, PAUSE - (performance.now() - start)));
    member.server.process.kill('SIGCONT');
    member.impaired = false;
  },
  async 'kill Redis'() {
    await redis.kill();
    await sleep(200 + 800 * random());
    await redis.start();
  },
  async 'cut a server from Redis'() {
    const member = pick(well());
    const lease = await watching.lease();
    const held = holderOf(lease) === member;
    member.impaired = true;
    member.cable.pull();
    if (held) await takeover(lease!);
    else await sleep(1000);
    member.cable.plug();
    member.impaired = false;
  },
  async 'disturb the feed'() {
    feed.disturb(40);
    await sleep(1000);
  },
};

for (let i = 0; i < FAULTS; i++) {
  while (well().length < 2) await sleep(50);
  const kind = pick(Object.keys(KINDS));
  const start = performance.now();
  await KINDS[kind]!();
  console.log(`${i + 1}/${FAULTS} ${kind}: ${Math.round(performance.now() - start)} ms`);
  await sleep(options.quick ? 100 : 300 + 2000 * random());
}
await Promise.all(mending);
await feed.finish();
await watching.caughtUp();

const addresses = servers.addresses();
await Promise.all(addresses.map((one) => settled(one, CITY, 120_000)));
// Every event that was made was acknowledged by now: the first ones, in the order in which they are made.
let lost = 0;
let created = 0;
for (let n = 0; n < feed.acknowledged; n++) {
  const { source, id, type } = lifeEvent(n, base);
  if (!watching.has(source, id)) lost++;
  if (type === 'hotline.ticket.created') created++;
}
let { doubled } = watching;
const to = Date.now();
const count = async (server: string, measure: string): Promise<CountAnswer> =>
  ask(server, '/api/v1/query/count', { city: CITY, measure, range: { from: to - 86_400_000, to } });
const recount: Record<string, unknown> = {};
for (const server of addresses) {
  const { total } = await count(server, 'accepted');
  lost += Math.max(0, created - total[0]);
  doubled += Math.max(0, total[0] - created);
  for (const measure of MEASURES) {
    const { total: cell } = await count(server, measure);
    recount[measure] ??= cell;
    // Servers that disagree with one another are as bad as viewers that do.
    if (JSON.stringify(recount[measure]) !== JSON.stringify(cell)) lost++;
  }
}
const isRight = ({ log, value }: { log: number; value: unknown }): boolean =>
  log === watching.head &&
  MEASURES.every(
    (measure) =>
      JSON.stringify((value as TopicValues['measures'] | undefined)?.cells[measure]) ===
      JSON.stringify(recount[measure]),
  );
for (let i = 0; i < 100 && !crowd.values().every(isRight); i++) await sleep(100);
const mismatched = crowd.values().filter((one) => !isRight(one)).length;
const result = {
  test: 'faults',
  faults: FAULTS,
  acknowledged: feed.acknowledged,
  lost,
  doubled,
  mismatched_viewers: mismatched,
  blind_max_ms: Math.round(crowd.blindness()),
  takeover_max_ms: Math.round(Math.max(0, ...takeovers)),
  takeovers: takeovers.length,
  repeated: feed.repeated,
  requests_refused: feed.refused,
  seed: Number(options.seed),
};
crowd.close();
await servers.close();
await watching.close();
await replica.remove();
await redis.remove();
home.remove();
console.log(JSON.stringify(result));
process.exit(lost + doubled + mismatched === 0 ? 0 : 1);
