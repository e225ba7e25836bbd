/** Scenes over HTTP and over their topic: saved, refused, compared, rolled back, hidden, made; after a restart; on two servers. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CityFace } from '../contract/city.ts';
import { apply } from '../contract/patch.ts';
import type { Frame, JoinReply } from '../contract/protocol.ts';
import { FILES, type KeptScene, type Scene, type ScenesAnswer, type SceneVersion } from '../contract/scene.ts';
import type { Json } from '../contract/text.ts';
import { keyRing } from '../server/access/keys.ts';
import { openStores } from '../server/stores.ts';
import { caller } from './support/caller.ts';
import { testHome, type TestHome, type TestServer } from './support/server.ts';
import { twoServers, type TwoServers } from './support/two-servers.ts';
import { until } from './support/until.ts';

/** A viewer of a topic, that of scenes as it is, that holds its value. */
async function follow(
  server: TestServer,
  topic: object = { view: 'scenes', params: {} },
): Promise<{ socket: Socket; value(): Record<string, number> }> {
  const socket = io(server.address, { path: '/live', transports: ['websocket'], forceNew: true });
  const reply = await new Promise<JoinReply>((resolve) =>
    socket.emit('join', { city: 'wuxi', topics: [topic] }, resolve),
  );
  if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
  let value = (reply.topics[0] as { value: Json }).value;
  socket.on('frame', (frame: Frame) => {
    const change = frame.room === reply.room ? frame.topics?.['0'] : undefined;
    if (change) value = apply(value, change[1]);
  });
  return { socket, value: () => value as Record<string, number> };
}

/** The scene with its first widget named otherwise. */
const titled = (scene: Scene, zh: string): Scene => ({ ...scene, titles: { ...scene.titles, zh } });

