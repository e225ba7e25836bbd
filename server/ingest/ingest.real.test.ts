import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Compile } from 'typebox/compile';
import { LogUnavailable } from '../log/log.ts';
import { eventOf, openSite, type Site } from './fixture.ts';
import { ErrorAnswer, QuarantineList, TakenAnswer } from './schemas.ts';
import type { Answer, Heard, RefusedCount } from './take.ts';
import type { Quarantined } from '../state/state.ts';

let site: Site;
afterEach(() => site.close());

interface Reply {
  status: number;
  body: Answer & { error?: { path: string; rule: string } };
  headers: Headers;
}
const checks = { taken: Compile(TakenAnswer), error: Compile(ErrorAnswer) };

/** Real HTTP. Every answer is checked against its declared schema. */
async function send(
  body: unknown,
  {
    type = 'application/json',
    token = site.token,
    headers = {},
    url = '/api/v1/events',
    method = 'POST',
  }: { type?: string; token?: string; headers?: Record<string, string>; url?: string; method?: string } = {},
): Promise<Reply> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const reply = await fetch(site.url + url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : (payload as BodyInit),
  });
  const answer = (await reply.json()) as Reply['body'];
  const check = reply.status === 200 || (reply.status === 422 && !answer.error) ? checks.taken : checks.error;
  expect({ answer, errors: check.Errors(answer) }).toEqual({ answer, errors: [] });
  return { status: reply.status, body: answer, headers: reply.headers };
}
const lines = (events: readonly unknown[]): string => events.map((event) => JSON.stringify(event)).join('\n');
const logged = async (): Promise<string[]> => (await site.log.read(0, 10_000)).map((entry) => entry.id);
const quarantined = (): Promise<Quarantined[]> => site.state.quarantine.list('testville', 0, 1_000);

