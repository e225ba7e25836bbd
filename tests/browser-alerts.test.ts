/**
 * The heating story in a real browser before a real server: tickets come, the wall warns, a desk claims, dispatches and
 * resolves by keyboard, and the wall shows each step.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { heatingRule, heatingTickets } from './support/heating.ts';
import { openPage, signIn } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

const TICKETS = 14;
const RULE = heatingRule(1);
const CARD = '[data-scene="alerts"] .board [data-alert]';

describe.skipIf(!chromiumPath)('an alert, from the first ticket to its end', () => {
  const day = afternoon();
  let stage: Stage;
  let wall: Page;
  let desk: Page;
  /** Waits until the holder on the card of the wall reads so. */
  const heldAs = (words: string): Promise<unknown> =>
    wall.waitForFunction(
      ([card, wanted]) => document.querySelector(`${card} .holder`)?.textContent?.trim() === wanted,
      [CARD, words],
    );
  const life = (step: string): Promise<unknown> => desk.waitForSelector(`[data-step="${step}"]`);
  const api = (path: string, body: unknown, method: string): Promise<Response> =>
    fetch(`${stage.server.address}/api/v1/cities/wuxi${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.home.admin}` },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args() }));
    expect((await api(`/rules/${RULE.id}`, RULE, 'PUT')).status).toBe(200);
    // With its sound on, which a browser that nobody has touched does not allow: it stays silent without a fault.
    ({ page: wall } = await stage.open('/scene/alerts?sound=on'));
    ({ page: desk } = await stage.open('/console'));
  });
  afterAll(() => stage?.close());

  it('is calm before, on the wall and at the desk', async () => {
    await wall.waitForSelector('.board .calm:has-text("当前无预警")');
    await signIn(desk, stage.home.admin, '3 席');
    await desk.waitForSelector('.console :text-is("当前无预警")');
    expect(await wall.locator('[data-takeover], [data-red-line], [data-outline]').count()).toBe(0);
  });

  it('[A1] takes the wall: what, where, how far from normal, whose, and that nobody has it', async () => {
    await stage.add(heatingTickets(TICKETS, day.now()));
    const banner = await wall.waitForSelector('[data-takeover]');
    const words = await banner.innerText();
    for (const part of ['红色预警', '梁溪区 供暖集中', `受理量 ${TICKETS} 件`, '市住建局', '待签收'])
      expect(words).toContain(part);
    await wall.waitForSelector(`${CARD}[data-waits="true"]`);
    expect(await wall.textContent(`${CARD} .title`)).toBe('梁溪区 供暖集中');
    expect(await wall.getAttribute(`${CARD} .number`, 'data-value')).toBe(String(TICKETS));
    expect(await wall.textContent(`${CARD} .badge`)).toBe('红色');
    expect(await wall.locator('[data-pulse="320213"]').count()).toBe(1);
    // Folded by hand it leaves a line, and gives the scene back.
    await wall.click('[data-fold]');
    await wall.waitForSelector('[data-red-line="1"]:has-text("梁溪区 供暖集中")');
    expect(await wall.locator('[data-takeover]').count()).toBe(0);
  });

  it('[M2] opens exactly as many tickets as its number says, from the board and from the strip of the overview', async () => {
    const rows = '[data-drawer] tbody tr[data-id]';
    await wall.click(CARD);
    await wall.waitForSelector(`[data-drawer] [data-total="${TICKETS}"]`);
    await wall.waitForFunction(([at, n]) => document.querySelectorAll(at as string).length === n, [rows, TICKETS]);
    await wall.keyboard.press('Escape');
    await wall.waitForSelector('[data-drawer]', { state: 'detached' });
    // The list of alerts leads on to the tickets of one.
    await wall.click('[data-measure="alerts_open"]');
    await wall.waitForSelector('[data-drawer] [data-total="1"]');
    await wall.click(`${rows}:has-text("梁溪区 供暖集中")`);
    await wall.waitForSelector(`[data-drawer] [data-total="${TICKETS}"]`);
    await wall.waitForSelector(`${rows}:has-text("暖气不热")`);
    await wall.keyboard.press('Escape');
    await wall.waitForSelector('[data-drawer]', { state: 'detached' });
    await wall.click('.tab:has-text("总览")');
    const line = '[data-scene="overview"] .alerts [data-alert]';
    await wall.waitForSelector(`${line}:has-text("受理量 ${TICKETS} 件")`);
    expect(await wall.textContent(`${line} .holder`)).toBe('待签收');
    await wall.click(line);
    await wall.waitForSelector(`[data-drawer] [data-total="${TICKETS}"]`);
    await wall.keyboard.press('Escape');
    await wall.waitForSelector('[data-drawer]', { state: 'detached' });
    await wall.click('.tab:has-text("预警")');
    await wall.waitForSelector(CARD);
  });

  it('is claimed by keyboard, and the wall rests', async () => {
    await desk.waitForSelector('[data-console] .row[data-alert]');
    await desk.keyboard.press('j');
    await desk.waitForSelector('[data-detail] [data-step="raised"]');
    expect(await desk.getAttribute('[data-evidence]', 'data-evidence')).toBe(String(TICKETS));
    await desk.keyboard.press('c');
    await desk.waitForSelector('[data-form="claim"] input:focus');
    await desk.keyboard.type('已联系热力公司');
    await desk.keyboard.press('Enter');
    await heldAs('签收：3 席');
    await wall.waitForSelector('[data-red-line]', { state: 'detached' });
    expect(await wall.locator('[data-takeover]').count()).toBe(0);
    expect(await wall.locator('[data-pulse]').count()).toBe(0);
    expect(await wall.locator('[data-outline="320213"]').count()).toBe(1);
    await life('claimed');
    expect(await desk.textContent('[data-step="claimed"]')).toContain('已联系热力公司');
  });

  it('is dispatched to a unit found by its name, commented on, silenced and resolved', async () => {
    await desk.keyboard.press('d');
    await desk.waitForSelector('[role="combobox"]:focus');
    await desk.keyboard.type('住建');
    await desk.keyboard.press('Enter');
    await desk.keyboard.press('Enter');
    await heldAs('督办：市住建局');
    await life('dispatched');
    await desk.keyboard.press('m');
    await desk.waitForSelector('[data-form="comment"] input:focus');
    await desk.keyboard.type('抢修完成，温度回升');
    await desk.keyboard.press('Enter');
    await desk.waitForSelector('[data-step="commented"]:has-text("抢修完成，温度回升")');
    await desk.keyboard.press('s');
    await desk.waitForSelector('[data-form="silence"] input:focus');
    await desk.keyboard.type('管网检修演练');
    await desk.keyboard.press('Enter');
    await desk.waitForSelector('[data-form]', { state: 'detached' });
    await desk.keyboard.press('r');
    await desk.waitForSelector('[data-form="resolve"] input:focus');
    await desk.keyboard.press('Enter');
    await wall.waitForSelector('.board .calm:has-text("当前无预警")');
    await life('resolved');
    await desk.waitForSelector('[data-detail][data-state="resolved"]');
    // What is over is found again where it is looked for.
    await desk.click('[data-status="resolved"]');
    await desk.waitForSelector('.row[data-state="resolved"]');
    expect(await desk.locator('.console [role="alert"]').count()).toBe(0);
  });

  it('says at its path what is wrong with a rule, switches one off and on, and ends a silence', async () => {
    const watched = await openPage(stage.browser, stage.server.address, '/console?tab=rules');
    const { page } = watched;
    await signIn(page, stage.home.admin, '1 席');
    const row = `[data-rule="${RULE.id}"]`;
    await page.click(`${row} .name`);
    const text = await page.inputValue('[data-editor] textarea');
    await page.fill('[data-editor] textarea', text.replace('"raise": 12', '"raise": "many"'));
    await page.click('[data-save]');
    await page.waitForSelector('[data-editor] [role="alert"]:has-text("/raise")');
    const marked = await page.evaluate(() => {
      const area = document.querySelector<HTMLTextAreaElement>('[data-editor] textarea')!;
      return area.value.slice(area.selectionStart, area.selectionEnd);
    });
    expect(marked).toContain('"raise": "many"');
    for (const on of [false, true]) {
      await page.click(`${row} input[role="switch"]`);
      await page.waitForFunction(
        ([at, wanted]) => document.querySelector<HTMLInputElement>(at as string)?.checked === wanted,
        [`${row} input[role="switch"]`, on],
      );
    }
    await page.click('nav a:has-text("静默")');
    await page.click('[data-silence]:has-text("管网检修演练") button');
    await page.waitForSelector('[data-silence]', { state: 'detached' });
    // The browser itself tells of the refused edit.
    await watched.close(true);
  });

  it('asked nothing of any other host and met no fault', async () => {
    for (const watched of stage.pages) await expect(watched.close()).resolves.toBeUndefined();
  });
});
