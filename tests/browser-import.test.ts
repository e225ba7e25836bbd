/** The import tab in a real browser before a real server: a file nobody knows is sent, mapped, looked at and imported. */
import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './support/chromium.ts';
import { signIn, type WatchedPage } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

const FILE = [
  '工单编号,受理时间,办结时间,诉求类型,区县,承办单位,工单标题,联系电话',
  'I-1,2024年3月5日 14:20,2024年3月6日 9:05,投诉,梁溪区,市水务局,小区停水,13812345678',
  'I-2,2024年3月5日 15:00,,咨询,滨湖区,市人社局,社保怎么办,13812345679',
  'I-3,2024年3月13日 8:00,2024年3月12日 8:00,求助,梁溪区,市城管局,占道,13812345670',
].join('\n');

describe.skipIf(!chromiumPath)('the import tab', () => {
  let stage: Stage;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: ['--now', '2024-03-20T09:00:00+08:00'], limit: 100_000 }));
    watched = await stage.open('/console?tab=import');
    page = watched.page;
    await signIn(page, stage.home.admin, '导入');
    await page.waitForSelector('[data-import]');
  });
  afterAll(async () => {
    await watched?.close();
    await stage?.close();
  });

  it('proposes a mapping for the file and shows its rows', async () => {
    await page.setInputFiles('[data-import] input[type=file]', {
      name: '导出.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(FILE),
    });
    await page.waitForSelector('[data-row="3"]');
    expect(await page.locator('[data-field="created"] select').inputValue()).toBe('受理时间');
    expect(await page.locator('[data-row="1"]').textContent()).toContain('小区停水');
    expect(await page.locator('[data-row="3"]').textContent()).toContain('/closed must not be before created');
    expect(await page.locator('[data-sum]').textContent()).toContain('2');
    expect(await page.content()).not.toContain('13812345678');
  });

  it('a field that is mapped otherwise changes the rows at once', async () => {
    await page.locator('[data-field="closed"] select').selectOption('');
    await page.waitForFunction(() => !document.querySelector('[data-row="3"] .no'));
    expect(await page.locator('[data-sum]').textContent()).toContain('3 行可导入');
    await page.locator('[data-field="closed"] select').selectOption('办结时间');
    await page.waitForSelector('[data-row="3"] .no');
    expect(await page.locator('[data-sum]').textContent()).toContain('2 行可导入');
  });

  it('imports by keyboard, tells how it went, and gives the refused rows', async () => {
    await page.locator('[data-start]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-job][data-phase="done"]');
    expect(await page.locator('[data-job]').textContent()).toContain('共 3 行，导入 2，拒收 1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-refused]').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ row: 3, reasons: [{ path: '/closed' }], record: { 联系电话: '***' } });
  });
});