describe('intake', () => {
  beforeEach(async () => {
    site = await openSite();
  });

  it('[E1] takes every kind of body', async () => {
    const n = { at: 1 };
    const next = () => eventOf(n.at++);
    const one = { taken: 1, known: 0, refused: 0, results: [{ index: 0, status: 'taken' }] };
    expect((await send(next())).body).toEqual(one);
    expect((await send(next(), { type: 'application/cloudevents+json; charset=UTF-8' })).body).toEqual(one);
    expect((await send([next()])).body).toEqual(one);
    expect((await send([next()], { type: 'application/cloudevents-batch+json' })).body).toEqual(one);
    expect((await send(`\ufeff${JSON.stringify(next())}`)).body).toEqual(one);
    expect((await send(`${lines([next(), next()])}\r\n\n`, { type: 'application/x-ndjson' })).body.taken).toBe(2);
    expect((await send(gzipSync(JSON.stringify(next())), { headers: { 'content-encoding': 'gzip' } })).body).toEqual(
      one,
    );
    expect(
      (
        await send(gzipSync(lines([next(), next()])), {
          type: 'application/x-ndjson',
          headers: { 'content-encoding': 'gzip' },
        })
      ).body.taken,
    ).toBe(2);
    expect((await send([])).body).toEqual({ taken: 0, known: 0, refused: 0, results: [] });
    expect(await logged()).toEqual(Array.from({ length: n.at - 1 }, (_, i) => `e-${i + 1}`));
  });

  it('[E1] takes binary mode, with percent-encoded headers', async () => {
    const { data, ...attributes } = eventOf(1, { subject: '工单 1%' });
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
    );
    expect((await send(data, { headers: { ...headers, 'ce-extension': 'x' } })).status).toBe(200);
    expect((await site.log.read(0, 1))[0]).toMatchObject({
      id: 'e-1',
      subject: '工单 1%',
      data: { title: '路灯不亮' },
    });
    const bad = await send(data, { headers: { ...headers, 'ce-subject': '%E4%' } });
    expect([bad.status, bad.body.error?.path]).toEqual([400, '/subject']);
    const { 'ce-id': _id, ...without } = headers;
    expect((await send(data, { headers: without })).body.results[0]).toMatchObject({
      path: '/id',
      rule: 'is required',
    });
  });

  it('[E2] what it acknowledged is in the log, normalised and without personal numbers', async () => {
    await send(eventOf(1, {}, { title: '请回电13812345678', place: { street: '荣巷街道' }, requester: '13812345678' }));
    const [entry] = await site.log.read(0, 1);
    expect(entry).toMatchObject({
      seq: 1,
      taken: site.time.now,
      data: { title: '请回电138****5678', place: { district: '990102', street: '990102002' } },
    });
    expect(JSON.stringify(entry)).not.toContain('13812345678');
  });

  it('[E3] the same again is known', async () => {
    await send([eventOf(1), eventOf(2)]);
    expect((await send([eventOf(2), eventOf(3), eventOf(3)])).body).toEqual({
      taken: 1,
      known: 2,
      refused: 0,
      results: [
        { index: 0, status: 'known' },
        { index: 1, status: 'taken' },
        { index: 2, status: 'known' },
      ],
    });
    expect(await logged()).toEqual(['e-1', 'e-2', 'e-3']);
  });

  it('[E5] refuses with path and rule, keeps it masked, takes the neighbours', async () => {
    const bad = eventOf(2, {}, { channel: 'pigeon', requester: '13812345678', text: '电话13812345678' });
    const reply = await send([eventOf(1), bad, eventOf(3)]);
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ taken: 2, known: 0, refused: 1 });
    expect(reply.body.results[1]).toMatchObject({ index: 1, status: 'refused', path: '/data/channel' });
    expect(await logged()).toEqual(['e-1', 'e-3']);
    const [kept] = await quarantined();
    expect(kept).toMatchObject({ index: 1, path: '/data/channel', whole: true, at: site.time.now });
    expect(kept!.raw).toContain('138****5678');
    expect(kept!.raw).not.toContain('13812345678');
  });

  it('[E5] refuses what speaks in the name of the wall itself, and takes the neighbours', async () => {
    const card = eventOf(2, { source: '/wall/clock', type: 'hotline.ticket.supervised', data: { level: 'red' } });
    const reply = await send([eventOf(1), card, eventOf(3, { source: '/wallpaper' })]);
    expect(reply.body).toMatchObject({ taken: 2, refused: 1 });
    expect(reply.body.results[1]).toMatchObject({ path: '/source', rule: expect.stringContaining('/wall/') });
    expect(await logged()).toEqual(['e-1', 'e-3']);
  });

  it('[E5] a broken line is refused, and the lines around it are taken', async () => {
    const body = Buffer.concat([
      Buffer.from(
        `${lines([eventOf(1)])}\n{"requester":"13812345678,"text":"电话 139 1234 5678\n${lines([eventOf(2)])}\n`,
      ),
      Buffer.from([0xff, 0xfe, 10]),
      Buffer.from(lines([eventOf(3)])),
    ]);
    const { status, body: answer } = await send(body, { type: 'application/x-ndjson' });
    expect([status, answer.taken, answer.refused]).toEqual([422, 3, 2]);
    expect(answer.results.filter((one) => one.status === 'refused')).toEqual([
      { index: 1, status: 'refused', path: '/1', rule: expect.stringMatching(/^is not JSON: /) as string },
      { index: 3, status: 'refused', path: '/3', rule: 'is not UTF-8' },
    ]);
    const kept = JSON.stringify([await quarantined(), answer]);
    expect(kept).not.toMatch(/13812345678|1234 5678/);
    expect(kept).toContain('139 **** 5678');
  });

  it('[E5] a body that cannot be read is a 400 and is kept, masked', async () => {
    for (const body of ['{"a":', '"13812345678 x" y', 'null', '', '[1']) {
      const reply = await send(body);
      expect([body, reply.status]).toEqual([body, 400]);
      expect(JSON.stringify(reply.body)).not.toContain('1381234');
    }
    expect((await send(eventOf(1), { type: 'application/cloudevents-batch+json' })).status).toBe(400);
    expect((await send('not gzip', { headers: { 'content-encoding': 'gzip' } })).status).toBe(400);
    expect((await quarantined()).map((one) => one.raw)).toEqual([
      '{"a":',
      '"138****5678 x" y',
      'null',
      '',
      '[1',
      expect.stringContaining('"id":"e-1"') as string,
    ]);
    expect(site.log.head()).toBe(0);
  });

  it('[E5] a large batch is answered with those refused only', async () => {
    const events = Array.from({ length: 3_000 }, (_, i) => (i % 2 ? eventOf(i) : eventOf(i, { time: 'soon' })));
    const { status, body } = await send(lines(events), { type: 'application/x-ndjson' });
    expect([status, body.taken, body.refused, body.results.length]).toEqual([422, 1_500, 1_500, 1_000]);
    expect(body.results[2]).toMatchObject({ index: 4, status: 'refused', path: '/time' });
    const good = await send(Array.from({ length: 101 }, (_, i) => eventOf(10_000 + i)));
    expect(good.body).toEqual({ taken: 101, known: 0, refused: 0, results: [] });
  });

  it('asks for a good key of the right role', async () => {
    const wrong = site.token.slice(0, -5) + (site.token.at(-5) === 'A' ? 'B' : 'A') + site.token.slice(-4);
    for (const token of ['', 'hk_short', wrong]) {
      const reply = await send(eventOf(1), { token });
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    expect((await send(eventOf(1), { token: site.admin })).status).toBe(403);
    expect((await send(eventOf(1), { token: await site.key({ city: 'elsewhere' }) })).status).toBe(403);
    const { token, key } = await site.keys.create({ name: 'x', city: 'testville', sources: null, role: 'intake' });
    expect((await send(eventOf(1), { token })).status).toBe(200);
    await site.keys.revoke(key.id);
    expect((await send(eventOf(2), { token })).status).toBe(401);
    expect(await logged()).toEqual(['e-1']);
  });

  it('a key of certain sources speaks for no other, and nothing of the request is taken', async () => {
    const token = await site.key({ sources: ['/hotline/desk', '/b'] });
    expect((await send([eventOf(1), eventOf(2, { source: '/b' })], { token })).status).toBe(200);
    const reply = await send([eventOf(3), eventOf(4, { source: '/c' })], { token });
    expect([reply.status, reply.body.error?.path]).toEqual([403, '/1/source']);
    expect(site.log.head()).toBe(2);
  });

  it('says 415 for other types and encodings', async () => {
    expect((await send('x', { type: 'text/plain' })).status).toBe(415);
    expect((await send('{}', { type: 'application/json; charset=gbk' })).status).toBe(415);
    expect((await send('{}', { headers: { 'content-encoding': 'br' } })).status).toBe(415);
  });
});

