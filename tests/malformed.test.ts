/** [E5] The intake under tens of thousands of malformed bodies over real connections. */
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventOf, openSite, type Site } from '../server/ingest/fixture.ts';
import { malformedBody, seeded, type Malformed } from './malformed.ts';

/** `MALFORMED=100000` is the long run; this one is for every day. */
const BODIES = Number(process.env.MALFORMED ?? 30_000);
const CONNECTIONS = 48;
const SEED = 20_260_302;

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

interface Reply {
  status: number;
  text: string;
}

function post(agent: Agent, body: Buffer, headers: Record<string, string>): Promise<Reply> {
  const { port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      agent,
      method: 'POST',
      path: '/api/v1/events',
      headers: { ...headers, authorization: `Bearer ${site.token}`, 'content-length': body.length },
    });
    sent.on('response', (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What is wrong with the answer to a malformed body; undefined when nothing is. */
function fault({ valid }: Malformed, { status, text }: Reply): string | undefined {
  if (status < 400 || status > 499) return `status ${status}`;
  const answer = JSON.parse(text) as {
    error?: { path?: unknown; rule?: unknown };
    taken?: number;
    results?: { status: string; path?: unknown; rule?: unknown }[];
  };
  const reasons = answer.error ? [answer.error] : (answer.results ?? []).filter((one) => one.status === 'refused');
  if (reasons.length === 0) return 'no reason';
  if (!reasons.every((one) => typeof one.path === 'string' && typeof one.rule === 'string' && one.rule !== ''))
    return 'a reason without path or rule';
  return valid.length > 0 && answer.taken !== valid.length
    ? `${String(answer.taken)} of ${valid.length} valid ones taken`
    : undefined;
}

it(`[E5] ${BODIES} malformed bodies: every one is refused with path and rule, every valid neighbour is taken`, async () => {
  const rng = seeded(SEED);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const wanted = new Set<string>();
  const faults: string[] = [];
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < BODIES && faults.length < 20) {
      const number = sent++;
      const one = malformedBody(rng);
      for (const id of one.valid) wanted.add(id);
      let reply = await post(agent, one.body, { ...one.headers, 'content-type': one.contentType });
      // Back-pressure is an answer too: the same is sent again.
      while (reply.status === 503) {
        await new Promise((done) => setTimeout(done, 50));
        reply = await post(agent, one.body, { ...one.headers, 'content-type': one.contentType });
      }
      const wrong = fault(one, reply);
      if (wrong !== undefined) faults.push(`body ${number} (${one.kind}): ${wrong}: ${reply.text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  agent.destroy();

  expect(faults).toEqual([]);
  expect(sent).toBe(BODIES);
  expect(wanted.size).toBeGreaterThan(BODIES / 4);
  const missing = new Set(wanted);
  for (let after = 0; after < site.log.head();) {
    const entries = await site.log.read(after, 5_000);
    for (const entry of entries) missing.delete(entry.id);
    after = entries.at(-1)!.seq;
  }
  expect([...missing]).toEqual([]);
  expect(site.log.head()).toBe(wanted.size);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();

  // It lives, and takes what is good.
  const good = await post(new Agent(), Buffer.from(JSON.stringify(eventOf(1))), { 'content-type': 'application/json' });
  expect([good.status, JSON.parse(good.text)]).toEqual([200, expect.objectContaining({ taken: 1 })]);
}, 1_200_000);
