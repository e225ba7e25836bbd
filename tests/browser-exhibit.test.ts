/**
 * The exhibition in a real browser before a real server: the attract loop tells the city's story by itself after a round, a
 * touch stops it, it ends by itself, and the loop goes on; on a wall of two screens both tell the same.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayState, Story } from '../contract/replay.ts';
import { PLAIN_WALL, type Wall } from '../contract/wall.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { PATIENCE, showsAccepted, type WatchedPage } from './support/page.ts';
import { settled } from './support/server.ts';
import { setStage, type Stage } from './support/stage.ts';
import { pairScreen, type PairedScreen } from './support/walls.ts';

const HOUR = 3_600_000;
const BEFORE = 5;
const SINCE = 4;
const STORY: Story = {
  names: { zh: '停水的一天', en: 'A day without water' },
  from: -4 * HOUR,
  to: 0,
  chapters: [
    {
      at: -3 * HOUR, speed: 1, seconds: 8, scene: 'alerts', focus: 'board',
      names: { zh: '三小时前', en: 'Three hours ago' }, says: { zh: '那时已受理 {{accepted.today}}', en: 'By then {{accepted.today}}' },
    },
    { at: -HOUR, speed: 1, seconds: 600, scene: 'overview', focus: 'map', camera: '320213', names: { zh: '一小时前', en: 'An hour ago' } },
  ],
}; // prettier-ignore
const loop: Wall = {
  ...PLAIN_WALL,
  mode: 'exhibit',
  idle: 10,
  tours: [{ id: 'loop', names: { zh: '轮播', en: 'Loop' }, steps: [{ scene: 'overview', seconds: 5 }, { scene: 'feeds', seconds: 5 }] }],
  stories: ['water'],
}; // prettier-ignore

describe.skipIf(!chromiumPath)('an exhibition', () => {
  const day = afternoon();
  /** How far the northernmost label is from the southernmost, px, by theme. */
  const heights: Record<string, number> = {};
  let stage: Stage;
  let guest: WatchedPage;
  let page: Page;
  const running = async (): Promise<ReplayState[]> =>
    (await stage.admin<{ replays: ReplayState[] }>('GET', '/replays')).replays;
  const until = async (right: (replays: ReplayState[]) => boolean): Promise<void> =>
    expect.poll(running, { timeout: PATIENCE, interval: 200 }).toSatisfy(right);

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args(), limit: 3 * PATIENCE }));
    await stage.admin('PUT', '/stories/water', STORY);
    await stage.admin('PUT', '/walls/main', loop);
  }, 240_000);
  afterAll(() => stage?.close());

  it('has the map in relief, of which a touch opens the district that it hits; the other themes have it flat', async () => {
    for (const theme of ['exhibit', 'command']) {
      const watched = await stage.open(`/scene/overview?theme=${theme}`);
      const { page: seen } = watched;
      const map = seen.locator('[data-placement="map"]');
      await map.locator('canvas').waitFor();
      // Until it has drawn, the same polygons stand in.
      await map.locator('svg.map').waitFor({ state: 'detached' });
      const at = async (code: string): Promise<{ x: number; y: number }> => {
        const { x, y, width, height } = (await map.locator(`[data-district="${code}"]`).boundingBox())!;
        return { x: x + width / 2, y: y + height / 2 };
      };
      const [south, north] = [await at('320282'), await at('320281')];
      await seen.mouse.click(south.x, south.y + 60);
      await seen.waitForSelector('[data-drawer]:has-text("宜兴市")');
      await seen.keyboard.press('Escape');
      await seen.waitForSelector('[data-drawer]', { state: 'detached' });
      // Beside the city there is nothing to hit.
      const box = (await map.boundingBox())!;
      await seen.mouse.click(box.x + 30, box.y + box.height - 60);
      expect(await seen.locator('[data-drawer]').count()).toBe(0);
      // It leans: what is far is nearer to what is close than on the flat map.
      heights[theme] = south.y - north.y;
      await watched.close();
    }
    expect(heights['exhibit']).toBeLessThan(heights['command']! * 0.85);
  });

  it('says that nothing is known of that time, ends the replay, and goes on with the loop', async () => {
    guest = await stage.open('/?mode=exhibit&theme=exhibit');
    page = guest.page;
    await page.click('[data-story-begin]:has-text("停水的一天")');
    await page.waitForSelector('[data-story-word="empty"]');
    await until((replays) => replays.length === 0);
    expect(await page.locator('[data-past], [data-told]').count()).toBe(0);
    await page.waitForSelector('main[data-scene="feeds"]');
    await page.waitForSelector('main[data-scene="overview"]');
    // Until there is something to tell, it is not asked for after each round.
    await stage.admin('PUT', '/walls/main', { ...loop, stories: [] });
    await page.waitForSelector('[data-story-begin]', { state: 'detached' });
  });

  it('tells a story by a touch: its chapters, with the numbers of then, on their scenes', async () => {
    await stage.add([
      ...Array.from({ length: BEFORE }, (_, n) => created(`B${n}`, { place: { district: '320213' } }, day.now() - 3.5 * HOUR + n * 60_000)),
      ...Array.from({ length: SINCE }, (_, n) => created(`S${n}`, { place: { district: '320205' } }, day.now() - 2 * HOUR + n * 60_000)),
      created('N', {}, day.now() - 1000),
    ]); // prettier-ignore
    await settled(stage.server.address);
    await page.waitForSelector('main[data-scene="overview"]');
    await showsAccepted(page, BEFORE + SINCE + 1);
    await stage.admin('PUT', '/walls/main', loop);
    await page.click('[data-story-begin]');
    await page.waitForSelector('[data-told="0"]');
    await page.waitForSelector('main[data-scene="alerts"]');
    await page.waitForSelector('[data-past]');
    await page.waitForSelector('[data-told="0"] [data-sentence]:has-text("那时已受理 5 件")');
    await page.waitForFunction(() => document.querySelectorAll('main > .dimmed').length > 3);
    expect(await page.locator('main > .dimmed[data-placement="board"]').count()).toBe(0);
    const small = await page.locator('.told button').evaluateAll((all) => all.filter((el) => el.getBoundingClientRect().height < 44).length); // prettier-ignore
    expect(small).toBe(0);
    // The second chapter comes by itself, and the map looks at its district.
    await page.waitForSelector('[data-told="1"]');
    await page.waitForSelector('main[data-scene="overview"]');
    await showsAccepted(page, BEFORE + SINCE);
    expect(await page.locator('.dimmed[data-placement="accepted"]').count()).toBe(1);
    expect((await running()).map(({ playing, speed }) => [playing, speed])).toEqual([[true, 1]]);
  });

  it('[M2] a touch stops it and opens the tickets of then; after the idle time the loop is back and the replay over', async () => {
    await page.click('[data-measure="accepted"]');
    await page.waitForSelector(`[data-drawer] [data-total="${BEFORE + SINCE}"]`);
    await page.waitForSelector('[data-told="1"].held');
    await until(([one]) => one?.playing === false);
    // What replays offer to a desk is not offered here.
    await page.click('.replay-banner .flag');
    expect(await page.locator('[data-replay-bar]').count()).toBe(0);
    await page.waitForSelector('[data-told]', { state: 'detached' });
    await page.waitForSelector('[data-past]', { state: 'detached' });
    await until((replays) => replays.length === 0);
    expect(await page.locator('[data-drawer]').count()).toBe(0);
    await page.waitForSelector('main[data-scene="feeds"]');
  });

  it('begins by itself after a round, goes on where it was stopped, and is ended by the banner', async () => {
    await page.waitForSelector('[data-told="0"]');
    await page.click('[data-story-pause]');
    await page.waitForSelector('.told.held [data-story-pause]:has-text("继续讲")');
    await page.click('[data-story-pause]');
    await page.waitForSelector('.told:not(.held)');
    await until(([one]) => one?.playing === true);
    expect(await running()).toHaveLength(1);
    await page.click('[data-back]');
    await page.waitForSelector('[data-told]', { state: 'detached' });
    await page.waitForSelector('[data-live="live"]');
    await until((replays) => replays.length === 0);
    await page.click('button:has-text("English")');
    await page.waitForSelector('[data-story-begin]:has-text("A day without water")');
    await guest.close();
  });

  it('of two screens tells the same on both, opened once, and a presenter ends it', async () => {
    await stage.admin('PUT', '/walls/hall', { ...loop, columns: 2, screen: { width: 960, height: 1080 } });
    const place = (column: number) => ({ wall: 'hall', row: 0, column, name: `s${column}` });
    const size = { width: 960, height: 1080 };
    const screens: PairedScreen[] = [];
    for (const column of [0, 1])
      screens.push(await pairScreen(stage.browser, stage.server.address, stage.admin, place(column), size));
    const [one, two] = screens.map((screen) => screen.page) as [Page, Page];
    for (const screen of [one, two]) await screen.waitForSelector('[data-told]', { state: 'attached' });
    expect(await running()).toHaveLength(1);
    for (const screen of [one, two]) await screen.waitForSelector('[data-told="1"]', { state: 'attached' });
    for (const screen of [one, two]) await screen.waitForSelector('[data-past]', { state: 'attached' });
    await stage.admin('PATCH', '/walls/hall/show', { by: 'presenter', scene: 'feeds' });
    for (const screen of [one, two]) {
      await screen.waitForSelector('main[data-scene="feeds"]', { state: 'attached' });
      await screen.waitForSelector('[data-past]', { state: 'detached' });
    }
    await until((replays) => replays.length === 0);
    for (const { context } of screens) await context.close();
  });
});
