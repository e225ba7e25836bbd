import { afterAll, beforeAll, expect, it } from 'vitest';
// The generator is shared with the long run in tests/.
// oxlint-disable-next-line no-restricted-imports
import { malformedBody, seeded } from '../../tests/malformed.ts';
import { openSite, type Site } from './fixture.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

it('[E5] 2,000 malformed bodies: each is a 4xx with path and rule, and its valid neighbours are taken', async () => {
  const rng = seeded(12_345);
  const wanted: string[] = [];
  const wrong: string[] = [];
  for (let i = 0; i < 2_000; i++) {
    const { kind, contentType, headers, body, valid } = malformedBody(rng);
    const reply = await site.server.inject({
      method: 'POST',
      url: '/api/v1/events',
      headers: { ...headers, 'content-type': contentType, authorization: `Bearer ${site.token}` },
      payload: body,
    });
    const answer = reply.json<{
      error?: { path: string; rule: string };
      taken?: number;
      results?: { path?: string; rule?: string; status: string }[];
    }>();
    const reasons = answer.error ? [answer.error] : (answer.results ?? []).filter((one) => one.status === 'refused');
    const good =
      reply.statusCode >= 400 &&
      reply.statusCode < 500 &&
      reasons.length > 0 &&
      reasons.every((one) => typeof one.path === 'string' && !!one.rule);
    if (!good || (valid.length > 0 && answer.taken !== valid.length))
      wrong.push(`${i} ${kind}: ${reply.statusCode} ${reply.body.slice(0, 200)}`);
    wanted.push(...valid);
  }
  expect(wrong).toEqual([]);
  expect(wanted.length).toBeGreaterThan(500);
  expect(site.log.head()).toBe(wanted.length);
  expect((await site.log.read(0, wanted.length)).map((entry) => entry.id)).toEqual(wanted);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await site.state.quarantine.count('testville')).kept).toBeGreaterThan(500);
});
