/** The editor of scenes in a real browser before a real server, with a second page that shows the wall meanwhile. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { mark, PATIENCE, showsAccepted, signIn, unmoved, type WatchedPage } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

describe.skipIf(!chromiumPath)('the editor of scenes', () => {
  const day = afternoon();
  let stage: Stage;
  let desk: WatchedPage;
  let wall: WatchedPage;
  let edit: Page;
  let shown: Page;

  const frame = (id: string): Locator => edit.locator(`[data-frame="${id}"] .frame`);
  /** Where a frame stands, by what it says of itself: [column, row, columns, rows] from 1. */
  const place = async (id: string): Promise<number[]> =>
    [...((await frame(id).getAttribute('aria-label')) ?? '').matchAll(/\d+/g)].slice(-4).map(Number);
  /** Where a panel lies on the wall, px. */
  const panel = async (id: string): Promise<{ x: number; y: number; width: number; height: number }> =>
    (await shown.locator(`[data-placement="${id}"]`).boundingBox())!;
  const area = (id: string): Promise<string> =>
    shown.locator(`[data-placement="${id}"]`).evaluate((el) => `${el.style.gridColumn} | ${el.style.gridRow}`);

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args() }));
    await stage.add(Array.from({ length: 7 }, (_, n) => created(`W${n}`, { place: { district: '320213' } }, day.now() - n * 60_000))); // prettier-ignore
    wall = await stage.open();
    shown = wall.page;
    desk = await stage.open('/console?tab=scenes');
    edit = desk.page;
    await showsAccepted(shown, 7);
    await signIn(edit, stage.home.admin, '管理员');
    await edit.waitForSelector('[data-frame="accepted"]');
  }, 180_000);
  afterAll(() => stage?.close());

  it('shows the scene with live numbers, its frames where its panels are', async () => {
    await edit.waitForSelector('[data-shown="accepted"] [data-measure="accepted"][data-value="7"]');
    for (const id of ['accepted', 'overdue']) {
      const [over, under] = [await frame(id).boundingBox(), await edit.locator(`[data-shown="${id}"]`).boundingBox()];
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect([id, side, Math.abs(over![side] - under![side]) < 2]).toEqual([id, side, true]);
    }
    expect(await edit.getAttribute('[data-dirty]', 'data-dirty')).toBe('false');
  });

  it('moves by keys, and undoes', async () => {
    const before = await place('accepted');
    await frame('accepted').focus();
    await edit.keyboard.press('ArrowRight');
    await expect.poll(() => place('accepted'), { timeout: PATIENCE }).not.toEqual(before);
    // The focus stays with what was moved.
    expect(await frame('accepted').evaluate((el) => el === document.activeElement)).toBe(true);
    await edit.keyboard.press('Control+z');
    await expect.poll(() => place('accepted'), { timeout: PATIENCE }).toEqual(before);
    expect(await edit.getAttribute('[data-dirty]', 'data-dirty')).toBe('false');
  });

  it('drags, resizes, adds, changes an option, and undoes step by step', async () => {
    await frame('overdue').focus();
    await edit.keyboard.press('Delete');
    await edit.waitForSelector('[data-frame="overdue"]', { state: 'detached' });
    // Into the room that is free now, as a hand would.
    const before = await place('open');
    const box = (await frame('open').boundingBox())!;
    await edit.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await edit.mouse.down();
    await edit.mouse.move(box.x + box.width, box.y + box.height / 2, { steps: 8 });
    await edit.mouse.move(box.x + box.width * 1.6, box.y + box.height / 2, { steps: 12 });
    await edit.mouse.up();
    await expect.poll(() => place('open'), { timeout: PATIENCE }).not.toEqual(before);
    const dragged = await place('open');
    expect(dragged[0]).toBeGreaterThan(before[0]!);
    expect(dragged.slice(1)).toEqual(before.slice(1));
    await edit.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => place('open'), { timeout: PATIENCE }).toEqual([dragged[0], dragged[1], dragged[2]! - 1, dragged[3]]); // prettier-ignore
    await edit.keyboard.press('Control+z');
    await expect.poll(() => place('open'), { timeout: PATIENCE }).toEqual(dragged);
    // An option, by the form that its schema makes.
    await frame('accepted').click();
    await edit.selectOption('[data-option="measure"] select', 'closed');
    await edit.waitForSelector('[data-shown="accepted"] [data-measure="closed"]');
    await edit.click('[data-undo]');
    await edit.waitForSelector('[data-shown="accepted"] [data-measure="accepted"]');
    await edit.click('[data-redo]');
    await edit.waitForSelector('[data-shown="accepted"] [data-measure="closed"]');
    // From the gallery, to the first place that is free.
    await edit.click('[data-side="add"]');
    await edit.click('[data-pick="feeds"] .name');
    await edit.click('[data-pick="kpi"] .name');
    await edit.click('[data-pick="kpi"] [data-add]');
    await edit.waitForSelector('[data-frame="kpi"]');
    expect(await edit.getAttribute('[data-dirty]', 'data-dirty')).toBe('true');
  });

  it('asks before what is not saved is left', async () => {
    await edit.click('nav a[href*="tab=walls"]');
    await edit.waitForSelector('[data-leaving]');
    await edit.locator('[data-leaving] button').nth(1).click();
    await edit.waitForSelector('[data-leaving]', { state: 'detached' });
    expect(new URL(edit.url()).searchParams.get('tab')).toBe('scenes');
  });

  it('saves, and the wall changes at once without a reload; what did not change is not made anew', async () => {
    await mark(shown);
    const [before, still] = [await area('open'), await panel('on-time')];
    const same = await shown.locator('[data-placement="on-time"]').elementHandle();
    await edit.fill('.save input', '腾出位置');
    await edit.click('[data-save]');
    await edit.waitForSelector('[data-dirty="false"]');
    await shown.waitForSelector('[data-placement="kpi"]');
    await shown.waitForSelector('[data-placement="overdue"]', { state: 'detached' });
    await shown.waitForSelector('[data-placement="accepted"] [data-measure="closed"]');
    expect(await area('open')).not.toBe(before);
    expect(await panel('on-time')).toEqual(still);
    expect(await same!.evaluate((el) => el.isConnected)).toBe(true);
    expect(await unmoved(shown)).toBe(true);
  });

  it('tells what differs between versions, and rolls back', async () => {
    await edit.click('[data-side="versions"]');
    const listed = edit.locator('[data-version]');
    await expect.poll(() => listed.count(), { timeout: PATIENCE }).toBe(2);
    const first = await listed.first().innerText();
    for (const part of ['第 1 版', '管理员', '腾出位置']) expect(first).toContain(part);
    await edit.click('[data-version="0"] [data-compare]');
    await edit.waitForSelector('[data-differences] li');
    const what = await edit.locator('[data-differences] li').evaluateAll((all) => all.map((el) => el.getAttribute('data-what')).sort()); // prettier-ignore
    expect(what).toEqual(['added', 'moved', 'option', 'removed']);
    await edit.click('[data-version="0"] [data-back]');
    await edit.click('[data-sure]');
    await shown.waitForSelector('[data-placement="overdue"]');
    await shown.waitForSelector('[data-placement="kpi"]', { state: 'detached' });
    await showsAccepted(shown, 7);
    await edit.waitForSelector('[data-frame="overdue"]');
    await expect.poll(() => listed.count(), { timeout: PATIENCE }).toBe(3);
    await edit.waitForSelector('.state:has-text("已保存为第 2 版")');
    expect(await unmoved(shown)).toBe(true);
  });

  it('is refused in a line where somebody saved before, and loses nothing', async () => {
    const at = '/scenes/overview/versions';
    const { versions } = await stage.admin<{ versions: { version: number }[] }>('GET', at);
    const base = versions[0]!.version;
    const { scene } = await stage.admin<{ scene: unknown }>('GET', `${at}/${base}`);
    await frame('accepted').focus();
    await edit.keyboard.press('Delete');
    await edit.waitForSelector('[data-dirty="true"]');
    const height = async (what: string): Promise<number> => (await edit.locator(what).first().boundingBox())!.height;
    const before = await height('[data-frame="open"]');
    await stage.admin('POST', at, { scene, base, by: '另一位' });
    await edit.waitForSelector('[data-beyond]:has-text("另一位")');
    await edit.click('[data-save]');
    await edit.waitForSelector('.refused');
    expect(await height('.refused')).toBeLessThan(80);
    expect(await height('[data-frame="open"]')).toBeGreaterThan(before * 0.7);
    expect(await edit.getAttribute('[data-dirty]', 'data-dirty')).toBe('true');
    await edit.click('[data-undo]');
    await edit.selectOption('[data-scene-choice]', 'alerts');
    await edit.waitForSelector('[data-frame="board"]');
    await edit.selectOption('[data-scene-choice]', 'overview');
    await edit.waitForSelector('[data-frame="accepted"]');
    expect(await edit.locator('.refused').count()).toBe(0);
    // The browser itself tells of an answer that is a refusal; of nothing else.
    expect(desk.faults.splice(0).filter((fault) => !fault.includes('409'))).toEqual([]);
  });

  it('has a layout more and one less, and the wall of that shape takes it', async () => {
    const layouts = edit.locator('[data-layout]');
    const before = await layouts.count();
    await edit.click('[data-layouting]');
    await edit.fill('[data-min-aspect]', '1.7');
    await edit.click('[data-add-layout]');
    await expect.poll(() => layouts.count(), { timeout: PATIENCE }).toBe(before + 1);
    await edit.waitForSelector('[data-dirty="true"]');
    await edit.waitForSelector('[data-frame="accepted"]');
    await frame('overdue').focus();
    await edit.keyboard.press('Delete');
    await edit.click('[data-save]');
    await edit.waitForSelector('[data-dirty="false"]');
    await shown.waitForSelector('[data-placement="overdue"]', { state: 'detached' });
    await edit.click('[data-layouting]');
    await edit.click('[data-remove-layout]');
    await edit.click('[data-sure-layout]');
    await expect.poll(() => layouts.count(), { timeout: PATIENCE }).toBe(before);
    await edit.click('[data-save]');
    await edit.waitForSelector('[data-dirty="false"]');
    await shown.waitForSelector('[data-placement="overdue"]');
  });

  it('hides a scene, saying which briefings stop at it, deletes it after a question, and has it back', async () => {
    await edit.selectOption('[data-scene-choice]', 'alerts');
    await edit.waitForSelector('[data-frame="board"]');
    await edit.click('[data-side="versions"]');
    await edit.click('[data-hide]');
    await edit.waitForSelector('[data-briefed]:has-text("晨会通报")');
    await edit.click('[data-sure]');
    await edit.click('[data-remove]');
    await edit.click('[data-sure]');
    await edit.waitForSelector('[data-scene-choice] optgroup[label="已删除"] option[value="alerts"]', {
      state: 'attached',
    });
    await shown.waitForSelector('nav a[href*="/scene/alerts"]', { state: 'detached' });
    await edit.click('[data-version="0"] [data-back]');
    await edit.click('[data-sure]');
    await shown.waitForSelector('nav a[href*="/scene/alerts"]');
    await edit.waitForSelector('[data-scene-choice] optgroup[label="已删除"]', { state: 'detached' });
    await expect.poll(() => edit.locator('[data-version]').count(), { timeout: PATIENCE }).toBe(4);
    await edit.selectOption('[data-scene-choice]', 'overview');
    await edit.waitForSelector('[data-frame="accepted"]');
  });

  it('shows each shape of wall with its own layout, in both languages, without a fault', async () => {
    for (const aspect of ['9:16', '32:9', '24:9', '16:9']) {
      await edit.click(`[data-aspect-choice="${aspect}"]`);
      await edit.waitForSelector(`[data-aspect="${aspect}"] [data-frame]`);
    }
    await edit.click('button:has-text("English")');
    await edit.waitForSelector('[data-undo]:has-text("Undo")');
    const small = await edit.locator('.bar button, .bar select, .bar input').evaluateAll((all) => all.filter((el) => el.getBoundingClientRect().height < 44).length); // prettier-ignore
    expect(small).toBe(0);
    await desk.close();
    await wall.close();
  });
});
