/** When the first number of the wall is painted, and how much script it took. */
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

export interface FirstNumber {
  /** From the navigation to the end of the frame that shows it, ms. */
  ms: number;
  /** Script loaded by then, and in all once the overview is quiet, kB after gzip. */
  before: number;
  all: number;
}

/** Opens the wall in a fresh context, with nothing cached. */
export async function firstNumber(browser: Browser, address: string): Promise<FirstNumber> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (/\.m?js$/.test(new URL(response.url()).pathname)) scripts.set(response.url(), response.body().catch(() => Buffer.alloc(0))); // prettier-ignore
  });
  // As text: what compiles this program puts helpers of its own into functions that have names.
  await page.addInitScript({
    content: `requestAnimationFrame(function seen() {
      if (!document.querySelector('[data-measure="accepted"][data-value]:not([data-value=""])')) return requestAnimationFrame(seen);
      // A task behind the frame that first has it: that frame is painted.
      requestAnimationFrame(() => setTimeout(() => { window.first = performance.now(); }));
    });`,
  });
  await page.goto(address);
  const ms = (await (
    await page.waitForFunction(() => (window as unknown as { first?: number }).first, undefined, { timeout: 60_000 })
  ).jsonValue())!;
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(2000);
  const ended = new Map(
    await page.evaluate(
      () =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((one) => [one.name, one.responseEnd] as const), // prettier-ignore
    ),
  );
  let [before, all] = [0, 0];
  for (const [url, body] of scripts) {
    const size = gzipSync(await body).length / 1000;
    all += size;
    // One that a worker loads is not in the page's own list: it came later.
    if ((ended.get(url) ?? Infinity) <= ms) before += size;
  }
  await context.close();
  return { ms, before, all };
}
