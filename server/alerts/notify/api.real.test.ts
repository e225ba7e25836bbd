import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifySwagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../contract/text.ts';
import { keyRing } from '../../access/keys.ts';
import { allowWith } from '../../api/guard.ts';
import { handleProblems } from '../../api/problem.ts';
import { validatorCompiler } from '../../api/validate.ts';
import { openEmbeddedState } from '../../state/embedded/embedded.ts';
import type { Role, State } from '../../state/state.ts';
import { notifyRoutes } from './api.ts';
import { findChannels } from './channel.ts';
import { httpReceiver, type Receiver } from './channels/fixture.ts';
import { CITY, notice, NOW } from './fixture.ts';
import { MASK, recipientOf } from './recipients.ts';
import { noticesOf, outboxOf } from './records.ts';

const BASE = `/api/v1/cities/${CITY.id}`;

describe('[A1] recipients by the API', () => {
  let dir: string;
  let state: State;
  let app: FastifyInstance;
  let receiver: Receiver;
  let token: string;
  let keyOf: (role: Role, city?: string) => Promise<string>;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'notify-api-'));
    state = await openEmbeddedState({ path: join(dir, 'state.db') });
    receiver = await httpReceiver();
    const keys = keyRing(state.keys, Date.now);
    keyOf = async (role, city = CITY.id) => (await keys.create({ name: 'test', city, sources: null, role })).token;
    token = await keyOf('admin');
    app = fastify();
    handleProblems(app);
    app.setValidatorCompiler(validatorCompiler);
    await app.register(fastifySwagger);
    const channels = await findChannels();
    await app.register(async (server) =>
      notifyRoutes(server, {
        state,
        channels,
        allow: allowWith(keys),
        city: (id) => (id === CITY.id ? CITY : undefined),
        wallUrl: 'https://wall.example',
        machine: { now: () => NOW },
      }),
    );
    await app.ready();
  });
  afterEach(async () => {
    await app.close();
    await receiver.close();
    await state.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function ask(
    method: 'GET' | 'PUT' | 'DELETE' | 'POST',
    url: string,
    body?: object,
    key: string | null = token,
  ) {
    const headers = key === null ? {} : { authorization: `Bearer ${key}` };
    const answer = await app.inject({ method, url, headers, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Record<string, unknown>>() };
  }
  const robot = (more: object = {}): object => ({
    channel: 'dingtalk',
    locale: 'zh',
    settings: { url: `${receiver.url}?access_token=T`, secret: 'SEC0123456789', ...more },
  });
  const put = (body: object, id = 'duty') => ask('PUT', `${BASE}/recipients/${id}`, body);

  it('are set up, shown without secrets, changed and forgotten', async () => {
    const shown = { id: 'duty', channel: 'dingtalk', locale: 'zh', settings: { url: MASK, secret: MASK } };
    expect(await put(robot())).toEqual({ status: 200, body: shown });
    expect(await ask('GET', `${BASE}/recipients/duty`)).toEqual({ status: 200, body: shown });
    expect(await ask('GET', `${BASE}/recipients`)).toEqual({ status: 200, body: [shown] });
    expect(JSON.stringify(shown)).not.toContain('SEC');
    expect(await ask('DELETE', `${BASE}/recipients/duty`)).toEqual({ status: 204, body: null });
    expect((await ask('GET', `${BASE}/recipients/duty`)).status).toBe(404);
    expect((await ask('DELETE', `${BASE}/recipients/duty`)).status).toBe(404);
  });

  it('keep secrets that are not given again', async () => {
    await put(robot());
    expect((await put({ channel: 'dingtalk', locale: 'en', name: 'Duty', perMinute: 5, settings: {} })).status).toBe(
      200,
    );
    const { body } = await ask('GET', `${BASE}/recipients/duty`);
    expect((await put(Object.fromEntries(Object.entries(body!).filter(([name]) => name !== 'id')))).status).toBe(200);
    expect(await recipientOf(state, CITY.id, 'duty')).toEqual({
      id: 'duty',
      name: 'Duty',
      channel: 'dingtalk',
      locale: 'en',
      perMinute: 5,
      settings: { url: `${receiver.url}?access_token=T`, secret: 'SEC0123456789' },
    });
    await put(robot({ secret: 'SEC-new' }));
    expect((await recipientOf(state, CITY.id, 'duty'))!.settings['secret']).toBe('SEC-new');
  });

  it('are refused with path and rule', async () => {
    const refusal = async (body: object, id?: string) => {
      const answer = await put(body, id);
      expect([answer.status, Object.keys(answer.body!)]).toEqual([400, ['error']]);
      return (answer.body as { error: { path: string } }).error.path;
    };
    expect(await refusal({ ...robot(), channel: 'pigeon' })).toBe('/channel');
    expect(await refusal({ ...robot(), locale: 'fr' })).toBe('/locale');
    expect(await refusal({ ...robot(), perMinute: 0 })).toBe('/perMinute');
    expect(await refusal(robot({ url: 'ftp://x' }))).toBe('/settings/url');
    expect(await refusal({ ...robot(), settings: { secret: 'x' } })).toBe('/settings');
    expect(await refusal(robot(), 'Duty_1')).toBe('/id');
    const mail = { host: 'h', port: 25, security: 'none', from: 'a@b', to: ['a@b', 'x>\r\nrcpt to:<y@z'] };
    expect(await refusal({ channel: 'email', locale: 'zh', settings: mail })).toBe('/settings/to/1');
  });

  it('are for admins of the city only', async () => {
    await put(robot());
    const asked: ['GET' | 'PUT' | 'DELETE' | 'POST', string][] = [
      ['GET', '/recipients'],
      ['GET', '/recipients/duty'],
      ['PUT', '/recipients/duty'],
      ['DELETE', '/recipients/duty'],
      ['POST', '/recipients/duty/test'],
      ['GET', '/notices'],
    ];
    const [desk, other] = [await keyOf('desk'), await keyOf('admin', 'elsewhere')];
    for (const [method, path] of asked) {
      const body = method === 'PUT' ? robot() : undefined;
      const status = async (key: string | null): Promise<number> => (await ask(method, BASE + path, body, key)).status;
      expect([await status(null), await status('hk_no'), await status(desk), await status(other)]).toEqual([401, 401, 403, 403]); // prettier-ignore
      expect((await ask(method, `/api/v1/cities/elsewhere${path}`, body, other)).status).toBe(404);
    }
    expect(receiver.got).toEqual([]);
  });

  it('can be tried: the answer is what the receiver said', async () => {
    await put(robot());
    receiver.manners.push({ body: { errcode: 310000, errmsg: 'sign not match, SEC0123456789' } });
    expect(await ask('POST', `${BASE}/recipients/duty/test`)).toEqual({
      status: 200,
      body: { ok: false, status: 200, said: `{"errcode":310000,"errmsg":"sign not match, ${MASK}"}`, ms: 0 },
    });
    expect((await ask('POST', `${BASE}/recipients/duty/test`)).body).toMatchObject({ ok: true });
    expect(receiver.got[1]!.body).toContain('预警测试');
    expect((await ask('POST', `${BASE}/recipients/nobody/test`)).status).toBe(404);
  });

  it('have a record of what they were told, in pages', async () => {
    const item = (n: number) => ({ recipient: 'duty', notice: notice({ alert: `a${n}` }), opens: true, queued: NOW, due: NOW, tries: [] }) as unknown as Json; // prettier-ignore
    const end = (n: number) => ({ ...(item(n) as object), outcome: 'sent', ended: NOW }) as Json;
    for (const n of [1, 3, 4]) await state.put(noticesOf(CITY.id), `${n}`, end(n));
    for (const n of [2, 4, 5]) await state.put(outboxOf(CITY.id), `${n}`, item(n));
    const page = async (query: string): Promise<string[]> => {
      const { body } = await ask('GET', `${BASE}/notices${query}`);
      return (body as unknown as { id: string; outcome: string }[]).map(({ id, outcome }) => `${id} ${outcome}`);
    };
    expect(await page('')).toEqual(['1 sent', '2 waiting', '3 sent', '4 sent', '5 waiting']);
    expect(await page('?limit=2')).toEqual(['1 sent', '2 waiting']);
    expect(await page('?after=2&limit=2')).toEqual(['3 sent', '4 sent']);
    expect((await ask('GET', `${BASE}/notices?limit=0`)).status).toBe(400);
  });

  it('are in the description of the API', () => {
    expect(Object.keys(app.swagger().paths ?? {}).sort()).toEqual([
      '/api/v1/cities/{city}/notices',
      '/api/v1/cities/{city}/recipients',
      '/api/v1/cities/{city}/recipients/{id}',
      '/api/v1/cities/{city}/recipients/{id}/test',
    ]);
  });
});
