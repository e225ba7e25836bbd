import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DELETED_KEPT, SCENES_MAX, VERSIONS_KEPT, type Placement, type Scene } from '../../contract/scene.ts';
import { HttpProblem } from '../api/problem.ts';
import { loadCity, type LoadedCity } from '../city/load.ts';
import { memoryState } from '../state/fixture.ts';
import { checkScene, SCENE_CHARS } from './check.ts';
import { openScenes } from './scenes.ts';
import { findWidgets } from './widgets.ts';

const folder = fileURLToPath(new URL('../../cities/wuxi', import.meta.url));
const widgets = await findWidgets();
const plain = await loadCity(folder);

/** Two servers of one city over one state. */
async function fixture() {
  const state = memoryState();
  const time = { now: 1_000 };
  const counts = { a: 0, b: 0 };
  let marks = 0;
  const open = (loaded: LoadedCity, changed: () => void, tell: () => void) =>
    openScenes({
      loaded, state, changed, tell, now: () => time.now, mark: () => String(++marks),
      onError: (error: unknown) => { throw error; },
    }); // prettier-ignore
  const [one, two] = [structuredClone(plain), structuredClone(plain)];
  const b = await open(two, () => counts.b++, () => undefined); // prettier-ignore
  const a = await open(one, () => counts.a++, () => b.told()); // prettier-ignore
  return { a, b, one, two, state, time, counts, close: () => (a.close(), b.close()) };
}
const problem = async (work: Promise<unknown>): Promise<[number, string, string]> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof HttpProblem) return [error.statusCode, error.path, error.rule];
    throw error;
  }
  throw new Error('it was not refused');
};
const refused = (value: unknown): [string, string] => {
  try {
    checkScene(value, widgets);
  } catch (error) {
    if (error instanceof HttpProblem) return [error.path, error.rule];
    throw error;
  }
  throw new Error('it was not refused');
};
const overview = plain.city.scenes.find(({ id }) => id === 'overview')!;
const renamed = (zh: string, scene = overview): Scene => ({ ...scene, titles: { ...scene.titles, zh } });
const placed = (...placements: Partial<Placement>[]): unknown => ({
  id: 'small', titles: { zh: '小', en: 'Small' },
  layouts: [{ minAspect: 1, columns: 4, rows: 4, widgets: placements.map((one) => ({ id: 'a', widget: 'kpi', at: [0, 0, 1, 1], ...one })) }],
}); // prettier-ignore

describe('a scene is checked', () => {
  it('and those of the profiles are good', () => {
    for (const city of ['wuxi', 'weifang', 'baltimore']) {
      const scenes = new URL(`../../cities/${city}/scenes/`, import.meta.url);
      for (const file of readdirSync(scenes)) {
        const scene = JSON.parse(readFileSync(new URL(file, scenes), 'utf8')) as Scene;
        expect(checkScene(scene, widgets)).toBe(scene);
      }
    }
  });

  it('and refused with path and rule', () => {
    const at = '/scene/layouts/0/widgets';
    expect(refused({ id: 'x' })[0]).toBe('/scene');
    expect(refused(placed({ widget: 'nothing' }))).toEqual([`${at}/0/widget`, 'there is no widget nothing']);
    expect(refused(placed({ at: [3, 0, 2, 1] }))).toEqual([`${at}/0/at`, 'must lie in the grid of 4 × 4 cells']);
    expect(refused(placed({ at: [0, 0, 0, 1] }))[0]).toBe(`${at}/0/at`);
    expect(refused(placed({}, { id: 'b' }))).toEqual([`${at}/1/at`, 'overlaps a']);
    expect(refused(placed({}, { at: [1, 0, 1, 1] }))).toEqual([`${at}/1/id`, 'a is there twice']);
    expect(refused(placed({ options: { measure: 'none' } }))[0]).toBe(`${at}/0/options/measure`);
    expect(refused(placed({ options: { colour: 'red' } }))).toEqual([`${at}/0/options/colour`, 'is no option of kpi']);
    expect(refused(placed({ scope: { colour: 'red' } as never }))[0]).toBe(`${at}/0/scope/colour`);
    const { layouts } = placed({}) as Scene;
    expect(refused({ ...(placed({}) as Scene), layouts: [...layouts, ...layouts] })[0]).toBe('/scene/layouts/1/minAspect'); // prettier-ignore
    const long = placed({ widget: 'story', options: { template: { zh: 'x'.repeat(SCENE_CHARS), en: '' } } });
    expect(refused(long)[0]).toBe('/scene');
  });
});

