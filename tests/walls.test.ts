/** Walls over HTTP and over their topic: configured, driven, with screens that are paired and taken away; on one server and on two. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame, JoinReply } from '../contract/protocol.ts';
import { apply } from '../contract/patch.ts';
import type { Json } from '../contract/text.ts';
import {
  AHEAD,
  CODE_ALPHABET,
  PLAIN_WALL,
  type DeviceItem,
  type DeviceReport,
  type Wall,
  type WallValue,
} from '../contract/wall.ts';
import { keyRing } from '../server/access/keys.ts';
import { openStores } from '../server/stores.ts';
import { caller } from './support/caller.ts';
import { testHome, type TestHome, type TestServer } from './support/server.ts';
import { twoServers, type TwoServers } from './support/two-servers.ts';
import { until } from './support/until.ts';

const REPORT: DeviceReport = {
  version: 'index-x', uptime: 5, fps: 60, errors: 0, width: 1920, height: 1080, pixelRatio: 1, clock: 1_700_000_000_000,
}; // prettier-ignore
const WALL: Wall = {
  ...PLAIN_WALL, names: { zh: '大厅', en: 'Hall' }, rows: 2, columns: 2,
  tours: [{ id: 'day', names: { zh: '日', en: 'Day' }, steps: [{ scene: 'overview', seconds: 20 }, { scene: 'alerts', seconds: 10 }] }],
}; // prettier-ignore

/** A viewer of a wall's topic that holds its value. */
async function follow(server: TestServer, wall: string): Promise<{ socket: Socket; value(): WallValue; clock(): Promise<number> }> {
  const socket = io(server.address, { path: '/live', transports: ['websocket'], forceNew: true });
  const reply = await new Promise<JoinReply>((resolve) =>
    socket.emit('join', { city: 'wuxi', topics: [{ view: 'wall', params: { wall } }] }, resolve),
  );
  if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
  const [first] = reply.topics;
  let value = (first as { value: Json }).value;
  socket.on('frame', (frame: Frame) => {
    const change = frame.room === reply.room ? frame.topics?.['0'] : undefined;
    if (change) value = apply(value, change[1]);
  });
  return {
    socket,
    value: () => value as unknown as WallValue,
    clock: () => new Promise((resolve) => socket.emit('clock', resolve)),
  };
} // prettier-ignore

