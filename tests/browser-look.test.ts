/**
 * How every widget looks, with each of its fixtures and in every theme, against pictures that are kept in tests/look/.
 * `npm run look:update` draws them anew. Fixed: the clock, the language, the fonts of the app itself, no animation.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fixture } from '../contract/widget.ts';
import { exhibitsOf } from '../screen/gallery/exhibits.ts';
import { THEMES } from '../screen/theme/themes.ts';
import { WIDGETS } from '../screen/wall/registry.ts';
import { AT } from '../widgets/shared/fixture-city.ts';
import * as look from './look/picture.ts';
import { chromiumPath } from './support/chromium.ts';
import { setStage, type Stage } from './support/stage.ts';

/** Themes that are drawn anew (`npm run look:update`); empty: all are compared. */
const ANEW = (process.env['LOOK_UPDATE'] ?? '').split(',').filter((one) => one !== '');
const UPDATE = ANEW.length > 0;
/** Half as large as on a wall of 1080 lines: what is drawn is the same, the files are small. */
const SCALE = 0.5;
const VIEW = { width: 1920, height: 1080 };
const LIMIT = 120_000;
const LARGEST = 4_000_000;
/** How often an exhibit that differs is looked at again: a chart or the map may still be drawing. */
const LOOKS = 8;
const PAUSE = 500;

interface Seen {
  key: string;
  box: look.Box;
}

