/** A wall in real browsers before a real server: a screen is paired, driven from a telephone, toured, frozen, blanked, sent away. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_WALL, type Wall } from '../contract/wall.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { showsAccepted, signIn, type WatchedPage } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

const PHONE = { width: 390, height: 844 };
const tour = (seconds: number): Wall => ({
  ...PLAIN_WALL,
  idle: 10,
  tours: [
    {
      id: 'day',
      names: { zh: '日间', en: 'Day' },
      steps: [
        { scene: 'overview', seconds, caption: { zh: '全市概况', en: 'The city' } },
        { scene: 'alerts', seconds },
      ],
    },
  ],
  schedule: [{ tour: 'day', from: 0, to: 1440 }],
});

describe.skipIf(!chromiumPath)('a wall that is driven', () => {
  const day = afternoon();
  let stage: Stage;
  let wall: WatchedPage;
  let desk: WatchedPage;
  let remote: WatchedPage;
  let screen: Page;
  let phone: Page;
  let link = '';
  const scene = (id: string): Promise<unknown> => screen.waitForSelector(`main[data-scene="${id}"]`);

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args() }));
    await stage.add(Array.from({ length: 7 }, (_, n) => created(`W${n}`, { place: { district: '320213' }, text: '家住三号楼的市民反映' }, day.now() - n * 60_000))); // prettier-ignore
  }, 180_000);
  afterAll(() => stage?.close());

  it('begins with a screen that shows a code, which an admin types in the console', async () => {
    wall = await stage.open('/screen');
    screen = wall.page;
    const code = (await screen.locator('[data-code]:not([data-code=""])').getAttribute('data-code'))!;
    expect(code).toMatch(/^[A-Z0-9]{6}$/);
    desk = await stage.open('/console?tab=walls');
    await signIn(desk.page, stage.home.admin, '管理员');
    // Typed as people do: in small letters.
    await desk.page.fill('[data-code-field]', code.toLowerCase());
    await desk.page.fill('[data-name-field]', '大厅');
    await desk.page.click('[data-pair-it]');
    await scene('overview');
    await showsAccepted(screen, 7);
    await desk.page.waitForSelector('[data-device][data-state="alive"]');
    const row = await desk.page.innerText('[data-device]');
    for (const part of ['大厅', '第 1 行第 1 列', '1920 × 1080', 'overview']) expect(row).toContain(part);
    expect(await desk.page.locator('[data-old]').count()).toBe(0);
    // It stays what it is when it is loaded anew, and shows no code.
    await screen.reload();
    await scene('overview');
    await showsAccepted(screen, 7);
  });

  it('a presenter opens the link from the console on a telephone and goes to another scene', async () => {
    await desk.page.click('[data-wall="main"] [data-present]');
    link = (await desk.page.locator('[data-link]').getAttribute('href'))!;
    remote = await stage.open(link.slice(stage.server.address.length));
    phone = remote.page;
    await phone.setViewportSize(PHONE);
    await phone.fill('[data-name]', '主任');
    expect(phone.url()).not.toContain('hp_');
    await phone.click('[data-sign-in] button[type="submit"]');
    await phone.waitForSelector('[data-remote][data-scene="overview"]');
    // What is touched while letters and briefings come in may move away under the finger.
    await phone.waitForLoadState('networkidle');
    await phone.evaluate(() => document.fonts.ready.then(() => undefined));
    await phone.click('[data-scene-button="alerts"]');
    await scene('alerts');
    await phone.waitForSelector('[data-remote][data-scene="alerts"]');
    await phone.click('[data-scene-button="overview"]');
    await scene('overview');
    for (const button of await phone.locator('.remote button:visible').all())
      expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });

  it('[M2] opens the drill-down of a number on the wall, highlights a panel, and closes both', async () => {
    await phone.click('[data-tab="numbers"]');
    await phone.waitForSelector('[data-panel="accepted"]:has-text("7 件")');
    await phone.click('[data-panel="accepted"] [data-open]');
    await screen.waitForSelector('[data-drawer] [data-total="7"]');
    await phone.click('[data-close-drill]');
    await screen.waitForSelector('[data-drawer]', { state: 'detached' });
    await phone.click('[data-panel="map"] [data-focus]');
    await screen.waitForFunction(() => document.querySelectorAll('main[data-scene] > .dimmed').length > 5);
    expect(await screen.locator('main[data-scene] > .dimmed[data-placement="map"]').count()).toBe(0);
    await phone.click('[data-panel="map"] [data-focus]');
    await screen.waitForFunction(() => document.querySelectorAll('.dimmed').length === 0);
  });

  it('a touch at the screen itself is followed by the remote', async () => {
    await screen.click('[data-measure="accepted"]');
    await screen.waitForSelector('[data-drawer] [data-total="7"]');
    await phone.waitForSelector('[data-close-drill]');
    await screen.keyboard.press('Escape');
    await phone.waitForSelector('[data-close-drill]', { state: 'detached' });
    expect(await phone.innerText('[data-drivers]')).not.toContain('主任');
  });

  it('stands still while it is frozen and says so, and is never called live', async () => {
    await phone.click('[data-freeze]');
    await screen.waitForSelector('[data-frozen]');
    await stage.add([created('W7', {}, day.now())]);
    // The remote lives on: its number is that of now.
    await phone.waitForSelector('[data-panel="accepted"]:has-text("8 件")');
    await screen.waitForTimeout(1500);
    expect(await screen.locator('[data-measure="accepted"]').getAttribute('data-value')).toBe('7');
    expect(await screen.locator('[data-live="live"]').count()).toBe(0);
    await phone.click('[data-freeze]');
    await showsAccepted(screen, 8);
    await screen.waitForSelector('[data-live="live"]');
  });

  it('is drawn upon, cleared, and blanked', async () => {
    await phone.click('[data-draw]');
    const box = (await phone.locator('[data-picture]').boundingBox())!;
    await phone.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
    await phone.mouse.down();
    await phone.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 8 });
    await phone.mouse.up();
    const path = screen.locator('[data-marks] path');
    await path.waitFor({ state: 'attached' });
    const [x, y] = (await path.getAttribute('d'))!.slice(1).split(/[L ]/).map(Number);
    expect(Math.abs(x! - 300)).toBeLessThanOrEqual(5);
    expect(Math.abs(y! - 500)).toBeLessThanOrEqual(5);
    await phone.click('[data-clear]');
    await path.waitFor({ state: 'detached' });
    await phone.click('[data-blank-it]');
    await screen.waitForSelector('[data-blank]', { state: 'attached' });
    await phone.click('[data-blank-it]');
    await screen.waitForSelector('[data-blank]', { state: 'detached' });
  });

  it('a briefing is stepped, with live numbers on the wall and notes on the telephone only', async () => {
    await phone.click('[data-tab="briefings"]');
    await phone.click('[data-briefing="morning"]');
    const sentence = screen.locator('[data-step="0"] [data-sentence]');
    await sentence.waitFor();
    await screen.waitForFunction(() => document.querySelector('[data-sentence]')?.textContent?.includes('今日受理 8 件'));
    // Nobody called: what is not known is a dash and no zero.
    expect(await sentence.innerText()).toContain('接通率 —');
    expect(await phone.innerText('[data-notes]')).toContain('正常区间');
    expect(await screen.innerText('body')).not.toContain('正常区间');
    await stage.add([created('W8', {}, day.now())]);
    await screen.waitForFunction(() => document.querySelector('[data-sentence]')?.textContent?.includes('今日受理 9 件'));
    await phone.click('[data-next]');
    await phone.click('[data-next]');
    await screen.waitForSelector('.say[data-step="2"]');
    await screen.waitForSelector('[data-drawer]');
    await phone.click('[data-next]');
    await phone.click('[data-next]');
    await scene('alerts');
    await phone.click('[data-leave]');
    await screen.waitForSelector('.say', { state: 'detached' });
  }); // prettier-ignore

  it('tours by the clock, stops when it is told to, and goes on after a touch', async () => {
    await stage.admin('PUT', '/walls/main', tour(4));
    await stage.admin('PATCH', '/walls/main/show', { by: 'test', scene: null });
    await scene('alerts');
    await scene('overview');
    await screen.waitForSelector('.say:has-text("全市概况")');
    await phone.click('[data-tab="scenes"]');
    await phone.click('[data-pause]');
    await screen.waitForSelector('[data-paused]');
    const stands = await screen.locator('main[data-scene]').getAttribute('data-scene');
    await screen.waitForTimeout(6000);
    expect(await screen.locator('main[data-scene]').getAttribute('data-scene')).toBe(stands);
    await phone.click('[data-pause]');
    await screen.waitForSelector('[data-paused]', { state: 'detached' });
    // A touch holds the scene for the idle time, and then the tour has the wall again.
    await screen.click('nav.tabs a[href*="/screen/feeds"]');
    await scene('feeds');
    await phone.waitForSelector('[data-to-tour]:enabled');
    await phone.waitForSelector('[data-pause]');
    await screen.waitForSelector('main:not([data-scene="feeds"])[data-scene]');
  });

  it('visitors are led nowhere else and read no words of citizens', async () => {
    await stage.admin('PUT', '/walls/main', { ...PLAIN_WALL, mode: 'exhibit' });
    const guest = await stage.open('/?mode=exhibit');
    const page = guest.page;
    await page.waitForSelector('main[data-scene]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-paused]');
    expect(await page.locator('a[href*="/explore"]').count()).toBe(0);
    await page.click('nav.tabs a[href*="/scene/overview"]');
    await page.waitForSelector('main[data-scene="overview"]');
    await page.click('[data-measure="accepted"]');
    await page.locator('[data-drawer] tbody tr[data-id="W3"]').click();
    await page.waitForSelector('[data-drawer] .steps li');
    const words = await page.innerText('[data-drawer]');
    expect(words).toContain('小区停水');
    expect(words).not.toContain('三号楼');
    expect(await page.locator('[data-explore-this]').count()).toBe(0);
    await guest.close();
    // What a visitor touched is theirs: the wall did not follow.
    expect(await screen.locator('[data-drawer]').count()).toBe(0);
  });

  it('a screen that is taken from its wall shows a code again at once', async () => {
    await desk.page.reload();
    await desk.page.click('[data-device] [data-revoke]');
    await screen.waitForSelector('[data-pair]');
    await screen.locator('[data-code]:not([data-code=""])').waitFor();
    expect(await screen.evaluate(() => localStorage.getItem('hotline.device'))).toBeNull();
    expect(remote.dialogs).toEqual([]);
    // The report that was refused is the browser's only complaint.
    expect(wall.faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    for (const one of [desk, remote]) await one.close();
    await wall.close(true);
  });
});
