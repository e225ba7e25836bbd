/** The explore scene in a real browser before a real server: pick, touch, compare, take along, and go back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../contract/time.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import type { WatchedPage } from './support/page.ts';
import { settled } from './support/server.ts';
import { setStage, type Stage } from './support/stage.ts';

const DISTRICTS = ['320213', '320211', '320205'];
/** Tickets of each of the last days, today first. */
const DAYS = [30, 24, 18, 36, 12, 30, 24, 12, 6];

describe.skipIf(!chromiumPath)('exploring in a browser', () => {
  const day = afternoon();
  let stage: Stage;
  let watched: WatchedPage;
  let page: Page;
  const done = (): Promise<unknown> => page.waitForSelector('[data-explore][data-state="done"]');
  const open = async (path: string): Promise<void> => {
    await page.goto(stage.server.address + path);
    await done();
  };
  const total = async (at = '[data-total="accepted"] b'): Promise<number> =>
    Number((await page.textContent(at))!.replaceAll(',', ''));
  /** Touches a number and waits for the drawer to say the same. */
  const agrees = async (selector: string): Promise<void> => {
    const shown = (await page.locator(selector).first().innerText()).trim().replaceAll(',', '');
    await page.locator(selector).first().click();
    await page.waitForSelector(`[data-drawer] [data-total="${shown}"]`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-drawer]', { state: 'detached' });
  }; // prettier-ignore

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args(), limit: 120_000 }));
    const events = DAYS.flatMap((count, age) =>
      Array.from({ length: count }, (_, n) =>
        created(`E${age}-${n}`, { channel: n % 3 ? 'phone' : 'web', place: { district: DISTRICTS[n % 3] }, category: n % 2 ? '03.01' : '05.02' }, day.now() - age * DAY - 60_000 - n * 600_000),
      ),
    ); // prettier-ignore
    await stage.add(events);
    await settled(stage.server.address);
  }, 300_000);
  afterAll(() => stage?.close());
  beforeEach(async () => {
    watched = await stage.open('/explore');
    page = watched.page;
    await done();
  });
  afterEach(() => watched.close());

  it('picks measures, groups, range and filter; the address holds them, and back undoes them one by one', async () => {
    await page.click('[data-preset="7d"]');
    await page.selectOption('[data-by="0"]', 'district');
    await page.waitForFunction(() => location.search.includes('by=district'));
    await page.click('[data-step="none"]');
    await page.waitForSelector('[data-chart="bars"] [data-key="320213"]');
    await page.selectOption('[data-add-measure]', 'satisfaction');
    await page.waitForSelector('[data-total="satisfaction"]');
    await page.selectOption('[data-add-filter]', 'channel');
    await page.click('[data-value="phone"]');
    await page.waitForSelector('[data-filter="channel"]:has-text("电话")');
    await done();
    const address = page.url();
    const before = await total();
    expect(before).toBeGreaterThan(50);
    await page.reload();
    await done();
    await page.waitForSelector('[data-filter="channel"]:has-text("电话")');
    expect([page.url(), await total()]).toEqual([address, before]);
    await page.goBack();
    await page.waitForSelector('[data-filter="channel"]', { state: 'detached' });
    await page.waitForFunction(
      (n) => Number(document.querySelector('[data-total="accepted"] b')?.textContent?.replaceAll(',', '')) > n,
      before,
    );
    await page.goBack();
    await page.waitForSelector('[data-total="satisfaction"]', { state: 'detached' });
    await page.goForward();
    await page.waitForSelector('[data-total="satisfaction"]');
  });

  it('[M2] every kind of mark opens the list of its number, also in the range compared with', async () => {
    await open('/explore?m=accepted&by=district&w=7d&vs=previous');
    await page.waitForSelector('[data-chart="bars"]');
    await agrees('[data-total="accepted"] b');
    await agrees('[data-total-before="accepted"] .num');
    await agrees('[data-chart="bars"] button b');
    await agrees('[data-cell="accepted"]');
    await agrees('[data-before="accepted"]');
    await open('/explore?m=accepted&by=district,channel&w=7d');
    await agrees('[data-chart="heat"] button');
    await open('/explore?m=accepted&w=7d&step=day&vs=previous&band=1');
    await page.waitForSelector('[data-chart="lines"] canvas');
    await agrees('tr[data-row]:nth-child(3) [data-cell="accepted"]');
    await agrees('tr[data-row]:nth-child(7) [data-before="accepted"]');
    // The line itself: what lies in the middle of the chart is the fourth of seven days.
    const box = (await page.locator('[data-chart="lines"] canvas').boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.52, box.y + box.height * 0.4);
    await page.waitForSelector('[data-drawer] [data-total]:not([data-total=""])');
    const touched = Number(await page.getAttribute('[data-drawer] [data-total]', 'data-total'));
    const cells = await page.locator('tr[data-row]:nth-child(4) :is([data-cell], [data-before])').allInnerTexts();
    expect(cells.map(Number)).toContain(touched);
  });

  it('narrows to a group by its name, and goes a level deeper in the tree', async () => {
    await open('/explore?m=accepted&by=category&w=7d');
    const count = Number(await page.locator('[data-cell="accepted"]').first().innerText());
    await page.locator('[data-explore] .group button').first().click();
    await page.waitForSelector('[data-filter="category"]');
    await done();
    expect(await total()).toBe(count);
    expect(new URL(page.url()).searchParams.get('lv')).toBe('2');
  });

  it('compares with a year before and a lunar year before, and says with which days', async () => {
    await open('/explore?m=accepted&w=7d&step=day&vs=year');
    await page.waitForSelector('.ranges:has-text("2025-11-16 00:00 – 2025-11-22")');
    await page.click('[data-compare="lunar"]');
    await page.waitForSelector('.ranges:has-text("按中秋节对齐：2026-09-25 对 2025-10-06")');
    expect(new URL(page.url()).searchParams.get('vs')).toBe('lunar');
  });

  it('gives files that hold what the table shows, and an entry for a scene', async () => {
    await open('/explore?m=accepted&by=district&w=7d');
    const shown = (await page.locator('[data-cell="accepted"]').allInnerTexts()).map(Number);
    for (const format of ['csv', 'xlsx', 'parquet']) {
      await page.click('[data-download]');
      const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-format="${format}"]`)]);
      const path = join(stage.home.dir, `page.${format}`);
      await file.saveAs(path);
      expect(file.suggestedFilename()).toMatch(new RegExp(`^wuxi-accepted-2026\\d{4}\\.${format}$`));
      if (format === 'xlsx') {
        expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
        continue;
      }
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(`SELECT "区县", "受理量 (件)"::INTEGER FROM '${path}'`)).getRows();
      connection.closeSync();
      instance.closeSync();
      expect(rows.map(([, n]) => n)).toEqual(shown);
      expect(rows.map(([name]) => name)).toContain('梁溪区');
    }
    await page.click('[data-copy]');
    const entry = JSON.parse(await page.inputValue('[data-widget-json]')) as Record<string, unknown>;
    expect(entry).toMatchObject({
      widget: 'group-bar',
      options: { measure: 'accepted', by: 'district', window: '7d' },
    });
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-widget-json]', { state: 'detached' });
  });

  it('is reached from the wall and from the drawer, and a second mark on the wall narrows the first', async () => {
    await page.goto(`${stage.server.address}/`);
    const script = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(script.some((name) => name.includes('ExploreView'))).toBe(false);
    await page.click('[data-measure="accepted"]');
    await page.waitForSelector(`[data-drawer] [data-total="${DAYS[0]}"]`);
    await page.click('.scene [data-channel="web"]');
    await page.waitForSelector(`[data-drawer] [data-total="${DAYS[0]! / 3}"]`);
    await page.waitForSelector('[data-drawer] nav :text("网站")');
    await page.goBack();
    await page.waitForSelector(`[data-drawer] [data-total="${DAYS[0]}"]`);
    await page.goForward();
    await page.waitForSelector(`[data-drawer] [data-total="${DAYS[0]! / 3}"]`);
    await page.click('[data-explore-this]');
    await done();
    await page.waitForSelector('[data-filter="channel"]:has-text("网站")');
    expect(await total()).toBe(DAYS[0]! / 3);
    await page.click('.tab:has-text("总览")');
    await page.waitForSelector('[data-scene="overview"]');
    await page.click('.tab:has-text("分析")');
    await done();
  });

  it('says calmly what cannot be answered, and goes on', async () => {
    await open(`/explore?m=accepted&w=7d&f=${encodeURIComponent('{"district":"nowhere"}')}&by=street`);
    await page.waitForSelector('.table :text("此条件下没有数据")');
    await page.click('button:has-text("English")');
    await page.waitForSelector('.table :text("No data under these conditions")');
    expect(await total()).toBe(0);
    await page.click('button:has-text("中文")');
  });
});
