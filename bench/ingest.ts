/**
 * Intake: events acknowledged as durable over HTTP in batches, and the same events through the whole chain to the
 * views, beside the bare log on the same machine in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog } from '../server/log/embedded/embedded.ts';
import type { LogEvent } from '../server/log/log.ts';
import { lifeEvent } from '../tests/support/events.ts';
import { figures, testHome } from '../tests/support/server.ts';
import { quick, report, round, sleep } from './support/result.ts';

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

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
const send = (address: string, token: string, body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${token}`,
      'content-length': body.length,
    };
    const call = request(`${address}/api/v1/events`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode!));
    });
    call.on('error', reject);
    call.end(body);
  });

async function chain(): Promise<{ acked: number; views: number; retried: number }> {
  const home = await testHome();
  const server = await home.start();
  const now = Date.now();
  const bodies = Array.from({ length: EVENTS / BATCH }, (_, b) =>
    Buffer.from(Array.from({ length: BATCH }, (_, i) => JSON.stringify(lifeEvent(b * BATCH + i, now))).join('\n')),
  );
  let retried = 0;
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let body = bodies[next++]; body; body = bodies[next++]) {
      for (
        let status = await send(server.address, home.token, body);
        status !== 200;
        status = await send(server.address, home.token, body)
      ) {
        if (status !== 503 && status !== 429) throw new Error(`intake answered ${status}`);
        retried++;
        await sleep(100);
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const acked = EVENTS / ((performance.now() - start) / 1000);
  while ((await figures(server.address))['folded']! < EVENTS) await sleep(20);
  const views = EVENTS / ((performance.now() - start) / 1000);
  await server.stop();
  home.remove();
  return { acked, views, retried };
}

const log = await bareLog();
const { acked, views, retried } = await chain();
agent.destroy();
report({
  bench: 'ingest',
  events: EVENTS,
  acked_per_s: round(acked, 0),
  views_per_s: round(views, 0),
  log_per_s: round(log, 0),
  views_to_log: round(views / log, 2),
  retried,
});