describe('walls of one server', () => {
  let home: TestHome;
  let server: TestServer;
  let deskKey: string;
  const call = caller(() => server);
  const sockets: Socket[] = [];
  const watch = async (wall: string) => {
    const one = await follow(server, wall);
    sockets.push(one.socket);
    return one;
  };

  beforeAll(async () => {
    home = await testHome();
    const stores = await openStores({ dataDir: home.dir, redisUrl: null, serverId: 'x', peerUrl: '', volatile: false }, console.error); // prettier-ignore
    ({ token: deskKey } = await keyRing(stores.state.keys, Date.now).create({ name: 'desk', city: 'wuxi', sources: null, role: 'desk' })); // prettier-ignore
    await stores.close();
    server = await home.start();
  }, 120_000);
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await server?.stop();
    home?.remove();
  });

  it('are looked at by everybody and configured by an admin, refused with path and rule', async () => {
    expect((await call('GET', '/walls')).body).toEqual({ walls: [{ id: 'main', wall: PLAIN_WALL }] });
    expect((await call('PUT', '/walls/hall', '', WALL)).status).toBe(401);
    expect((await call('PUT', '/walls/hall', home.token, WALL)).status).toBe(403);
    expect((await call('PUT', '/walls/hall', deskKey, WALL)).status).toBe(403);
    const wrong = await call('PUT', '/walls/hall', home.admin, {
      ...WALL,
      schedule: [{ tour: 'night', from: 0, to: 5 }],
    });
    expect([wrong.status, wrong.body.error]).toEqual([400, { path: '/schedule/0/tour', rule: 'is not a tour of this wall' }]); // prettier-ignore
    expect((await call('PUT', '/walls/hall', home.admin, { ...WALL, columns: 0 })).body.error!.path).toBe('/columns');
    expect((await call('PUT', '/walls/Hall', home.admin, WALL)).status).toBe(400);
    expect((await call('PUT', '/walls/hall', home.admin, WALL)).status).toBe(200);
    expect((await call('GET', '/walls/nothing/show')).body.error!.path).toBe('/wall');
    expect((await call('DELETE', '/walls/main', home.admin)).status).toBe(404);
    expect((await (await fetch(`${server.address}/api/v1/cities/nowhere/walls`)).json()).error.path).toBe('/city');
  });

  it('what they show is driven by a desk, told ahead of the moment from which it holds, and followed by the topic', async () => {
    const viewer = await watch('hall');
    expect(viewer.value()).toMatchObject({ id: 'hall', wall: WALL, show: { tour: { run: 'schedule' } } });
    expect((await call('PATCH', '/walls/hall/show', '', { by: 'x', scene: 'alerts' })).status).toBe(401);
    const before = await viewer.clock();
    const { status, body } = await call('PATCH', '/walls/hall/show', deskKey, { by: '3 席', scene: 'alerts' });
    expect(status).toBe(200);
    const { show } = body as unknown as WallValue;
    expect(show.at - before).toBeGreaterThanOrEqual(AHEAD);
    await until(viewer.value, (value) => value.show.scene?.id === 'alerts');
    expect(viewer.value().show).toEqual(show);
    expect(viewer.value().drivers).toEqual({ '3 席': show.at });
    expect((await call('GET', '/walls/hall/show')).body).toEqual(viewer.value());
    const refused = await call('PATCH', '/walls/hall/show', deskKey, { by: 'x', drill: { measure: 'accepted', filter: { colour: 1 } } }); // prettier-ignore
    expect([refused.status, refused.body.error!.path]).toEqual([400, '/drill/filter/colour']);
    expect((await call('PATCH', '/walls/hall/show', deskKey, { scene: 'alerts' })).body.error!.rule).toContain('by');
    expect((await call('PATCH', '/walls/hall/show', deskKey, { by: 'x', colour: 1 })).status).toBe(400);
  });

  it('a viewer that asks for a wall that is not there is told which', async () => {
    await expect(follow(server, 'nothing')).rejects.toThrow('/topics/0/params/wall there is no wall nothing');
  });

  it('a presenter drives one wall by a code, and reads the notes that no screen is told', async () => {
    const made = await call('POST', '/walls/hall/presenters', deskKey, { by: '值班长' });
    const { token, id } = made.body as unknown as { token: string; id: string };
    expect(token).toMatch(new RegExp(`^hp_[${CODE_ALPHABET}]{12}$`));
    expect((await call('PATCH', '/walls/hall/show', token, { by: '王', briefing: { id: 'morning', step: 0 } })).status).toBe(200); // prettier-ignore
    expect((await call('PATCH', '/walls/main/show', token, { by: '王', scene: 'alerts' })).body.error!.path).toBe('/wall'); // prettier-ignore
    expect((await call('PUT', '/walls/hall', token, WALL)).status).toBe(401);
    expect((await call('GET', '/briefings')).status).toBe(401);
    const { briefings } = (await call('GET', '/briefings', token)).body as { briefings: { steps: { notes: { zh: string } }[] }[] }; // prettier-ignore
    expect(briefings[0]!.steps[0]!.notes.zh).toContain('正常区间');
    const shown = JSON.stringify((await call('GET', '/walls/hall/show')).body);
    expect(shown).toContain('{{accepted.today}}');
    expect(shown).not.toContain('正常区间');
    expect((await call('DELETE', `/presenters/${id}`, deskKey)).status).toBe(204);
    expect((await call('PATCH', '/walls/hall/show', token, { by: '王', scene: 'alerts' })).status).toBe(401);
  });

  it('a screen is paired by its code, placed, heard, and sent away at once', async () => {
    const begun = (await call('POST', '/devices/pairing')).body as unknown as { code: string; secret: string };
    const ask = (secret = begun.secret) => call('POST', '/devices/pairing/ask', '', { code: begun.code, secret });
    expect((await ask()).body).toEqual({ state: 'waiting' });
    expect((await ask('guess')).status).toBe(404);
    const place = { code: begun.code, wall: 'hall', row: 1, column: 0, name: '左下', by: '管理员' };
    expect((await call('POST', '/devices', deskKey, place)).status).toBe(403);
    expect((await call('POST', '/devices', home.admin, { ...place, row: 2 })).body.error).toEqual({ path: '/row', rule: 'must be below 2' }); // prettier-ignore
    expect((await call('POST', '/devices', home.admin, { ...place, code: 'OOOOOO' })).body.error!.path).toBe('/code');
    expect((await call('POST', '/devices', home.admin, place)).status).toBe(204);
    const paired = (await ask()).body as { token: string; id: string; wall: string };
    expect(paired).toMatchObject({ state: 'paired', wall: 'hall' });
    expect((await ask()).status).toBe(404);

    const viewer = await watch('hall');
    await until(viewer.value, ({ devices }) => paired.id in devices);
    expect(viewer.value().devices).toEqual({ [paired.id]: { row: 1, column: 0 } });
    expect((await call('POST', '/devices/me', paired.token, { ...REPORT, lastError: 'x'.repeat(201) })).status).toBe(
      400,
    );
    expect((await call('POST', '/devices/me', paired.token, REPORT)).body).toMatchObject({ id: paired.id, wall: 'hall', row: 1 }); // prettier-ignore
    const { devices } = (await call('GET', '/devices', deskKey)).body as { devices: DeviceItem[] };
    expect(devices).toMatchObject([{ id: paired.id, name: '左下', report: REPORT }]);
    expect(Math.abs(devices[0]!.skew! - (REPORT.clock - Date.now()))).toBeLessThan(60_000);
    expect((await call('GET', '/devices')).status).toBe(401);

    // A touch at a screen may go to a scene, and nothing else, and on its own wall only.
    const touch = { by: 'touch', touch: true };
    expect((await call('PATCH', '/walls/hall/show', paired.token, { ...touch, scene: 'overview' })).status).toBe(200);
    expect((await call('PATCH', '/walls/hall/show', paired.token, { ...touch, blank: true })).body.error!.path).toBe('/blank'); // prettier-ignore
    expect((await call('PATCH', '/walls/hall/show', paired.token, { by: 'x', scene: 'overview' })).body.error!.path).toBe('/touch'); // prettier-ignore
    expect((await call('PATCH', '/walls/main/show', paired.token, { ...touch, scene: 'overview' })).status).toBe(403);
    expect((await call('PUT', '/walls/hall', paired.token, WALL)).status).toBe(401);

    expect((await call('PATCH', `/devices/${paired.id}`, home.admin, { row: 0, column: 1 })).status).toBe(204);
    await until(viewer.value, (value) => value.devices[paired.id]?.column === 1);
    expect((await call('POST', '/devices/reload', deskKey, { id: paired.id })).status).toBe(204);
    await until(viewer.value, (value) => value.devices[paired.id]?.reload !== undefined);
    expect((await call('DELETE', `/devices/${paired.id}`, deskKey)).status).toBe(403);
    expect((await call('DELETE', `/devices/${paired.id}`, home.admin)).status).toBe(204);
    await until(viewer.value, (value) => Object.keys(value.devices).length === 0);
    expect((await call('POST', '/devices/me', paired.token, REPORT)).status).toBe(401);
    expect((await call('DELETE', `/devices/${paired.id}`, home.admin)).status).toBe(404);
  });

  it('survives a restart, and wrong codes are not tried for ever', async () => {
    await server.stop();
    server = await home.start();
    expect((await call('GET', '/walls/hall/show')).body).toMatchObject({ wall: WALL, show: { scene: { id: 'overview' } } });
    const guess = () => call('PATCH', '/walls/hall/show', `hp_${'A'.repeat(12)}`, { by: 'x', scene: 'alerts' });
    const statuses = new Set<number>();
    for (let i = 0; i < 25; i++) statuses.add((await guess()).status);
    expect([...statuses].sort()).toEqual([401, 429]);
    const viewer = await watch('hall');
    expect((await call('DELETE', '/walls/hall', home.admin)).status).toBe(204);
    await until(viewer.value, (value) => value.wall === undefined);
  }); // prettier-ignore
});