describe.skipIf(!chromiumPath)('the look of every widget', () => {
  let stage: Stage;
  let keys: string[];

  beforeAll(async () => {
    stage = await setStage();
    const lists = await Promise.all(
      [...WIDGETS.values()].map(async (one) => exhibitsOf(one, (await one.fixtures()) as Fixture[])),
    );
    keys = lists
      .flat()
      .filter(({ state }) => state === 'fixture')
      .map(({ key }) => key);
  }, 180_000);
  afterAll(() => stage?.close());

  async function open(theme: string): Promise<{ context: BrowserContext; page: Page }> {
    const context = await stage.browser.newContext({ viewport: VIEW, deviceScaleFactor: SCALE, reducedMotion: 'reduce', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }); // prettier-ignore
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.clock.setFixedTime(AT);
    await page.goto(`${stage.server.address}/gallery?lang=zh&state=fixture&theme=${theme}`);
    await page.waitForFunction((count) => document.querySelectorAll('[data-exhibit*="/fixture/"]').length >= count, keys.length); // prettier-ignore
    await page.evaluate(() => document.fonts.ready);
    return { context, page };
  }

  /** Scrolls to an exhibit and gives the boxes of all that are whole in sight then, in px of a screenshot. */
  const reach = (page: Page, key: string): Promise<Seen[]> =>
    page.evaluate(
      ([key, scale]) => {
        const all = [...document.querySelectorAll<HTMLElement>('[data-exhibit*="/fixture/"]')];
        all.find((one) => one.dataset['exhibit'] === key)!.scrollIntoView({ block: 'start' });
        const room = document.querySelector('.gallery')!.getBoundingClientRect();
        return all.flatMap((one) => {
          const at = one.querySelector('.panel')!.getBoundingClientRect();
          if (at.top < room.top || at.bottom > room.bottom || at.right > room.right) return [];
          const [x, y] = [Math.round(at.x * scale), Math.round(at.y * scale)];
          return [{ key: one.dataset['exhibit']!, box: { x, y, width: Math.floor(at.width * scale), height: Math.floor(at.height * scale) } }]; // prettier-ignore
        });
      },
      [key, SCALE] as const,
    );
  const nameOf = (theme: string, key: string): string => {
    const [widget, , fixture] = key.split('/');
    return `${theme}/${widget}--${fixture!.replace(/[^\p{L}\p{N}]+/gu, '-')}`;
  };
  const shot = async (page: Page): Promise<look.Picture> => {
    // Chromium can wait for ever for a picture that is asked for while a change of everything is still being painted.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return look.read(await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'device' }));
  };

  /**
   * Pictures of all exhibits by key. One is taken as soon as it is as `wanted` says it should be, or, where nothing is
   * wanted, when it no longer changes.
   */
  async function pictures(
    page: Page,
    wanted: (key: string) => look.Picture | null,
  ): Promise<Map<string, look.Picture>> {
    const done = new Map<string, look.Picture>();
    for (const first of keys) {
      if (done.has(first)) continue;
      const seen = (await reach(page, first)).filter(({ key }) => !done.has(key));
      expect(
        seen.map(({ key }) => key),
        `${first} is larger than the screen`,
      ).toContain(first);
      let before = new Map<string, look.Picture>();
      for (let n = 0; n < LOOKS; n++) {
        const whole = await shot(page);
        const now = new Map(seen.map(({ key, box }) => [key, look.cut(whole, box)]));
        const same = [...now].every(([key, picture]) => {
          const like = wanted(key) ?? before.get(key);
          if (!like) return false;
          const { differ, allowed } = look.compare(picture, like);
          return differ <= (wanted(key) ? allowed : 0);
        });
        before = now;
        if (same && (n > 1 || !UPDATE)) break;
        await page.waitForTimeout(PAUSE);
      }
      for (const [key, picture] of before) done.set(key, picture);
    }
    return done;
  }

  // Not a test that is skipped: it exists only where it is asked for.
  const drawAnew = UPDATE ? it : () => undefined;
  drawAnew(
    'is drawn anew',
    async () => {
      let size = 0;
      const names = new Set<string>();
      for (const theme of THEMES) {
        if (!ANEW.includes(theme) && !ANEW.includes('all')) continue;
        const { context, page } = await open(theme);
        for (const [key, picture] of await pictures(page, () => null)) {
          size += look.keep(nameOf(theme, key), picture);
          names.add(nameOf(theme, key));
        }
        await context.close();
      }
      const drawn = new Set([...names].map((name) => name.split('/')[0]));
      for (const name of look.baselines()) if (drawn.has(name.split('/')[0]) && !names.has(name)) look.forget(name);
      look.setDrawnBy(stage.browser.version());
      console.log(
        `${names.size} pictures, ${Math.round(size / 1000)} kB, drawn by Chromium ${stage.browser.version()}`,
      );
      expect(size).toBeLessThan(LARGEST);
    },
    600_000,
  );

  describe.skipIf(UPDATE)('is as it was', () => {
    it('with a baseline for each fixture in each theme, and none besides', () => {
      const names = THEMES.flatMap((theme) => keys.map((key) => nameOf(theme, key)));
      expect(new Set(names).size, 'each has a name of its own').toBe(names.length);
      expect(look.baselines().sort(), 'run `npm run look:update` after a fixture came or went').toEqual(names.sort());
    });

    it('and a difference would be seen', () => {
      const name = (theme: string): string =>
        nameOf(
          theme,
          keys.find((key) => key.startsWith('kpi/'))!,
        );
      const one = look.baseline(name('command'))!;
      expect(look.compare(one, one).differ).toBe(0);
      const [other, moved] = [look.compare(one, look.baseline(name('briefing'))!), look.read(look.write(one))];
      expect(other.differ).toBeGreaterThan(other.allowed);
      // A sixteenth of it is another by an eighth of the brightness.
      for (let i = 0; i < moved.data.length / 16; i++)
        if (i % 4 !== 3) moved.data[i] = Math.min(255, moved.data[i]! + 48);
      expect(look.compare(one, moved).differ).toBeGreaterThan(look.compare(one, moved).allowed);
    });

    it.each(THEMES)(
      'in %s',
      async (theme) => {
        const { context, page } = await open(theme);
        const wanted = (key: string): look.Picture | null => look.baseline(nameOf(theme, key));
        const faults: string[] = [];
        for (const [key, picture] of await pictures(page, wanted)) {
          const like = wanted(key);
          const { differ, allowed, picture: difference } = like
          ? look.compare(picture, like)
          : { differ: Infinity, allowed: 0, picture: null }; // prettier-ignore
          if (differ <= allowed) continue;
          const where = look.show(nameOf(theme, key), picture, difference);
          faults.push(`${nameOf(theme, key)}: ${differ} pixels differ, ${allowed} may (see ${where})`);
        }
        await context.close();
        const other = stage.browser.version() === look.drawnBy() ? '' : `; drawn by Chromium ${look.drawnBy()}, this is ${stage.browser.version()}`; // prettier-ignore
        expect(faults, `the look changed${other}: \`npm run look:update\` where that was meant`).toEqual([]);
      },
      LIMIT,
    );

    it(
      'also when the theme is changed while it is shown: charts and map read it anew',
      async () => {
        const { context, page } = await open('command');
        for (const widget of ['volume-trend', 'district-map']) {
          const key = keys.find((one) => one.startsWith(`${widget}/`))!;
          await reach(page, key);
          await page.evaluate(() => (document.documentElement.dataset['theme'] = 'command'));
          await page.waitForTimeout(PAUSE);
          await page.evaluate(() => (document.documentElement.dataset['theme'] = 'briefing'));
          const like = look.baseline(nameOf('briefing', key))!;
          let result = { differ: Infinity, allowed: 0 };
          for (let n = 0; n < LOOKS && result.differ > result.allowed; n++) {
            await page.waitForTimeout(PAUSE);
            const { box } = (await reach(page, key)).find((one) => one.key === key)!;
            result = look.compare(look.cut(await shot(page), box), like);
          }
          expect({ widget, same: result.differ <= result.allowed }).toEqual({ widget, same: true });
        }
        await context.close();
      },
      2 * LIMIT,
    );
  });
});