describe('intake under load', () => {
  it('413: too many bytes, packed or not, or too many events', async () => {
    site = await openSite({ limits: { bodyBytes: 50_000, events: 20 } });
    expect((await send(eventOf(1, { extension: 'x'.repeat(50_000) }))).status).toBe(413);
    expect(
      (await send(gzipSync(Buffer.alloc(10_000_000, 32)), { headers: { 'content-encoding': 'gzip' } })).status,
    ).toBe(413);
    expect((await send(Array.from({ length: 21 }, (_, i) => eventOf(i)))).status).toBe(413);
    expect((await send('{}\n'.repeat(21), { type: 'application/x-ndjson' })).status).toBe(413);
    expect((await send(eventOf(1))).status).toBe(200);
    expect(site.log.head()).toBe(1);
  });

  it('503 while the fold is behind, with the time to wait', async () => {
    const behind = { lag: 500_001 };
    site = await openSite({ lag: () => behind.lag });
    const reply = await send(eventOf(1));
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    behind.lag = 700_001;
    expect((await send(eventOf(1))).headers.get('retry-after')).toBe('5');
    behind.lag = 500_000;
    expect((await send(eventOf(1))).status).toBe(200);
    expect(site.log.head()).toBe(1);
  });

  it('503 while too many bytes are in flight, and not after they are gone', async () => {
    site = await openSite({ limits: { bodyBytes: 10_000, inFlightBytes: 10_000 } });
    const { port } = new URL(site.url);
    // Says that it has 9,900 bytes and holds them back.
    const slow = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/api/v1/events',
      headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json', 'content-length': 9_900 },
    });
    slow.on('error', () => undefined);
    slow.write('[');
    await expect.poll(async () => (await send(eventOf(1))).status).toBe(503);
    expect((await send(eventOf(1))).headers.get('retry-after')).toBe('1');
    slow.destroy();
    await expect.poll(async () => (await send(eventOf(1))).status).toBe(200);
    expect(site.log.head()).toBe(1);
  });

  it('503 when unpacking would exceed the bytes in flight', async () => {
    site = await openSite({ limits: { bodyBytes: 1_000_000, inFlightBytes: 200_000 } });
    expect((await send(gzipSync(Buffer.alloc(900_000, 32)), { headers: { 'content-encoding': 'gzip' } })).status).toBe(
      503,
    );
    expect((await send(eventOf(1))).status).toBe(200);
  });

  it('429 for a key that is too fast, and for no other', async () => {
    site = await openSite({ limits: { perKey: { rate: 10, burst: 20 } } });
    expect((await send(Array.from({ length: 50 }, (_, i) => eventOf(i)))).status).toBe(200);
    const reply = await send(eventOf(100));
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '4']);
    expect((await send(eventOf(100), { token: await site.key({}) })).status).toBe(200);
    site.time.now += 4_000;
    expect((await send(eventOf(101))).status).toBe(200);
  });

  it('[E2] 503 when the log cannot take them, and nothing is counted or kept', async () => {
    const counted: unknown[] = [];
    site = await openSite({ onTaken: (one) => counted.push(one), onRefused: (one) => counted.push(one) });
    const { append } = site.log;
    site.log.append = () => Promise.reject(new LogUnavailable('disk full'));
    const batch = [eventOf(1), eventOf(2, { time: 'soon' })];
    const reply = await send(batch);
    expect([reply.status, reply.headers.get('retry-after'), counted, await quarantined()]).toEqual([503, '1', [], []]);
    site.log.append = append;
    expect((await send(batch)).body).toMatchObject({ taken: 1, refused: 1 });
    expect(counted.length).toBe(2);
  });

  it('[E2] a real full disk is a 503, and what fits later is taken', async () => {
    site = await openSite({}, { maxPages: 60 });
    const many = Array.from({ length: 2_000 }, (_, i) => eventOf(i));
    expect((await send(lines(many), { type: 'application/x-ndjson' })).status).toBe(503);
    expect(site.log.head()).toBe(0);
    expect((await send(eventOf(1))).body.taken).toBe(1);
  });

  it('[E5] tells what was heard of each source', async () => {
    const taken: Heard[] = [];
    const refused: RefusedCount[] = [];
    site = await openSite({ onTaken: (one) => taken.push(one), onRefused: (one) => refused.push(one) });
    const at = (ms: number) => new Date(site.time.now - ms).toISOString();
    await send([
      eventOf(1, { time: at(5_000) }),
      eventOf(2, { time: at(1_000) }),
      eventOf(1),
      eventOf(3, { source: '/b', time: 'x' }),
      eventOf(4, { time: at(9_000) }),
      5,
    ]);
    expect(taken).toEqual([
      { city: 'testville', source: '/hotline/desk', taken: 3, known: 1, at: site.time.now - 1_000, delay: 5_000 },
    ]);
    expect(refused).toEqual([
      { city: 'testville', source: '/b', count: 1 },
      { city: 'testville', source: null, count: 1 },
    ]);
  });
});

