/**
 * Everyone can work with it: axe-core finds nothing serious on any page, everything that can be operated is as large as a
 * fingertip and is reached by Tab with a focus that is seen. On a real server with a city that has tickets and an alert.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CityFace } from '../contract/city.ts';
import { TABS } from '../screen/console/tabs.ts';
import { THEMES } from '../screen/theme/themes.ts';
import { outOfReach, smallTargets, violations } from './support/access.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { lifeEvent } from './support/events.ts';
import { heatingRule, heatingTickets } from './support/heating.ts';
import type { WatchedPage } from './support/page.ts';
import { settled } from './support/server.ts';
import { setStage, type Stage } from './support/stage.ts';

const RULE = heatingRule(2);
/**
 * Smaller than a fingertip, as WCAG 2.5.5 allows. Essential: the marks of a chart are the picture itself, as large as what
 * they stand for; each has its larger equivalent in the rows of the drill-down that it opens.
 */
const ESSENTIAL =
  '.rhythm .cell, .year .day, [data-pair], [data-mark], button.bar, .column, .field [data-count], .spot[data-cell]';
/** Rows and names of the wall's dense lists: at least 24 px, as WCAG 2.5.8 wants; what they open, the panel's title does. */
const DENSE =
  '.panel .row, .panel .name, .panel .total, .panel .said, .panel [data-mood], .crumbs .step, .ways button, .panel .head button';

describe.skipIf(!chromiumPath)('access', () => {
  const day = afternoon();
  let stage: Stage;
  let city: CityFace;
  let watched: WatchedPage;
  let page: Page;

  const open = async (path: string, size = { width: 1920, height: 1080 }): Promise<void> => {
    watched = await stage.open(path);
    page = watched.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize(size);
  };
  const signIn = async (): Promise<void> => {
    await page.fill('[data-sign-in] input[type="password"]', stage.home.admin);
    await page.fill('[data-sign-in] input[type="text"]', '3 席');
    await page.click('[data-sign-in] button[type="submit"]');
  };
  /** All three at once, so that a page that fails says everything that is wrong with it. */
  const expectOpen = async (at: string, small = ''): Promise<void> => {
    const { missed, unseen } = await outOfReach(page);
    expect.soft({ axe: await violations(page), small: await smallTargets(page, small), missed, unseen }, at).toEqual({
      axe: [],
      small: [],
      missed: [],
      unseen: [],
    });
  };

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args() }));
    await stage.admin('PUT', `/rules/${RULE.id}`, RULE);
    await stage.add(Array.from({ length: 420 }, (_, n) => lifeEvent(n, day.now())));
    await stage.add(heatingTickets(14, day.now()));
    await settled(stage.server.address);
    city = (await (await fetch(`${stage.server.address}/api/v1/cities/wuxi`)).json()) as CityFace;
  }, 180_000);
  afterAll(() => stage?.close());

  it('the console, each of its panes, its sign-in and its help', async () => {
    expect.hasAssertions();
    await open('/console');
    await page.waitForSelector('[data-sign-in]');
    await expectOpen('sign-in');
    await signIn();
    await page.waitForSelector('[data-desk]');
    await page.waitForSelector('.console [data-alert]');
    for (const tab of TABS) {
      await page.goto(`${stage.server.address}/console?tab=${tab}`);
      await page.waitForSelector('.console main:not([aria-busy="true"]) > *');
      await page.waitForLoadState('networkidle');
      await expectOpen(`console ${tab}`);
    }
    await page.goto(`${stage.server.address}/console`);
    await page.click('.console [data-alert]');
    await page.waitForSelector('[data-step]');
    await expectOpen('an alert at the desk');
    await page.keyboard.press('?');
    await page.waitForSelector('[role="dialog"]');
    await expectOpen('help');
    await watched.close();
  });

  it('the remote on a telephone, signed in and not, each of its parts', async () => {
    await open('/remote', { width: 390, height: 844 });
    await page.waitForSelector('[data-sign-in]');
    await expectOpen('remote, not signed in');
    await page.fill('[data-sign-in] [data-token]', stage.home.admin);
    await page.fill('[data-name]', '主任');
    await page.click('[data-sign-in] button[type="submit"]');
    await page.waitForSelector('[data-remote]');
    const tabs = await page.locator('[data-tab]').evaluateAll((all) => all.map((one) => one.dataset['tab']!));
    expect(tabs.length).toBeGreaterThan(1);
    for (const tab of tabs) {
      await page.click(`[data-tab="${tab}"]`);
      await page.waitForLoadState('networkidle');
      await expectOpen(`remote ${tab}`);
    }
    await watched.close();
  });

  it('explore, by time, in bars and as a table', async () => {
    expect.hasAssertions();
    await open('/explore');
    for (const query of ['', '?by=district&range=7d', '?by=district&by=channel&range=7d']) {
      await page.goto(`${stage.server.address}/explore${query}`);
      await page.waitForSelector('[data-explore][data-state="done"]');
      await expectOpen(`explore ${query}`);
    }
    await watched.close();
  });

  it('a screen that waits for its place', async () => {
    expect.hasAssertions();
    await open('/screen');
    await page.waitForSelector('[data-code]:not([data-code=""])');
    await expectOpen('pairing');
    await watched.close();
  });

  it('every scene of the wall, and the drill-down over it', async () => {
    await open('/');
    for (const { id } of city.scenes) {
      await page.goto(`${stage.server.address}/scene/${id}`);
      await page.waitForSelector(`main[data-scene="${id}"] .panel`);
      await page.waitForFunction(() => !document.querySelector('.scene [aria-busy="true"]'));
      await expectOpen(`scene ${id}`, `${ESSENTIAL}, ${DENSE}`);
      expect.soft(await smallTargets(page, ESSENTIAL, 24), `rows of ${id}`).toEqual([]);
    }
    await page.goto(`${stage.server.address}/scene/overview`);
    await page.click('[data-measure="accepted"]');
    await page.waitForSelector('[data-drawer] tbody tr[data-id]');
    await expectOpen('drill-down', `${ESSENTIAL}, ${DENSE}`);
    await watched.close();
  });

  it('the overview can be read in every theme', async () => {
    await open('/');
    const grounds = new Set<string>();
    for (const theme of THEMES) {
      await page.goto(`${stage.server.address}/?theme=${theme}`);
      await page.waitForSelector('[data-measure="accepted"][data-value]');
      expect(await page.getAttribute('html', 'data-theme')).toBe(theme);
      grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect.soft(await violations(page), theme).toEqual([]);
    }
    expect(grounds.size).toBe(THEMES.length);
    await watched.close();
  });
});
