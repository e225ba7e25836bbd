/** The whole chain of the intake under load, from HTTP requests to the views. */
import { Agent, request } from 'node:http';
import { lifeEvent } from '../../tests/support/events.ts';
import { figures, type TestServer } from '../../tests/support/server.ts';
import { BATCH, IN_FLIGHT } from './batches.ts';
import { sleep } from './result.ts';

const send = (agent: Agent, address: string, token: string, body: Buffer): Promise<number> =>
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

/**
 * Sends events of whole lives to a server, in batches, a few requests at a time. Events a second that were acknowledged as
 * durable, and that were through to the views; and how often a request had to be sent again.
 */
export async function chain(
  server: TestServer,
  token: string,
  events: number,
): Promise<{ acked: number; views: number; retried: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const now = Date.now();
  const bodies = Array.from({ length: events / BATCH }, (_, b) =>
    Buffer.from(Array.from({ length: BATCH }, (_, i) => JSON.stringify(lifeEvent(b * BATCH + i, now))).join('\n')),
  );
  let retried = 0;
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let body = bodies[next++]; body; body = bodies[next++]) {
      for (
        let status = await send(agent, server.address, token, body);
        status !== 200;
        status = await send(agent, server.address, token, body)
      ) {
        if (status !== 503 && status !== 429) throw new Error(`intake answered ${status}`);
        retried++;
        await sleep(100);
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const acked = events / ((performance.now() - start) / 1000);
  while ((await figures(server.address))['folded']! < events) await sleep(20);
  const views = events / ((performance.now() - start) / 1000);
  agent.destroy();
  return { acked, views, retried };
}
