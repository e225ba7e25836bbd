/**
 * Redis: events into the log of a city and back out, beside what the same Redis takes of the same bytes when it is simply
 * given them: one entry of a stream an event, as a stream is usually fed, and packed like the log. Everything is on disk
 * before it counts (appendfsync always).
 */
import { createClient } from 'redis';
import { openRedisLog } from '../server/log/redis/redis-log.ts';
import type { Log, LogEvent } from '../server/log/log.ts';
import { openRedis } from '../server/redis/redis.ts';
import { lifeEvent } from '../tests/support/events.ts';
import { testRedis } from '../tests/support/redis.ts';
import { quick, report, round } from './support/result.ts';

const EVENTS = quick ? 100_000 : 500_000;
const BATCH = 1000;
const IN_FLIGHT = 4;
const READ = 2000;

/** Events a second of `send`, which is given one batch after the other, `IN_FLIGHT` at a time. */
async function rateOf<T>(batches: readonly T[], send: (batch: T) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const running = new Set<Promise<unknown>>();
  for (const batch of batches) {
    const one = send(batch).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= IN_FLIGHT) await Promise.race(running);
  }
  await Promise.all(running);
  return (batches.length * BATCH) / ((performance.now() - start) / 1000);
}

/** Events a second of a reader that begins with nothing at hand. */
async function readRate(log: Log): Promise<number> {
  const start = performance.now();
  let seq = 0;
  while (seq < log.head()) seq = (await log.read(seq, READ)).at(-1)!.seq;
  return seq / ((performance.now() - start) / 1000);
}

const now = Date.now();
const batches = Array.from({ length: EVENTS / BATCH }, (_, b) =>
  Array.from({ length: BATCH }, (_, i): LogEvent => {
    const { source, id, type, subject, time, data } = lifeEvent(b * BATCH + i, now);
    return { source, id, type: type as LogEvent['type'], subject, at: Date.parse(time), data };
  }),
);
const lines = batches.map((batch) => batch.map((event) => JSON.stringify(event)));

const server = await testRedis();
const raw = createClient({ url: server.url });
await raw.connect();
const redis = await openRedis({ url: server.url, onError: console.error, limit: 60_000 });
const open = (): ReturnType<typeof openRedisLog> =>
  openRedisLog({ redis, city: 'bench', floor: 0, onError: console.error });

// The bare ones first, and once for nothing: whoever comes first pays for warming up.
const single = (batch: string[]): Promise<unknown> =>
  Promise.all(batch.map((event) => raw.xAdd('single', '*', { event })));
const packed = (batch: string[]): Promise<unknown> => raw.xAdd('packed', '*', { events: batch.join('\n') });
await rateOf(lines.slice(0, 20), single);
await rateOf(lines.slice(0, 20), packed);
const rawXadd = await rateOf(lines, single);
const rawPacked = await rateOf(lines, packed);
await raw.del(['single', 'packed']);

const log = await open();
const logged = await rateOf(batches, (batch) => log.append(batch, Date.now()));
await log.close();
const reader = await open();
const read = await readRate(reader);
if (reader.head() !== EVENTS) throw new Error(`the log holds ${reader.head()} of ${EVENTS} events`);
await reader.close();
await redis.close();
raw.destroy();
await server.remove();
report({
  bench: 'redis',
  events: EVENTS,
  log_per_s: round(logged, 0),
  read_per_s: round(read, 0),
  raw_xadd_per_s: round(rawXadd, 0),
  raw_packed_per_s: round(rawPacked, 0),
  share: round(logged / rawXadd, 2),
});