describe('quarantine [E5]', () => {
  const route = '/api/v1/quarantine';
  const list = async (query = '', token = site.admin) => {
    const reply = await fetch(`${site.url}${route}${query}`, { headers: { authorization: `Bearer ${token}` } });
    return {
      status: reply.status,
      body: (await reply.json()) as { kept: number; dropped: number; items: Quarantined[] },
    };
  };
  const asAdmin = (url: string) => ({ url, token: site.admin });
  beforeEach(async () => {
    site = await openSite();
    await send([
      eventOf(1, {}, { channel: 'pigeon', requester: '13812345678' }),
      eventOf(2, { time: 'soon' }),
      eventOf(3, { type: 'x' }),
    ]);
  });

  it('is listed a page at a time, to an admin of the city', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(Compile(QuarantineList).Errors(body)).toEqual([]);
    expect(body).toMatchObject({ kept: 3, dropped: 0 });
    expect(body.items.map((one) => one.path)).toEqual(['/data/channel', '/time', '/type']);
    expect(
      (await list(`?city=testville&after=${body.items[0]!.id}&limit=1`)).body.items.map((one) => one.path),
    ).toEqual(['/time']);
    expect((await list('', site.token)).status).toBe(403);
    expect((await list('', 'hk_none')).status).toBe(401);
    expect((await list('?city=other')).status).toBe(403);
    expect((await list('?limit=0')).status).toBe(400);
    expect((await list('?after=x')).status).toBe(400);
  });

  it('a retry goes the same way: in vain it stays, corrected it is taken and leaves', async () => {
    const [first] = await quarantined();
    const url = `${route}/${first!.id}/retry`;
    site.time.now += 60_000;
    expect((await send(undefined, asAdmin(url))).status).toBe(422);
    expect(await site.state.quarantine.get('testville', first!.id)).toMatchObject({
      retried: site.time.now,
      path: '/data/channel',
      times: 1,
    });
    const corrected = { ...(JSON.parse(first!.raw) as { data: object }) };
    corrected.data = { ...corrected.data, channel: 'phone' };
    const reply = await send(corrected, asAdmin(url));
    expect([reply.status, reply.body.taken]).toEqual([200, 1]);
    expect((await quarantined()).map((one) => one.path)).toEqual(['/time', '/type']);
    // The person is the same one as in an event that was never refused.
    await send(eventOf(9, {}, { requester: '13812345678' }));
    const [mended, direct] = await site.log.read(0, 2);
    expect(mended!.data.requester).toBe(direct!.data.requester);
  });

  it('only a retry may give a hash in place of a person', async () => {
    const hash = `hmac:${'A'.repeat(22)}`;
    await send(eventOf(10, {}, { requester: hash }));
    expect((await site.log.read(0, 1))[0]!.data.requester).not.toBe('A'.repeat(22));
  });

  it('a retry of what has become valid needs no body', async () => {
    await send(eventOf(20, { time: '2026-03-05T00:00:00Z' }));
    const late = (await quarantined()).at(-1)!;
    expect(late.path).toBe('/time');
    site.time.now += 4 * 86_400_000;
    expect((await send(undefined, asAdmin(`${route}/${late.id}/retry`))).body).toMatchObject({ taken: 1, refused: 0 });
    expect(await site.state.quarantine.get('testville', late.id)).toBeNull();
  });

  it('what is too long is kept in part and cannot be tried as it is', async () => {
    await send(eventOf(30, {}, { text: '长'.repeat(10_000) }));
    const long = (await quarantined()).at(-1)!;
    expect(long.whole).toBe(false);
    expect(Buffer.byteLength(long.raw)).toBeLessThanOrEqual(16_384);
    expect((await send(undefined, asAdmin(`${route}/${long.id}/retry`))).status).toBe(422);
    expect((await send(eventOf(30), asAdmin(`${route}/${long.id}/retry`))).status).toBe(200);
  });

  it('drops, once, and only in its own city', async () => {
    const [first] = await quarantined();
    const drop = async (token: string) =>
      (
        await fetch(`${site.url}${route}/${first!.id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await drop(site.token)).toBe(403);
    expect(await drop(site.admin)).toBe(204);
    expect(await drop(site.admin)).toBe(404);
    await site.state.quarantine.put([
      { city: 'other', at: 1, key: 'k', index: 0, path: '', rule: 'x', raw: '{}', whole: true },
    ]);
    const [others] = await site.state.quarantine.list('other', 0, 1);
    expect((await send(eventOf(1), asAdmin(`${route}/${others!.id}/retry`))).status).toBe(404);
  });
});