describe('scenes of one server', () => {
  let home: TestHome;
  let server: TestServer;
  let desk: string;
  let overview: Scene;
  const call = caller(() => server);
  const face = async (): Promise<CityFace> => (await call<CityFace>('GET', '')).body;

  beforeAll(async () => {
    home = await testHome();
    const stores = await openStores({ dataDir: home.dir, redisUrl: null, serverId: 'x', peerUrl: '', volatile: false }, console.error); // prettier-ignore
    ({ token: desk } = await keyRing(stores.state.keys, Date.now).create({ name: 'desk', city: 'wuxi', sources: null, role: 'desk' })); // prettier-ignore
    await stores.close();
    server = await home.start();
    overview = (await face()).scenes.find(({ id }) => id === 'overview')!;
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    home?.remove();
  });

  it('are the profile’s own at first, and looked at by everybody', async () => {
    const { versions, scenes } = await face();
    expect(versions).toEqual(Object.fromEntries(scenes.map(({ id }) => [id, 0])));
    expect((await call<ScenesAnswer>('GET', '/scenes')).body).toEqual({ scenes, versions, hidden: [] });
    const listed = await call<{ versions: SceneVersion[] }>('GET', '/scenes/overview/versions');
    expect(listed.body.versions).toEqual([{ version: 0, at: 0, by: '', comment: '' }]);
    expect((await call<KeptScene>('GET', '/scenes/overview/versions/0')).body.scene).toEqual(overview);
    expect((await call('GET', '/scenes/none/versions')).status).toBe(404);
    expect((await call('GET', '/scenes/overview/versions/7')).body.error?.path).toBe('/version');
  });

  it('are saved with a key of a desk, and refused with path and rule', async () => {
    const scene = titled(overview, '一览');
    const path = '/scenes/overview/versions';
    expect((await call('POST', path, '', { base: 0, by: '王', scene })).status).toBe(401);
    expect((await call('POST', path, home.token, { base: 0, by: '王', scene })).status).toBe(403);
    const [first] = overview.layouts;
    const refused = async (layout: object): Promise<[number, string | undefined]> => {
      const body = { base: 0, by: '王', scene: { ...overview, layouts: [{ ...first, ...layout }] } };
      const { status, body: said } = await call('POST', path, desk, body);
      return [status, said.error?.path];
    };
    const [one] = first!.widgets;
    const at = '/scene/layouts/0/widgets';
    expect(await refused({ widgets: [{ ...one, widget: 'none' }] })).toEqual([400, `${at}/0/widget`]);
    expect(await refused({ widgets: [{ ...one, at: [0, 0, 999, 1] }] })).toEqual([400, `${at}/0/at`]);
    expect(await refused({ widgets: [one, { ...one, id: 'again' }] })).toEqual([400, `${at}/1/at`]);
    expect(await refused({ widgets: [one, one] })).toEqual([400, `${at}/1/id`]);
    expect(await refused({ widgets: [{ ...one, options: { measure: 'none' } }] })).toEqual([400, `${at}/0/options/measure`]); // prettier-ignore
    expect(await refused({ columns: 1000 })).toEqual([400, '/scene/layouts/0/columns']);
    const saved = await call<SceneVersion>('POST', path, desk, { base: 0, by: '王', comment: '换标题', scene });
    expect([saved.status, saved.body.version, saved.body.by, saved.body.comment]).toEqual([201, 1, '王', '换标题']);
    expect(saved.body.at).toBeGreaterThan(0);
    const now = await face();
    expect(now.scenes.find(({ id }) => id === 'overview')).toEqual(scene);
    expect(now.versions['overview']).toBe(1);
    const late = await call('POST', path, desk, { base: 0, by: '李', scene: titled(overview, '乙') });
    expect([late.status, late.body.error?.path]).toEqual([409, '/base']);
    expect(late.body.error?.rule).toContain('王');
  });

  it('tell walls that something changed, and are what they were after a restart', async () => {
    const viewer = await follow(server);
    try {
      expect(viewer.value()['overview']).toBe(1);
      const back = await call<SceneVersion>('POST', '/scenes/overview/rollback', desk, { base: 1, by: '李', to: 0 });
      expect([back.status, back.body.version, back.body.from]).toEqual([201, 2, 0]);
      await until(viewer.value, ({ overview: version }) => version === 2);
      expect((await call('POST', '/scenes/alerts/hide', desk, { base: 0, by: '李' })).status).toBe(201);
      await until(viewer.value, (value) => !('alerts' in value));
    } finally {
      viewer.socket.disconnect();
    }
    await server.stop();
    server = await home.start();
    const now = await face();
    expect(now.scenes.find(({ id }) => id === 'overview')).toEqual(overview);
    expect(now.versions['overview']).toBe(2);
    expect(now.scenes.some(({ id }) => id === 'alerts')).toBe(false);
    const answer = (await call<ScenesAnswer>('GET', '/scenes')).body;
    expect(answer.hidden.map(({ id }) => id)).toEqual(['alerts']);
    const { versions } = (await call<{ versions: SceneVersion[] }>('GET', '/scenes/overview/versions')).body;
    expect(versions.map(({ version, by }) => [version, by])).toEqual([[2, '李'], [1, '王'], [0, '']]); // prettier-ignore
    expect((await call('POST', '/scenes/alerts/rollback', desk, { base: 1, by: '李', to: 0 })).status).toBe(201);
    expect((await face()).versions['alerts']).toBe(2);
  });

  it('are made, and walls and briefings may name them then', async () => {
    const scene = { ...titled(overview, '夜间'), id: 'night' };
    const tour = { scene: 'night', seconds: 10 };
    const wall = {
      ...((await call<{ walls: { wall: object }[] }>('GET', '/walls')).body.walls[0]!.wall),
      tours: [{ id: 'n', names: { zh: '夜', en: 'Night' }, steps: [tour] }],
    }; // prettier-ignore
    expect((await call('PUT', '/walls/hall', home.admin, wall)).body.error?.path).toBe('/tours/0/steps/0/scene');
    expect((await call('POST', '/scenes', desk, { by: '王', scene: overview })).status).toBe(409);
    expect((await call('POST', '/scenes', desk, { by: '王', scene })).status).toBe(201);
    expect((await face()).scenes.at(-1)?.id).toBe('night');
    expect((await call('PUT', '/walls/hall', home.admin, wall)).status).toBe(200);
    // Deleted for good, after it was hidden; and had back from its versions.
    const spare = { ...titled(overview, '备用'), id: 'spare' };
    expect((await call('POST', '/scenes', desk, { by: '王', scene: spare })).status).toBe(201);
    const early = await call('POST', '/scenes/spare/delete', desk, { base: 1, by: '王' });
    expect([early.status, early.body.error?.rule]).toEqual([400, 'must be hidden before it is deleted']);
    expect((await call('POST', '/scenes/spare/hide', desk, { base: 1, by: '王' })).status).toBe(201);
    expect((await call('POST', '/scenes/spare/delete', home.token, { base: 2, by: '王' })).status).toBe(403);
    expect((await call('POST', '/scenes/spare/delete', desk, { base: 2, by: '王' })).status).toBe(201);
    const gone = (await call<ScenesAnswer>('GET', '/scenes')).body;
    expect([gone.hidden, gone.deleted?.map(({ id }) => id)]).toEqual([[], ['spare']]);
    expect((await call('POST', '/scenes/spare/rollback', desk, { base: 3, by: '王', to: 1 })).status).toBe(201);
    expect((await face()).scenes.at(-1)).toEqual(spare);
    // What a tour stops at is not hidden.
    const hidden = await call('POST', '/scenes/night/hide', desk, { base: 1, by: '王' });
    expect([hidden.status, hidden.body.error]).toEqual([400, { path: '/scene', rule: 'is shown by the tour n of the wall hall' }]); // prettier-ignore
  });
});

