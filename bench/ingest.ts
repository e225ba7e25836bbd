/**
 * Intake: events acknowledged as durable over HTTP in batches, and the same events through the whole chain to the
 * views, beside the bare log on the same machine in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog } from '../server/log/embedded/embedded.ts';
import { testHome } from '../tests/support/server.ts';
import { logBatches, rateOf } from './support/batches.ts';
import { chain } from './support/chain.ts';
import { quick, report, round } from './support/result.ts';

const EVENTS = quick ? 200_000 : 1_000_000;

/** The bare log: the same events, already parsed, in the same batches. */
async function bareLog(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-bench-'));
  const log = await openEmbeddedLog({ path: join(dir, 'log.db') });
  const batches = logBatches(Math.min(EVENTS, 300_000));
  const rate = await rateOf(batches, (batch) => log.append(batch, Date.now()));
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