describe('versions', () => {
  it('the profile is version 0, each save the next, at every server', async () => {
    const { a, b, one, two, counts, time, close } = await fixture();
    expect(a.versions()).toEqual(Object.fromEntries(plain.city.scenes.map(({ id }) => [id, 0])));
    expect(a.versions()).toBe(a.versions());
    time.now = 5_000;
    const saved = await a.save('overview', { base: 0, by: '王', comment: '换标题', scene: renamed('一览') });
    expect(saved).toEqual({ version: 1, at: 5_000, by: '王', comment: '换标题' });
    await expect.poll(() => b.versions()['overview']).toBe(1);
    for (const { city } of [one, two]) expect(city.scenes.find(({ id }) => id === 'overview')?.titles.zh).toBe('一览');
    expect(counts).toEqual({ a: 2, b: 2 });
    expect((await b.list('overview')).map(({ version }) => version)).toEqual([1, 0]);
    expect((await b.read('overview', 0)).scene).toEqual(overview);
    expect((await problem(b.read('overview', 9)))[1]).toBe('/version');
    expect((await problem(b.list('none')))[0]).toBe(404);
    close();
  });

  it('a save on an older version is refused and says who saved in between', async () => {
    const { a, b, close } = await fixture();
    await a.save('overview', { base: 0, by: '王', comment: '一', scene: renamed('甲') });
    const [status, path, rule] = await problem(b.save('overview', { base: 0, by: '李', scene: renamed('乙') }));
    expect([status, path]).toEqual([409, '/base']);
    expect(rule).toContain('王');
    expect(rule).toContain('一');
    close();
  });

  it('of two saves at once one is kept, and the other is told', async () => {
    const { a, b, close } = await fixture();
    const both = await Promise.allSettled([
      a.save('overview', { base: 0, by: '王', scene: renamed('甲') }),
      b.save('overview', { base: 0, by: '李', scene: renamed('乙') }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await a.list('overview')).map(({ version }) => version)).toEqual([1, 0]);
    close();
  });

  it('a hidden scene is deleted, leaves the lists, and comes back as long as its versions are kept', async () => {
    const { a, b, one, close } = await fixture();
    const night = { ...overview, id: 'night' };
    await a.make({ by: '王', scene: night });
    expect((await problem(a.remove('night', { base: 1, by: '王' })))[2]).toContain('hidden before');
    await a.hide('night', { base: 1, by: '王' });
    expect((await problem(a.remove('night', { base: 1, by: '王' })))[0]).toBe(409);
    await a.remove('night', { base: 2, by: '李' });
    await expect.poll(() => b.answer().deleted?.map(({ id }) => id)).toEqual(['night']);
    expect([a.answer().hidden, a.versions()['night'], one.city.scenes.some(({ id }) => id === 'night')]).toEqual([[], undefined, false]); // prettier-ignore
    expect((await problem(a.remove('night', { base: 3, by: '李' })))[2]).toContain('deleted already');
    expect((await a.list('night')).map(({ version, hidden, deleted }) => [version, hidden, deleted])).toEqual([[3, true, true], [2, true, undefined], [1, undefined, undefined]]); // prettier-ignore
    await a.back('night', { base: 3, by: '李', to: 1 });
    expect([a.versions()['night'], a.answer().deleted]).toEqual([4, undefined]);
    // Its name is free once it is deleted, and what it was is behind what is made then.
    await a.hide('night', { base: 4, by: '王' });
    await a.remove('night', { base: 5, by: '王' });
    expect((await a.make({ by: '王', scene: renamed('新', night) })).version).toBe(7);
    expect((await a.read('night', 1)).scene).toEqual(night);
    close();
  });

  it('of the deleted so many are kept; of those that went longest ago nothing is, and they take no room', async () => {
    const { a, time, close } = await fixture();
    for (let n = 0; n < DELETED_KEPT + 2; n++) {
      time.now += 1000;
      const id = `s${n}`;
      await a.make({ by: '王', scene: { ...overview, id } });
      await a.hide(id, { base: 1, by: '王' });
      await a.remove(id, { base: 2, by: '王' });
    }
    const kept = a.answer().deleted!.map(({ id }) => id);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([DELETED_KEPT, `s${DELETED_KEPT + 1}`, 's2']);
    expect((await problem(a.list('s0')))[0]).toBe(404);
    for (let n = plain.city.scenes.length; n < SCENES_MAX; n++)
      await a.make({ by: '王', scene: { ...overview, id: `t${n}` } });
    expect((await problem(a.make({ by: '王', scene: { ...overview, id: 'more' } })))[2]).toContain('at most');
    expect((await problem(a.back('s5', { base: 3, by: '王', to: 1 })))[2]).toContain('at most');
    close();
  });

  it('rolling back makes a new version of an older one', async () => {
    const { a, one, close } = await fixture();
    await a.save('overview', { base: 0, by: '王', scene: renamed('甲') });
    expect(await a.back('overview', { base: 1, by: '李', to: 0 })).toMatchObject({ version: 2, from: 0 });
    expect(one.city.scenes.find(({ id }) => id === 'overview')).toEqual(overview);
    expect((await a.list('overview')).map(({ version }) => version)).toEqual([2, 1, 0]);
    expect((await a.read('overview', 1)).scene.titles.zh).toBe('甲');
    close();
  });

  it('a scene is hidden and comes back, and the last one stays', async () => {
    const { a, one, close } = await fixture();
    await a.hide('alerts', { base: 0, by: '王' });
    expect(a.versions()['alerts']).toBeUndefined();
    expect(one.city.scenes.some(({ id }) => id === 'alerts')).toBe(false);
    expect(a.answer().hidden.map(({ id }) => id)).toEqual(['alerts']);
    expect((await problem(a.hide('alerts', { base: 1, by: '王' })))[0]).toBe(400);
    await a.back('alerts', { base: 1, by: '王', to: 0 });
    expect(one.city.scenes.map(({ id }) => id)).toEqual(plain.city.scenes.map(({ id }) => id));
    for (const { id } of plain.city.scenes.slice(1)) await a.hide(id, { base: id === 'alerts' ? 2 : 0, by: '王' });
    expect((await problem(a.hide(plain.city.scenes[0]!.id, { base: 0, by: '王' })))[2]).toContain('last');
    close();
  });

  it('a new scene stands behind those of the profile; an id is taken once', async () => {
    const { a, one, close } = await fixture();
    const scene = { ...overview, id: 'night-shift' };
    expect(await a.make({ by: '王', scene })).toMatchObject({ version: 1 });
    expect(one.city.scenes.at(-1)).toEqual(scene);
    expect((await problem(a.make({ by: '王', scene })))[0]).toBe(409);
    expect((await problem(a.make({ by: '王', scene: overview })))[1]).toBe('/scene/id');
    expect((await problem(a.save('overview', { base: 0, by: '王', scene })))[1]).toBe('/scene/id');
    expect((await problem(a.read('night-shift', 0)))[0]).toBe(404);
    close();
  });

  it('are bounded: the oldest go, the profile’s own stays', async () => {
    const { a, close } = await fixture();
    const small = { ...(placed({}) as Scene), id: 'overview' };
    for (let base = 0; base < VERSIONS_KEPT + 2; base++)
      await a.save('overview', { base, by: '王', scene: renamed(`第${base}版`, small) });
    const kept = (await a.list('overview')).map(({ version }) => version);
    expect(kept).toHaveLength(VERSIONS_KEPT + 1);
    expect([kept[0], kept.at(-2), kept.at(-1)]).toEqual([VERSIONS_KEPT + 2, 3, 0]);
    expect((await problem(a.read('overview', 2)))[0]).toBe(404);
    close();
  });
});
