/** A desk at work on hot issues in a real browser: it renames, splits, dismisses and restores, and the wall shows each. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../contract/time.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { signIn } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

const HEATING = [
  '暖气片不热，已经九天',
  '地暖不热，老人小孩受冻',
  '整栋没有暖气',
  '暖气不热，室内只有十度',
  '供暖还是不热',
];
const MINE = '五爱家园换热站停运';

describe.skipIf(!chromiumPath)('hot issues at a desk', () => {
  let stage: Stage;
  let wall: Page;
  let desk: Page;
  let id: string;
  const onWall = (words: string): Promise<unknown> => wall.waitForSelector(`[data-issue] .title:has-text("${words}")`);
  const send = (): Promise<void> => desk.click('[data-form] button[type="submit"]');
  const life = (step: string): Promise<unknown> => desk.waitForSelector(`[data-step="${step}"]`);

  beforeAll(async () => {
    stage = await setStage();
    await stage.add(
      HEATING.map((told, i) =>
        created(
          `H${i}`,
          { category: '03.01.01', title: `五爱家园${i + 1}栋${told}`, text: `${told}。`, place: { district: '320213', street: '320213021', community: '五爱家园' }, requester: `r${i}` },
          Date.now() - HOUR + i * MINUTE,
        ),
      ), // prettier-ignore
    );
    ({ page: wall } = await stage.open('/scene/insight'));
    ({ page: desk } = await stage.open('/console?tab=issues'));
  });
  afterAll(() => stage?.close());

  it('are listed hottest first, and cannot be changed by who is not signed in', async () => {
    await desk.waitForSelector('[data-sign-in]');
    await desk.keyboard.press('Escape');
    const row = desk.locator('[data-issues] [data-issue]');
    await row.first().click();
    id = (await row.first().getAttribute('data-issue'))!;
    await desk.waitForFunction((n) => document.querySelectorAll('[data-ticket]').length === n, HEATING.length);
    expect(await desk.isDisabled('[data-act="rename"]')).toBe(true);
    await desk.click('.head button:has-text("登录")');
    await signIn(desk, stage.home.admin, '3 席');
  });

  it('are renamed, which the wall shows', async () => {
    await desk.click('[data-act="rename"]');
    await desk.fill('[data-form="rename"] input', '');
    await send();
    await desk.waitForSelector('.refused:has-text("请填写名称")');
    await desk.fill('[data-form="rename"] input', MINE);
    await send();
    await life('renamed');
    await desk.waitForSelector(`[data-issue-detail] h2:has-text("${MINE}")`);
    await onWall(MINE);
    expect(await desk.locator('[data-form]').count()).toBe(0);
  });

  it('are split by the tickets that are ticked', async () => {
    await desk.click('[data-act="split"]');
    await send();
    await desk.waitForSelector('.refused:has-text("勾选")');
    for (const ticket of ['H0', 'H1']) await desk.check(`[data-ticket="${ticket}"]`);
    await send();
    await life('split');
    await desk.waitForFunction((n) => document.querySelectorAll('[data-ticket]').length === n, HEATING.length - 2);
    await desk.waitForFunction(() => document.querySelectorAll('[data-issues] .list [data-issue]').length === 2);
    expect(await desk.locator('[data-ticket="H0"], [data-ticket="H1"]').count()).toBe(0);
  });

  it('are dismissed and come back, on the wall too', async () => {
    await desk.click('[data-act="dismiss"]');
    await send();
    await life('dismissed');
    await wall.waitForSelector(`[data-issue] .title:has-text("${MINE}")`, { state: 'detached' });
    await desk.click('details.away summary');
    await desk.click(`[data-dismissed="${id}"]`);
    await desk.click('[data-act="restore"]');
    await send();
    await life('restored');
    await onWall(MINE);
    await desk.waitForSelector('details.away', { state: 'detached' });
    expect(await desk.locator(`[data-issues] [data-issue="${id}"]`).count()).toBe(1);
  });

  it('without a fault in either page', () => {
    for (const { faults } of stage.pages) expect(faults).toEqual([]);
  });
});