describe('walls of two servers', () => {
  let two: TwoServers;
  const [a, b] = [caller(() => two.servers[0]!), caller(() => two.servers[1]!)];

  beforeAll(async () => {
    two = await twoServers();
  }, 120_000);
  afterAll(() => two?.close());

  it('agree on what is shown, whichever is asked, and neither of two who drive undoes the other', async () => {
    const viewers = await Promise.all(two.servers.map((server) => follow(server, 'main')));
    try {
      await Promise.all([
        a('PATCH', '/walls/main/show', two.home.admin, { by: '甲', scene: 'alerts' }),
        b('PATCH', '/walls/main/show', two.home.admin, { by: '乙', frozen: true }),
      ]);
      for (const { value } of viewers) await until(value, ({ show }) => show.scene?.id === 'alerts' && show.frozen !== undefined); // prettier-ignore
      expect(viewers[0]!.value().show).toEqual(viewers[1]!.value().show);
      const begun = (await a('POST', '/devices/pairing')).body as unknown as { code: string; secret: string };
      expect((await b('POST', '/devices', two.home.admin, { code: begun.code, wall: 'main', row: 0, column: 0, name: 'x', by: 'y' })).status).toBe(204); // prettier-ignore
      const paired = (await a('POST', '/devices/pairing/ask', '', { code: begun.code, secret: begun.secret })).body as {
        token: string;
        id: string;
      };
      expect(paired).toMatchObject({ state: 'paired' });
      for (const { value } of viewers) await until(value, ({ devices }) => paired.id in devices);
      expect((await b('DELETE', `/devices/${paired.id}`, two.home.admin)).status).toBe(204);
      for (const { value } of viewers) await until(value, ({ devices }) => !(paired.id in devices));
      expect((await a('POST', '/devices/me', paired.token, REPORT)).status).toBe(401);
    } finally {
      for (const { socket } of viewers) socket.disconnect();
    }
  });
});