describe('files of scenes while the server runs', () => {
  it('are shown when they change, and refused with path and rule on the feeds while they are wrong', async () => {
    const home = await testHome();
    const cities = join(home.dir, 'cities');
    cpSync('cities/wuxi', join(cities, 'wuxi'), { recursive: true });
    const file = join(cities, 'wuxi', 'scenes', '10-overview.json');
    const scene = JSON.parse(readFileSync(file, 'utf8')) as Scene;
    const server = await home.start({ env: { CITIES_DIR: cities } });
    const viewer = await follow(server);
    const call = caller(() => server);
    try {
      expect(FILES in viewer.value()).toBe(false);
      writeFileSync(file, JSON.stringify(titled(scene, '一览')));
      const told = await until(viewer.value, (value) => FILES in value);
      expect(told['overview']).toBe(0);
      const now = (await call<CityFace>('GET', '')).body;
      expect([now.scenes.find(({ id }) => id === 'overview')?.titles.zh, now.versions[FILES]]).toEqual(['一览', told[FILES]]); // prettier-ignore
      writeFileSync(file, JSON.stringify({ ...scene, layouts: [] }));
      const feeds = await follow(server, { view: 'feeds', params: {} });
      const refused = { file: '10-overview.json', path: '/layouts', rule: expect.any(String) as string };
      try {
        await until(
          () => (feeds.value() as unknown as { notices?: { scenes?: object[] } }).notices?.scenes ?? [],
          (scenes) => scenes.length === 1,
        );
        expect(feeds.value()).toMatchObject({ notices: { scenes: [refused] } });
      } finally {
        feeds.socket.disconnect();
      }
      const answer = (await call<ScenesAnswer>('GET', '/scenes')).body;
      expect(answer.faults).toEqual([refused]);
      expect(answer.scenes.find(({ id }) => id === 'overview')?.titles.zh).toBe('一览');
    } finally {
      viewer.socket.disconnect();
      await server.stop();
      home.remove();
    }
  });
});

describe('scenes of two servers', () => {
  let two: TwoServers;
  const [a, b] = [caller(() => two.servers[0]!), caller(() => two.servers[1]!)];

  beforeAll(async () => {
    two = await twoServers();
  }, 120_000);
  afterAll(() => two?.close());

  it('agree on what is shown, and of two saves at once one is kept', async () => {
    const overview = (await a<CityFace>('GET', '')).body.scenes.find(({ id }) => id === 'overview')!;
    const viewers = await Promise.all(two.servers.map((server) => follow(server)));
    try {
      const saved = await Promise.all([
        a('POST', '/scenes/overview/versions', two.home.admin, { base: 0, by: '甲', scene: titled(overview, '甲的') }),
        b('POST', '/scenes/overview/versions', two.home.admin, { base: 0, by: '乙', scene: titled(overview, '乙的') }),
      ]);
      expect(saved.map(({ status }) => status).sort()).toEqual([201, 409]);
      const kept = saved[0].status === 201 ? '甲的' : '乙的';
      for (const { value } of viewers) await until(value, ({ overview: version }) => version === 1);
      for (const call of [a, b])
        await until(
          async () => (await call<ScenesAnswer>('GET', '/scenes')).body,
          ({ scenes, versions }) =>
            versions['overview'] === 1 && scenes.find(({ id }) => id === 'overview')?.titles.zh === kept,
        );
      expect((await b('POST', '/scenes/overview/rollback', two.home.admin, { base: 1, by: '乙', to: 0 })).status).toBe(
        201,
      );
      for (const { value } of viewers) await until(value, ({ overview: version }) => version === 2);
    } finally {
      for (const { socket } of viewers) socket.disconnect();
    }
  });
});
