/**
 * Intake: events acknowledged as durable over HTTP in batches, and the same events through the whole chain to the
 * views, beside the bare log on the same machine in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog } from '../server/log/embedded/embedded.ts';
import type { LogEvent } from '../server/log/log.ts';
import { lifeEvent } from '../tests/support/events.ts';
import { testHome } from '../tests/support/server.ts';
import { chain } from './support/chain.ts';
import { quick, report, round } from './support/result.ts';

const EVENTS = quick ? 200_000 : 1_000_000;
const BATCH = 1000;
const IN_FLIGHT = 4;

/** The bare log: the same events, already parsed, in the same batches. */
async function bareLog(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-bench-'));
  const log = await openEmbeddedLog({ path: join(dir, 'log.db') });
  const batches: LogEvent[][] = [];
  const total = Math.min(EVENTS, 300_000);
  for (let n = 0; n < total; n += BATCH) {
    batches.push(
      Array.from({ length: BATCH }, (_, i) => {
        const { source, id, type, subject, time, data } = lifeEvent(n + i, Date.now());
        return { source, id, type: type as LogEvent['type'], subject, at: Date.parse(time), data };
      }),
    );
  }
  const start = performance.now();
  const running = new Set<Promise<unknown>>();
  for (const batch of batches) {
    const one = log.append(batch, Date.now()).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= IN_FLIGHT) await Promise.race(running);
  }
  await Promise.all(running);
  const rate = total / ((performance.now() - start) / 1000);
  await log.close();
  rmSync(dir, { recursive: true, force: true });
  return rate;
}

const log = await bareLog();
const home = await testHome();
const server = await home.start();
const { acked, views, retried } = await chain(server, home.token, EVENTS);
await server.stop();
home.remove();
report({
  bench: 'ingest',
  events: EVENTS,
  acked_per_s: round(acked, 0),
  views_per_s: round(views, 0),
  log_per_s: round(log, 0),
  views_to_log: round(views / log, 2),
  retried,
});
