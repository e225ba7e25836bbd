import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AHEAD,
  CODE_ALPHABET,
  MARKS_MAX,
  PLAIN_WALL,
  SCHEDULED,
  type ShowChange,
  type Wall,
} from '../../contract/wall.ts';
import type { Story } from '../../contract/replay.ts';
import { HttpProblem } from '../api/problem.ts';
import { loadCity } from '../city/load.ts';
import { memoryState } from '../state/fixture.ts';
import { buildIn } from './build.ts';
import { loadBriefings } from './briefings.ts';
import { CODE_LIVES } from './devices.ts';
import { limit } from './limit.ts';
import { fits, hashOf } from './secret.ts';
import { openWalls } from './walls.ts';

const folder = fileURLToPath(new URL('../../cities/wuxi', import.meta.url));
const { city } = await loadCity(folder);
const NOW = Date.parse('2026-11-21T14:30:00+08:00');

async function fixture() {
  const state = memoryState();
  const time = { now: NOW, machine: 1_000_000 };
  let seed = 0;
  const parts = {
    city, state, briefings: await loadBriefings(folder, city),
    now: () => time.now,
    machine: () => time.machine,
    chance: { bytes: (n: number) => Buffer.alloc(n, ++seed), below: (n: number) => ++seed % n },
    changed: () => undefined,
    stories: () => Promise.resolve([{ id: 'day', story: STORY }]),
    onError: (error: unknown) => { throw error; },
  }; // prettier-ignore
  const b = await openWalls({ ...parts, tell: () => undefined });
  const a = await openWalls({ ...parts, tell: () => b.told() });
  return { a, b, state, time, close: () => (a.close(), b.close()) };
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
const TOURS: Wall = {
  ...PLAIN_WALL,
  tours: [{ id: 'day', names: { zh: '日', en: 'Day' }, steps: [{ scene: 'overview', seconds: 20 }, { scene: 'alerts', seconds: 10 }] }],
  schedule: [{ tour: 'day', from: 0, to: 1440 }],
}; // prettier-ignore
const STORY: Story = { names: { zh: '日', en: 'Day' }, from: -3_600_000, to: 0, chapters: [{ at: -3_600_000, names: { zh: '始', en: 'Begin' }, seconds: 40, scene: 'alerts' }] }; // prettier-ignore
const change = (given: Partial<ShowChange>): ShowChange => ({ by: '甲', ...given });

describe('walls', () => {
  it('main is there without configuration, and shows the usual', async () => {
    const { a, close } = await fixture();
    expect(a.book.list()).toEqual([{ id: 'main', wall: PLAIN_WALL }]);
    expect(a.book.value('main')).toEqual({ id: 'main', wall: PLAIN_WALL, show: { at: 0, tour: SCHEDULED }, devices: {}, drivers: {} }); // prettier-ignore
    expect(a.book.value('other')).toBeNull();
    expect(a.book.value('main')).toBe(a.book.value('main'));
    close();
  });

  it('are refused with path and rule', async () => {
    const { a, close } = await fixture();
    const [tour] = TOURS.tours;
    expect(await problem(a.put('x', { ...TOURS, rows: 0 }))).toEqual([400, '/rows', 'must be >= 1']);
    const wrong = { ...TOURS, tours: [{ ...tour!, steps: [{ scene: 'nowhere', seconds: 5 }] }] };
    expect(await problem(a.put('x', wrong))).toEqual([400, '/tours/0/steps/0/scene', 'is not a scene of the profile']);
    const focus = { ...TOURS, tours: [{ ...tour!, steps: [{ scene: 'alerts', seconds: 5, focus: 'words' }] }] };
    expect((await problem(a.put('x', focus)))[1]).toBe('/tours/0/steps/0/focus');
    expect((await problem(a.put('x', { ...TOURS, tours: [tour, tour] })))[1]).toBe('/tours/1/id');
    const slot = { ...TOURS, schedule: [{ tour: 'night', from: 0, to: 60 }] };
    expect((await problem(a.put('x', slot)))[1]).toBe('/schedule/0/tour');
    expect((await problem(a.put('x', { ...TOURS, mode: 'party' })))[1]).toBe('/mode');
    expect((await problem(a.drop('x')))[0]).toBe(404);
    close();
  });

  it('of two who drive at once neither undoes the other, and the other server knows', async () => {
    const { a, b, time, close } = await fixture();
    await a.put('main', TOURS);
    await Promise.all([a.change('main', change({ scene: 'alerts' })), b.change('main', change({ by: '乙', frozen: true }))]);
    await b.book.reread();
    const { show, drivers } = b.book.value('main')!;
    expect(show).toMatchObject({ scene: { id: 'alerts' }, frozen: NOW + AHEAD, at: NOW + AHEAD });
    expect(drivers).toEqual({ 甲: NOW + AHEAD, 乙: NOW + AHEAD });
    time.now += 2 * 3_600_000;
    await b.book.reread();
    expect(b.book.value('main')!.drivers).toEqual({});
    close();
  }); // prettier-ignore

  it('a story begins, stands still by a touch, goes on, and gives way to whoever presents', async () => {
    const { a, time, close } = await fixture();
    await a.put('main', { ...TOURS, mode: 'exhibit', stories: ['day'] });
    expect((await problem(a.put('main', { ...TOURS, stories: ['none'] })))[1]).toBe('/stories/0');
    const story = { id: 'day', replay: 'wuxi~x', begun: NOW, base: NOW };
    const begin = change({ story, scene: null, drill: null, touch: true });
    expect((await problem(a.change('main', { ...begin, story: { ...story, id: 'none' } })))[1]).toBe('/story/id');
    expect((await problem(a.change('main', { ...begin, story: { ...story, replay: 'weifang~x' } })))[1]).toBe('/story/replay'); // prettier-ignore
    expect((await problem(a.change('main', change({ story: 'hold', touch: true }))))[1]).toBe('/story');
    const told = await a.change('main', begin);
    expect(told.show.story).toMatchObject({ ...story, until: NOW + 40_000, chapters: [{ at: NOW - 3_600_000, seconds: 40, speed: 60 }] }); // prettier-ignore
    time.now += 10_000;
    const held = await a.change('main', change({ drill: { measure: 'accepted' }, touch: true }));
    expect(held.show.story).toMatchObject({ held: NOW + 10_000, until: NOW + 70_000 });
    const on = await a.change(
      'main',
      change({ story: { ...story, begun: NOW + 1000 }, scene: null, drill: null, touch: true }),
    );
    expect([on.show.story?.held, on.show.story?.until]).toEqual([undefined, NOW + 41_000]);
    const driven = await a.change('main', change({ scene: 'overview' }));
    expect([driven.show.story, driven.show.scene]).toEqual([undefined, { id: 'overview' }]);
    close();
  });

  it('a touch gives back to the tour after the idle time, a presenter does not', async () => {
    const { a, close } = await fixture();
    await a.put('main', TOURS);
    const touched = await a.change('main', change({ scene: 'alerts', touch: true }));
    expect(touched.show.scene).toEqual({ id: 'alerts', until: NOW + 60_000 });
    const driven = await a.change('main', change({ scene: 'overview' }));
    expect(driven.show.scene).toEqual({ id: 'overview' });
    const toured = await a.change('main', change({ tour: { run: 'day', offset: 0 } }));
    expect(toured.show.scene).toBeUndefined();
    expect(toured.show.tour).toEqual({ run: 'day', offset: 0 });
    close();
  });

  it('what was opened over a scene and drawn on it goes with the scene', async () => {
    const { a, close } = await fixture();
    await a.change('main', change({ scene: 'overview', focus: 'map', camera: '320213' }));
    await a.change('main', change({ drill: { measure: 'accepted' }, draw: { points: [0, 0, 500, 500] } }));
    const { show } = await a.change('main', change({ draw: { points: [0, 0, 500, 400] } }));
    expect(Object.keys(show.marks!)).toHaveLength(2);
    const left = (await a.change('main', change({ scene: 'alerts' }))).show;
    expect(left).toEqual({ at: NOW + AHEAD, tour: SCHEDULED, scene: { id: 'alerts' } });
    close();
  });

  it('refuse what is not there, and more strokes than can be shown', async () => {
    const { a, close } = await fixture();
    const refused = async (given: Partial<ShowChange>): Promise<string> => (await problem(a.change('main', change(given))))[1]; // prettier-ignore
    expect(await refused({ scene: 'nowhere' })).toBe('/scene');
    expect(await refused({ focus: 'nothing' })).toBe('/focus');
    expect(await refused({ camera: '1' })).toBe('/camera');
    expect(await refused({ tour: { run: 'never', offset: 0 } })).toBe('/tour/run');
    expect(await refused({ drill: { measure: 'accepted', filter: { colour: 'red' } } })).toBe('/drill/filter/colour');
    expect(await refused({ drill: { measure: 'accepted', range: { from: 5, to: 5 } } })).toBe('/drill/range/to');
    expect(await refused({ draw: { points: [1, 2, 3, 4, 5] } })).toBe('/draw/points');
    expect(await refused({ briefing: { id: 'morning', step: 5 } })).toBe('/briefing/step');
    expect(await refused({ briefing: { id: 'evening', step: 0 } })).toBe('/briefing/id');
    expect(await refused({})).toBe('/');
    for (let i = 0; i < MARKS_MAX; i++) await a.change('main', change({ draw: { points: [0, 0, i, i] } }));
    expect(await refused({ draw: { points: [0, 0, 1, 1] } })).toBe('/draw');
    expect((await a.change('main', change({ clear: true, draw: { points: [0, 0, 1, 1] } }))).show.marks).toBeDefined();
    expect((await a.change('main', change({ clear: true }))).show.marks).toBeUndefined();
    close();
  });

  it('a step of a briefing brings its scene, what it opens as of now, and its sentence, not the notes', async () => {
    const { a, close } = await fixture();
    const { show } = await a.change('main', change({ briefing: { id: 'morning', step: 2 } }));
    expect(show).toMatchObject({
      scene: { id: 'overview' },
      focus: 'satisfaction',
      drill: { measure: 'satisfaction', range: { from: Date.parse('2026-11-15T00:00:00+08:00'), to: Date.parse('2026-11-22T00:00:00+08:00') } },
      briefing: { id: 'morning', step: 2, steps: 5 },
    }); // prettier-ignore
    expect(show.briefing!.says!.zh).toContain('{{satisfaction.7d}}');
    expect(JSON.stringify(a.book.value('main'))).not.toContain('打开的是近七日已评价工单');
    const over = (await a.change('main', change({ briefing: null }))).show;
    expect(over).toEqual({ at: NOW + AHEAD, tour: SCHEDULED });
    close();
  });

  it('briefings are edited, taken back, and refused with the path of a wrong placeholder', async () => {
    const { a, close } = await fixture();
    const [morning] = await a.briefings();
    const short = { ...morning!, steps: morning!.steps.slice(0, 1) };
    await a.putBriefing('morning', short);
    expect((await a.briefings())[0]!.steps).toHaveLength(1);
    await a.dropBriefing('morning');
    expect((await a.briefings())[0]!.steps).toHaveLength(5);
    const wrong = { ...short, steps: [{ ...short.steps[0], says: { zh: '{{accepted}}', en: '' } }] };
    expect((await problem(a.putBriefing('morning', wrong)))[1]).toBe('/steps/0/says/zh');
    expect((await problem(a.putBriefing('other', short)))[1]).toBe('/id');
    close();
  });
});

describe('screens', () => {
  const place = { wall: 'main', row: 0, column: 0, name: '大厅' };

  it('get their token once, after an admin gave them a place, and lose it at once', async () => {
    const { a, b, state, close } = await fixture();
    const { code, secret } = await a.beginPairing();
    expect([...code].every((sign) => CODE_ALPHABET.includes(sign))).toBe(true);
    expect(code).toHaveLength(6);
    expect(await b.askPairing(code, secret)).toBe('waiting');
    expect((await problem(b.askPairing(code, 'guess')))[0]).toBe(404);
    expect((await problem(b.claim(code, { ...place, row: 1 }, '管理员')))[1]).toBe('/row');
    expect((await problem(b.claim(code, { ...place, wall: 'x' }, '管理员')))[1]).toBe('/wall');
    await b.claim(code, place, '管理员');
    const asked = await Promise.allSettled([a.askPairing(code, secret), b.askPairing(code, secret)]);
    const [got] = asked.flatMap((one) => (one.status === 'fulfilled' && one.value !== 'waiting' ? [one.value] : []));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(got!.token).toMatch(/^hd_[\w-]{43}$/);
    expect(JSON.stringify(await state.list('devices:wuxi'))).not.toContain(got!.token.slice(3 + 12));
    await b.book.reread();
    expect(b.book.value('main')!.devices).toEqual({ [got!.device.id]: { row: 0, column: 0 } });
    expect((await b.device(got!.token))?.name).toBe('大厅');
    expect(await b.device(`${got!.token.slice(0, -1)}_`)).toBeNull();
    await a.revoke(got!.device.id);
    expect(await b.device(got!.token)).toBeNull();
    await b.book.reread();
    expect(b.book.value('main')!.devices).toEqual({});
    close();
  });

  it('a code is good for ten minutes', async () => {
    const { a, time, close } = await fixture();
    const { code, secret } = await a.beginPairing();
    time.machine += CODE_LIVES;
    expect((await problem(a.claim(code, place, 'x')))[1]).toBe('/code');
    expect((await problem(a.askPairing(code, secret)))[0]).toBe(404);
    close();
  });

  it('a presenter’s code is for one wall and some hours', async () => {
    const { a, b, time, state, close } = await fixture();
    const { token, presenter } = await a.present('main', '值班长');
    expect(token).toMatch(new RegExp(`^hp_[${CODE_ALPHABET}]{12}$`));
    expect(await b.presenter(token)).toMatchObject({ wall: 'main', by: '值班长' });
    expect(await b.presenter(`${token.slice(0, -1)}!`)).toBeNull();
    expect(JSON.stringify(await state.list('presenters:wuxi'))).not.toContain(token.slice(7));
    time.machine = presenter.until;
    expect(await b.presenter(token)).toBeNull();
    close();
  });
});

describe('what guards them', () => {
  it('a limit gives so many at once and so many a minute', () => {
    let now = 0;
    const { take } = limit(3, 60, () => now);
    expect([take('a'), take('a'), take('a'), take('a'), take('b')]).toEqual([true, true, true, false, true]);
    now += 1000;
    expect([take('a'), take('a')]).toEqual([true, false]);
  });

  it('hashes fit their text only', () => {
    expect(fits('a', hashOf('a'))).toBe(true);
    expect(fits('b', hashOf('a'))).toBe(false);
    expect(fits('a', 'no hash')).toBe(false);
  });

  it('the build is the name of the page’s script', () => {
    expect(buildIn('<script type="module" crossorigin src="/assets/index-Cx12_a.js"></script>')).toBe('index-Cx12_a');
    expect(buildIn('<p>nothing</p>')).toBe('');
  });
});

it('the briefings of the profile are good', async () => {
  const briefings = await loadBriefings(join(folder), city);
  expect(briefings.map(({ id, steps }) => [id, steps.length])).toEqual([['morning', 5]]);
});
