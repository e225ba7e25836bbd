/**
 * Redis: events into the log of a city and back out, beside what the same Redis takes of the same bytes when it is simply
 * given them: one entry of a stream an event, as a stream is usually fed, and packed like the log; then the whole chain of
 * a server on Redis, from HTTP requests to the views and to the painted number, the latter beside a server without Redis.
 * Everything is on disk before it counts (appendfsync always).
 */
import { createClient } from 'redis';
import { openRedisLog } from '../server/log/redis/redis-log.ts';
import type { Log } from '../server/log/log.ts';
import { openRedis } from '../server/redis/redis.ts';
import { launch } from '../tests/support/chromium.ts';
import { created } from '../tests/support/events.ts';
import { freePort, testRedis } from '../tests/support/redis.ts';
import { testHome, type TestServer } from '../tests/support/server.ts';
import { logBatches, rateOf } from './support/batches.ts';
import { chain } from './support/chain.ts';
import { measure, openWall, send } from './support/pixels.ts';
import { quick, report, round } from './support/result.ts';

const EVENTS = quick ? 60_000 : 500_000;
/** Events a second that are painted, for so many seconds. */
const PAINTED = 100;
const SECONDS = quick ? 4 : 20;
const READ = 2000;

/** Events a second of a reader that begins with nothing at hand. */
async function readRate(log: Log): Promise<number> {
  const start = performance.now();
  let seq = 0;
  while (seq < log.head()) seq = (await log.read(seq, READ)).at(-1)!.seq;
  return seq / ((performance.now() - start) / 1000);
}

const batches = logBatches(EVENTS);
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

const shared = await testHome('wuxi', server.url);
const sharing = await shared.start({ port: await freePort() });
const { acked, views } = await chain(sharing, shared.token, EVENTS);
const alone = await testHome();
const embedded = await alone.start();
const browser = await launch();
const pixels = async (one: TestServer, token: string): Promise<number> => {
  const page = await openWall(browser, one.address, token);
  const { p50 } = await measure(
    page,
    (ids) =>
      send(
        one.address,
        token,
        ids.map((id) => created(id)),
      ),
    PAINTED,
    SECONDS,
  );
  await page.close();
  return p50;
};
const withRedis = await pixels(sharing, shared.token);
const without = await pixels(embedded, alone.token);
await browser.close();
await sharing.stop();
await embedded.stop();
await server.remove();
shared.remove();
alone.remove();
report({
  bench: 'redis',
  events: EVENTS,
  acked_per_s: round(acked, 0),
  views_per_s: round(views, 0),
  log_per_s: round(logged, 0),
  read_per_s: round(read, 0),
  raw_xadd_per_s: round(rawXadd, 0),
  raw_packed_per_s: round(rawPacked, 0),
  views_to_raw: round(views / rawXadd, 2),
  log_to_raw: round(logged / rawXadd, 2),
  pixel_p50_redis: withRedis,
  pixel_p50_embedded: without,
  pixel_ratio: round(withRedis / without, 2),
});
