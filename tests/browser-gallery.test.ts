/** The gallery with every widget and fixture, and the languages, in a real browser. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CityFace } from '../contract/city.ts';
import type { WidgetDeclaration } from '../contract/widget.ts';
import { exhibitsOf } from '../screen/gallery/exhibits.ts';
import { chromiumPath } from './support/chromium.ts';
import type { WatchedPage } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';

/** The folders that begin with `_` are templates, which no wall shows. */
const found = import.meta.glob<WidgetDeclaration>(['../widgets/*/widget.ts', '!../widgets/_*/**'], {
  eager: true,
  import: 'default',
});

describe.skipIf(!chromiumPath)('gallery and languages', () => {
  let stage: Stage;
  let watched: WatchedPage | undefined;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());
  afterEach(() => watched?.close());

  it('shows every widget with each of its fixtures', async () => {
    const wanted: { key: string; state: string }[] = [];
    for (const declaration of Object.values(found)) {
      const fixtures = await declaration.fixtures();
      expect(fixtures.length, `${declaration.id} has fixtures`).toBeGreaterThan(0);
      wanted.push(...exhibitsOf(declaration, fixtures));
    }
    watched = await stage.open('/gallery');
    const { page } = watched;
    await page.waitForFunction((count) => document.querySelectorAll('[data-exhibit]').length >= count, wanted.length);
    const shown = await page.locator('[data-exhibit]').evaluateAll((all) => all.map((one) => one.dataset['exhibit']));
    expect(shown.sort()).toEqual(wanted.map((one) => one.key).sort());
    // Each is brought into sight, since some draw only then; views and charts are loaded as they are needed.
    const boxes = page.locator('[data-exhibit]');
    for (let i = 0; i < wanted.length; i++) await boxes.nth(i).evaluate((box) => box.scrollIntoView());
    await page.waitForFunction(() => {
      const busy = [...document.querySelectorAll('[data-exhibit]:not([data-exhibit*="/loading/"]) [aria-busy="true"]')];
      return busy.length === 0;
    });
    const failed = await page
      .locator('[data-exhibit]:has([role="alert"])')
      .evaluateAll((all) => all.map((one) => one.dataset['exhibit']));
    expect(failed.sort()).toEqual(
      wanted
        .filter(({ state }) => state === 'error')
        .map(({ key }) => key)
        .sort(),
    );
  });

  it('changes its language with every title, and keeps it', async () => {
    const city = (await (await fetch(`${stage.server.address}/api/v1/cities/wuxi`)).json()) as CityFace;
    const titles = { zh: found['../widgets/latest-tickets/widget.ts']!.titles.zh, en: 'Latest tickets' };
    watched = await stage.open();
    const { page } = watched;
    const reads = async (language: 'zh' | 'en'): Promise<void> => {
      await page.waitForSelector(`h1:text-is("${city.hotline[language]}")`);
      await page.waitForSelector(`.scene h2:text-is("${titles[language]}")`);
      await page.waitForSelector('[data-measure="accepted"]');
      expect(await page.getAttribute('html', 'lang')).toBe(language === 'zh' ? 'zh-CN' : 'en');
    };
    await reads('zh');
    const other = await page.locator('.scene h2, .tab, .tile .title').allInnerTexts();
    await page.click('header button[aria-label]');
    await reads('en');
    const english = await page.locator('.scene h2, .tab, .tile .title').allInnerTexts();
    expect(english.length).toBe(other.length);
    // No title is left in the other language.
    expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect(other.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
    await page.reload();
    await reads('en');
    await page.click('header button[aria-label]');
    await reads('zh');
    await page.reload();
    await reads('zh');
  });
});
