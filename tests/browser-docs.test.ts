/** The page that describes the API, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './support/chromium.ts';
import { openPage } from './support/page.ts';
import { testHome, type TestHome, type TestServer } from './support/server.ts';

describe.skipIf(!chromiumPath)('the API description in a browser', () => {
  let browser: Browser;
  let home: TestHome;
  let server: TestServer;
  beforeAll(async () => {
    home = await testHome();
    [server, browser] = await Promise.all([home.start(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    home?.remove();
  });

  it('shows every operation, from this server alone and within its own policy', async () => {
    const { paths } = (await (await fetch(`${server.address}/api/docs/json`)).json()) as { paths: object };
    const operations = Object.values(paths).flatMap((methods: object) => Object.keys(methods)).length;
    const watched = await openPage(browser, server.address, '/api/docs');
    const { page } = watched;
    await page.waitForSelector('.opblock-summary-path');
    expect(await page.locator('.opblock').count()).toBe(operations);
    for (const path of ['/api/v1/events', '/api/v1/query/count']) {
      await page.click(`.opblock-summary-path[data-path="${path}"]`);
      await page.waitForSelector(`.opblock:has([data-path="${path}"]) .responses-table`);
    }
    await page.waitForLoadState('networkidle');
    // Throws when another host was asked or the policy was violated.
    await watched.close();
  });
});
