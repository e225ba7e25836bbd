/** The page that describes the API, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './support/chromium.ts';
import { setStage, type Stage } from './support/stage.ts';

describe.skipIf(!chromiumPath)('the API description in a browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());

  it('shows every operation, from this server alone and within its own policy', async () => {
    const { paths } = (await (await fetch(`${stage.server.address}/api/docs/json`)).json()) as { paths: object };
    const operations = Object.values(paths).flatMap((methods: object) => Object.keys(methods)).length;
    const watched = await stage.open('/api/docs');
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
