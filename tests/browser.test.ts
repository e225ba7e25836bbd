/** The overview in a real browser before a real server: what it loads, that it lives, and that its drill-down agrees. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath, launch } from './support/chromium.ts';
import { created, lifeEvent } from './support/events.ts';
import { accepted, mark, openPage, showsAccepted, unmoved, type WatchedPage } from './support/page.ts';
import { add, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const LIVES = 120;
const STEPS = 7;
const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2);window.hacked=true</script>{{ 7*7 }}';

describe.skipIf(!chromiumPath)('the overview in a browser', () => {
  const day = afternoon();
  let home: TestHome;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  /** Tickets of today so far. */
  let tickets = LIVES;
  const take = async (id: string, data: Record<string, unknown> = {}): Promise<void> => {
    await add(server.address, home.token, [created(id, data, day.now())]);
    tickets++;
  };

  beforeAll(async () => {
    home = await testHome();
    [server, browser] = await Promise.all([home.start({ args: day.args() }), launch()]);
    const events = Array.from({ length: LIVES * STEPS }, (_, n) => lifeEvent(n, day.now()));
    await add(server.address, home.token, events);
    await settled(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    home?.remove();
  });
  beforeEach(async () => {
    watched = await openPage(browser, server.address);
    page = watched.page;
    await showsAccepted(page, tickets);
  });
  afterEach(() => watched.close());

  it('loads from its own server alone, fonts included, and shows the number', async () => {
    await page.waitForSelector('[data-live="live"]');
    await page.waitForLoadState('networkidle');
    const fonts = watched.asked.filter(({ kind }) => kind === 'font').map(({ url }) => url);
    expect(fonts.length).toBeGreaterThan(0);
    for (const url of fonts) expect(url).toMatch(new RegExp(`^${server.address}/assets/.+\\.woff2$`));
    const families = await page.evaluate(() => [
      ...new Set([...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)),
    ]);
    expect(families.join()).toMatch(/Barlow Condensed/);
    expect(families.join()).toMatch(/Noto Sans SC/);
    expect(await page.evaluate(() => document.fonts.check('50px "Barlow Condensed"', '0123456789'))).toBe(true);
    // Every panel of the scene is there and none of them failed.
    expect(await page.locator('.scene .panel').count()).toBeGreaterThan(10);
    expect(await page.locator('.scene [role="alert"]').allInnerTexts()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.dataset['faults'])).toBeUndefined();
  });

  it('counts an event that is posted, without a reload', async () => {
    await mark(page);
    const before = await accepted(page);
    await take('one-more');
    await showsAccepted(page, before + 1);
    expect(await unmoved(page)).toBe(true);
    await page.waitForSelector('[data-ticket="one-more"]');
  });

  /** Scrolls until the list says that there is no more, and gives the ids of all rows. */
  async function allRows(): Promise<string[]> {
    const rows = page.locator('[data-drawer] tbody tr[data-id]');
    await rows.first().waitFor();
    while ((await page.locator('[data-drawer] .rows .more button').count()) > 0) {
      const before = await rows.count();
      await page.locator('[data-drawer] .rows').evaluate((box) => box.scrollTo(0, box.scrollHeight));
      await page.waitForFunction(
        (n) =>
          document.querySelectorAll('[data-drawer] tbody tr[data-id]').length > n ||
          !document.querySelector('[data-drawer] .rows .more button'),
        before,
      );
    }
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-id')!));
  }
  const openDrawer = async (): Promise<void> => {
    await page.click('[data-measure="accepted"]');
    await page.waitForSelector(`[data-drawer] [data-total="${tickets}"]`);
  };

  it('[M2] the drawer has the number of the tile, at the same position, and as many rows', async () => {
    expect(await accepted(page)).toBe(tickets);
    await openDrawer();
    const log = await page.getAttribute('[data-topic-log]', 'data-topic-log');
    expect(await page.getAttribute('[data-drawer] [data-position]', 'data-position')).toBe(log);
    const ids = await allRows();
    expect(ids.length).toBe(tickets);
    expect(new Set(ids).size).toBe(tickets);
    // While it is open the wall goes on, and the drawer stays with what was asked until it is asked again.
    await take('while-open');
    await showsAccepted(page, tickets);
    expect(await page.getAttribute('[data-drawer] [data-total]', 'data-total')).toBe(String(tickets - 1));
    await page.click('[data-drawer] .refresh');
    await page.waitForSelector(`[data-drawer] [data-total="${tickets}"]`);
    expect((await allRows()).length).toBe(tickets);
  });

  it('the address holds the drawer: reload keeps it, back and Escape close it', async () => {
    await openDrawer();
    const address = page.url();
    expect(new URL(address).searchParams.get('drill')).toContain('accepted');
    await page.reload();
    await page.waitForSelector(`[data-drawer] [data-total="${tickets}"]`);
    expect(page.url()).toBe(address);
    await page.goBack();
    await page.waitForSelector('[data-drawer]', { state: 'detached' });
    await page.goForward();
    await page.waitForSelector(`[data-drawer] [data-total="${tickets}"]`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-drawer]', { state: 'detached' });
    expect(new URL(page.url()).searchParams.has('drill')).toBe(false);
  });

  it('a row opens the life of its ticket, Escape folds it first', async () => {
    await openDrawer();
    await allRows();
    await page.click('[data-drawer] tr[data-id="L5"]');
    await page.waitForSelector('section.ticket .steps li');
    expect(await page.textContent('section.ticket .id')).toBe('L5');
    // What the wall reads in its words may stand among them.
    expect(await page.locator('section.ticket .steps li:not(:has-text("系统归类"))').count()).toBe(STEPS);
    expect(await page.locator('section.ticket .way li.done').count()).toBe(5);
    expect(await page.textContent('section.ticket .text')).toContain('暖气不热');
    expect(new URL(page.url()).searchParams.get('ticket')).toBe('L5');
    await page.keyboard.press('Escape');
    await page.waitForSelector('section.ticket', { state: 'detached' });
    expect(await page.locator('[data-drawer]').count()).toBe(1);
  });

  it('what a citizen wrote is text everywhere and never runs', async () => {
    await take('hostile', {
      title: HOSTILE,
      text: HOSTILE,
      place: { community: HOSTILE.slice(0, 28), address: HOSTILE },
    });
    await page.waitForSelector('[data-ticket="hostile"]');
    expect(await page.textContent('[data-ticket="hostile"] .title')).toBe(HOSTILE);
    await page.click('[data-ticket="hostile"]');
    await page.waitForSelector('[data-drawer] tr[data-id="hostile"]');
    expect((await page.textContent('[data-drawer] tr[data-id="hostile"] td.title'))?.trim()).toBe(HOSTILE);
    await page.click('[data-drawer] tr[data-id="hostile"]');
    await page.waitForSelector('section.ticket .steps li');
    expect(await page.textContent('section.ticket .title')).toBe(HOSTILE);
    expect(await page.textContent('section.ticket .text')).toBe(HOSTILE);
    const traces = await page.evaluate(() => ({
      images: document.querySelectorAll('img[src="x"]').length,
      hacked: (window as unknown as { hacked?: unknown }).hacked,
    }));
    expect(traces).toEqual({ images: 0, hacked: undefined });
  });
});
