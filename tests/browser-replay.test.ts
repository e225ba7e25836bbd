/**
 * A replay in a real browser before a real server: the wall is set to a past moment, moved, opened down to the tickets of
 * that moment, told as a story, shown on all walls, and left again for a present that went on all the while.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayState, Story, StoryItem } from '../contract/replay.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { openPage, PATIENCE, showsAccepted, signIn, type WatchedPage } from './support/page.ts';
import { settled } from './support/server.ts';
import { setStage, type Stage } from './support/stage.ts';

const at = (time: string): number => Date.parse(`2026-11-21T${time}:00+08:00`);
/** Six tickets after ten, eight after twelve, five after fourteen. */
const GROUPS = [
  ['10:05', 6],
  ['12:05', 8],
  ['14:05', 5],
] as const;
const ALL = 19;
/** The replay is of nine to fourteen: eleven is at two fifths of it. */
const ELEVEN = 0.4;
const THIRTEEN = 0.8;

describe.skipIf(!chromiumPath)('a replay', () => {
  const day = afternoon();
  let stage: Stage;
  let wall: WatchedPage;
  let page: Page;

  const get = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${stage.server.address}/api/v1/cities/wuxi${path}`)).json()) as T;
  const running = async (): Promise<ReplayState[]> => (await get<{ replays: ReplayState[] }>('/replays')).replays;
  const id = (): string | null => new URL(page.url()).searchParams.get('replay');
  /** Drags the handle of the timeline to a place between 0 and 1, in many small moves. */
  const drag = async (place: number): Promise<void> => {
    await page.keyboard.press('r');
    const box = (await page.locator('[data-track]').boundingBox())!;
    const handle = (await page.locator('[data-handle]').boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(handle.x, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * place, y, { steps: 12 });
    await page.mouse.up();
  };
  /** Waits until the banner shows this moment, to within two minutes: a handle is no finer. */
  const momentIs = (of: Page, moment: number): Promise<unknown> =>
    of.waitForFunction(
      (wanted) =>
        Math.abs(Number(document.querySelector('[data-moment]')?.getAttribute('data-moment')) - wanted) < 120_000,
      moment,
    );

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args(), limit: 3 * PATIENCE }));
    await stage.add(
      GROUPS.flatMap(
        ([time, count]) =>
        Array.from({ length: count }, (_, n) => created(`${time}-${n}`, { place: { district: '320213' } }, at(time) + n * 60_000)), // prettier-ignore
      ),
    );
    await settled(stage.server.address);
    wall = await stage.open('/');
    page = wall.page;
  }, 300_000);
  afterAll(() => stage?.close());

  it('is opened by the panel, stands at its beginning and says that it is the past', async () => {
    await showsAccepted(page, ALL);
    expect(await page.locator('[data-past], [data-replay-bar]').count()).toBe(0);
    await page.keyboard.press('r');
    await page.fill('[data-from]', '2026-11-21T09:00');
    await page.fill('[data-to]', '2026-11-21T08:00');
    await page.waitForSelector('[data-replay-panel] [role="alert"]');
    expect(await page.isDisabled('[data-open-replay]')).toBe(true);
    await page.fill('[data-to]', '2026-11-21T14:00');
    await page.click('[data-replay-panel] button:text-is("×1")');
    await page.click('[data-open-replay]');
    const banner = await page.waitForSelector('[data-past]');
    await showsAccepted(page, 0);
    await page.waitForSelector('[data-pace="1"]');
    const words = await banner.innerText();
    for (const part of ['历史回放', 'REPLAY', '2026年11月21日 周六', '09:00:', '不是当前情况'])
      expect(words).toContain(part);
    expect(await page.locator('[data-live="live"]').count()).toBe(0);
    expect(await page.locator('.stage.framed').count()).toBe(1);
    expect(id()).toMatch(/^wuxi~/);
  });

  it('stands still when it is told to, and shows the numbers of the moment that it is dragged to', async () => {
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-pace="0"]:has-text("已暂停")');
    await drag(ELEVEN);
    await momentIs(page, at('11:00'));
    await showsAccepted(page, GROUPS[0][1]);
    await drag(THIRTEEN);
    await showsAccepted(page, GROUPS[0][1] + GROUPS[1][1]);
    // Back in time, which needs the whole city folded anew.
    await drag(ELEVEN);
    await momentIs(page, at('11:00'));
    await showsAccepted(page, GROUPS[0][1]);
    const [state] = await running();
    expect(state).toMatchObject({ id: id(), playing: false, everyone: false, loading: null });
    await page.keyboard.press('Shift+ArrowRight');
    await momentIs(page, at('11:10'));
    await page.keyboard.press('Shift+ArrowLeft');
    await momentIs(page, at('11:00'));
    await page.keyboard.press(']');
    await page.waitForSelector('[data-speed="10"][aria-pressed="true"]');
    await page.keyboard.press('[');
    await page.waitForSelector('[data-speed="1"][aria-pressed="true"]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-replay-bar]', { state: 'detached' });
    expect(await page.locator('[data-past]').count()).toBe(1);
  });

  it('[M2] is opened down to the tickets of that moment, and stays what it is when the page is loaded anew', async () => {
    const before = id()!;
    await page.click('[data-measure="accepted"]');
    await page.waitForSelector('[data-drawer] [data-total="6"]');
    const rows = page.locator('[data-drawer] tbody tr[data-id]');
    await page.waitForFunction(() => document.querySelectorAll('[data-drawer] tbody tr[data-id]').length === 6);
    expect(await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['id']).sort())).toEqual(
      Array.from({ length: 6 }, (_, n) => `10:05-${n}`),
    );
    await rows.first().click();
    await page.waitForSelector('[data-drawer] .steps li:has-text("受理")');
    const ticket = wall.asked.filter(({ url }) => url.includes('/tickets/')).map(({ url }) => decodeURIComponent(url));
    expect(ticket.length).toBeGreaterThan(0);
    for (const url of ticket) expect(url).toContain(`/cities/${before}/tickets/`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-drawer]', { state: 'detached' });
    await page.reload();
    await page.waitForSelector('[data-past]');
    await showsAccepted(page, GROUPS[0][1]);
    expect(id()).toBe(before);
  });

  it('is saved as a story by a desk', async () => {
    await page.keyboard.press('r');
    await page.click('[data-write]');
    await page.fill('[data-story-zh]', '停水的一天');
    await page.fill('[data-story-en]', 'A day without water');
    await page.fill('[data-chapter-zh]', '最早的诉求');
    await page.fill('[data-says-zh]', '上午十点起，六件');
    await page.click('[data-add-chapter]');
    await page.waitForSelector('[data-story-chapter]:has-text("最早的诉求")');
    await page.click('[data-save-story]');
    await signIn(page, stage.home.admin, '3 席', '[data-saved]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-story-form]', { state: 'detached' });
    const listed = await get<{ stories: StoryItem[] }>('/stories');
    // Those of the city's folder stand before it.
    const stories = listed.stories.filter(({ profile }) => !profile);
    expect(stories).toHaveLength(1);
    const [{ id: name, story }] = stories as [{ id: string; story: Story }];
    expect(name).toMatch(/^a-day-without-water-/);
    expect(story).toMatchObject({ from: at('09:00'), to: at('14:00'), names: { en: 'A day without water' } });
    expect(story.chapters).toMatchObject([
      { names: { zh: '最早的诉求', en: '最早的诉求' }, scene: 'overview', speed: 1 },
    ]);
    expect(Math.abs(story.chapters[0]!.at - at('11:00'))).toBeLessThan(120_000);
    await page.waitForSelector('[data-caption]:has-text("上午十点起，六件")');
  });

  it('is shown on all walls, and they come back by themselves when it ends', async () => {
    const other = await stage.open('/');
    await showsAccepted(other.page, ALL);
    await page.keyboard.press('r');
    await page.click('[data-everyone]');
    await other.page.waitForSelector('[data-past]');
    await showsAccepted(other.page, GROUPS[0][1]);
    await momentIs(other.page, at('11:00'));
    // The address of that wall is as ever; what it asks is of the replay.
    expect(new URL(other.page.url()).search).toBe('');
    await other.page.click('[data-measure="accepted"]');
    await other.page.waitForSelector('[data-drawer] [data-total="6"]');
    await other.page.keyboard.press('Escape');
    await page.click('[data-back]');
    await page.waitForSelector('[data-past]', { state: 'detached' });
    await showsAccepted(page, ALL);
    expect(new URL(page.url()).search).toBe('');
    await other.page.waitForSelector('[data-notice="ended"]');
    await showsAccepted(other.page, ALL);
    expect(await other.page.locator('[data-past], .stage.framed').count()).toBe(0);
    expect(await running()).toEqual([]);
  });

  it('is opened as a story at its first chapter, and its chapters are gone to', async () => {
    await page.click('[data-replay-entry]');
    await page.click('[data-stories]');
    await page.click('[data-story]:has-text("停水的一天")');
    await page.waitForSelector('[data-caption]:has-text("最早的诉求")');
    await showsAccepted(page, GROUPS[0][1]);
    await drag(THIRTEEN);
    await showsAccepted(page, GROUPS[0][1] + GROUPS[1][1]);
    await page.click('.tab:has-text("预警")');
    await page.waitForSelector('[data-scene="alerts"]');
    await page.keyboard.press('r');
    await page.click('[data-chapter="0"]');
    await page.waitForSelector('[data-scene="overview"]');
    await showsAccepted(page, GROUPS[0][1]);
    await momentIs(page, at('11:00'));
    await page.click('[data-back]');
    await page.waitForSelector('[data-past]', { state: 'detached' });
    await showsAccepted(page, ALL);
    expect(id()).toBeNull();
  });

  it('that is not there leads to the present, with a word', async () => {
    const watched = await openPage(stage.browser, stage.server.address, '/scene/overview?replay=wuxi~none');
    await watched.page.waitForSelector('[data-notice="unknown"]');
    await showsAccepted(watched.page, ALL);
    expect(new URL(watched.page.url()).search).toBe('');
    expect(await watched.page.locator('[data-past]').count()).toBe(0);
    await watched.close();
  });

  it('still answers what was asked before it ended, and nothing after it', async () => {
    const base = `${stage.server.address}/api/v1/cities/wuxi/replays`;
    const opened = await fetch(base, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ from: at('09:00'), to: at('14:00') }) }); // prettier-ignore
    const { id: name } = (await opened.json()) as ReplayState;
    await expect.poll(async () => (await running()).find((one) => one.id === name)?.loading, { timeout: PATIENCE }).toBeNull(); // prettier-ignore
    const timeline = async (): Promise<number> => (await fetch(`${base}/${name}/timeline`)).status;
    const asked = [timeline(), timeline(), timeline()];
    // Asked and on their way.
    await asked[0];
    const more = [timeline(), timeline()];
    const ended = await fetch(`${base}/${name}`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect((await Promise.all(asked)).join()).toBe('200,200,200');
    for (const status of await Promise.all(more)) expect([200, 404]).toContain(status);
    expect(await timeline()).toBe(404);
  });

  it('asked nothing of any other host and met no fault', async () => {
    for (const watched of stage.pages) await expect(watched.close()).resolves.toBeUndefined();
  });
});
