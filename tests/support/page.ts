/** A page of the screen that is watched: what it asks of other hosts, its faults, its dialogs. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** ms that something of a page is waited for: a bound against hanging on a busy machine, not a figure. */
export const PATIENCE = 120_000;

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Requests and sockets to any other host than the server's; every such request was refused. */
  outside: string[];
  /** Console messages of level error and errors that nothing caught. */
  faults: string[];
  /** Dialogs that opened; each was dismissed. */
  dialogs: string[];
  /** Addresses asked of the server, by the kind of what was asked for. */
  asked: { kind: string; url: string }[];
  /** Closes it. Throws when it asked another host, had a fault (unless those are to be expected) or opened a dialog. */
  close(faultsExpected?: boolean): Promise<void>;
}

/** The address of a request that goes to another host, or undefined. `data:` and `blob:` go nowhere. */
const elsewhere = (url: string, home: string): boolean =>
  /^(https?|wss?|ftp):/.test(url) && new URL(url).host !== new URL(home).host;

/** Opens `path` of the server in a context of its own, at 1920 × 1080. */
export async function openPage(browser: Browser, address: string, path = '/'): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const watched: WatchedPage = {
    page, context, outside: [], faults: [], dialogs: [], asked: [],
    async close(faultsExpected = false) {
      await context.close();
      const wrong = [...watched.outside, ...(faultsExpected ? [] : watched.faults), ...watched.dialogs];
      if (wrong.length > 0) throw new Error(`the page misbehaved:\n${wrong.join('\n')}`);
    },
  }; // prettier-ignore
  await context.route('**/*', (route) => {
    const request = route.request();
    const url = request.url();
    if (elsewhere(url, address)) {
      watched.outside.push(url);
      return route.abort();
    }
    watched.asked.push({ kind: request.resourceType(), url });
    return route.continue();
  });
  page.on('websocket', (socket) => {
    if (elsewhere(socket.url(), address)) watched.outside.push(socket.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') watched.faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => watched.faults.push(String(error.stack ?? error)));
  page.on('dialog', (dialog) => {
    watched.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(address + path);
  return watched;
}

/** Waits until the tile of today's accepted tickets shows this number. Throws after `limit` ms. */
export async function showsAccepted(page: Page, value: number, limit = PATIENCE): Promise<void> {
  try {
    await page.waitForSelector(`[data-measure="accepted"][data-value="${value}"]`, { timeout: limit });
  } catch (error) {
    throw new Error(`accepted is ${await accepted(page)}, not ${value}, after ${limit} ms`, { cause: error });
  }
}

/** The number that the tile shows; NaN when there is none. */
export const accepted = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Number(document.querySelector('[data-measure="accepted"]')?.getAttribute('data-value') || Number.NaN),
  );

/**
 * Waits until all that the wall may need is there: its charts, its map, and what it fetches ahead of need, of which the board of
 * alerts comes last of what tests turn to. A part whose loading is broken off can be had by loading the page anew only.
 */
export async function everythingLoaded(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('.chart')].every((chart) => chart.querySelector('canvas, svg')) &&
      document.querySelector('.maplibregl-canvas') !== null &&
      performance.getEntriesByType('resource').some(({ name }) => /\/alert-board-[^/]*\.js$/.test(name)),
    undefined,
    { timeout: PATIENCE },
  );
  await page.waitForLoadState('networkidle');
}

/**
 * Signs a desk in through the dialog of the page, by keyboard. It is done when `seen` is there: the desk's name, where the page
 * is the console.
 */
export async function signIn(
  page: Page,
  key: string,
  name: string,
  seen = `[data-desk]:text-is("${name}")`,
): Promise<void> {
  await page.waitForSelector('[data-sign-in]');
  await page.keyboard.type(key);
  await page.keyboard.press('Tab');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.waitForSelector(seen);
}

/** Marks the document, so that `unmoved` can tell whether it is still the same one. */
export const mark = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { marked: boolean }).marked = true;
  });
export const unmoved = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as unknown as { marked?: boolean }).marked === true);
