/**
 * A wall hangs for months: putting a widget up and taking it down, feeding it, and walking from scene to scene leave
 * nothing behind. Counted in a real browser after a forced collection: heap, nodes and listeners of the page.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CityFace } from '../../contract/city.ts';
import { WIDGETS } from '../../screen/wall/registry.ts';
import { afternoon } from '../support/afternoon.ts';
import { chromiumPath, launch } from '../support/chromium.ts';
import { lifeEvent } from '../support/events.ts';
import { openPage, type WatchedPage } from '../support/page.ts';
import { add, settled, testHome, type TestHome, type TestServer } from '../support/server.ts';

const MOUNTS = 100;
/** Of all widgets together: each has its share. With `LEAK_FULL=1` each has so many, which takes hours. */
const UPDATES = 100_000;
const FULL = process.env['LEAK_FULL'] === '1';
const VISITS = 20;
const FLAT = 1.05;
/** Until a map that was taken down is gone, ms. */
const SETTLE = 2500;
/** Before it is counted: code is compiled, caches of glyphs and gradients are filled. */
const WARM = 25;
/** Rounds over all scenes before they are counted: code goes on being compiled for some sixty of them. */
const WARM_ROUNDS = 60;
/** All, or those that `LEAK_ONLY=kpi,alert-board` names. */
const ONLY = process.env['LEAK_ONLY']?.split(',');
const IDS = [...WIDGETS.keys()].filter((id) => !ONLY || ONLY.includes(id));

interface Weight {
  heap: number;
  nodes: number;
  listeners: number;
}

describe.skipIf(!chromiumPath)('nothing is left behind', () => {
  const day = afternoon();
  let home: TestHome;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let debug: CDPSession;

  /** What the page weighs once everything that can be collected is. */
  async function weigh(): Promise<Weight> {
    // What a collection frees may free more in the next one: finalisers, and nodes that only each other hold.
    for (let i = 0; i < 3; i++) await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await debug.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await debug.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  }
  /** What grew by more than 5 %, in words. */
  const grown = (what: string, before: Weight, after: Weight): string[] =>
    (Object.keys(before) as (keyof Weight)[])
      .filter((part) => after[part] > before[part] * FLAT)
      .map((part) => `${what}: ${part} from ${before[part]} to ${after[part]}`);
  const open = async (path: string): Promise<void> => {
    watched = await openPage(browser, server.address, path);
    page = watched.page;
    page.setDefaultTimeout(60_000);
    debug = await watched.context.newCDPSession(page);
  };

  beforeAll(async () => {
    home = await testHome();
    [server, browser] = await Promise.all([home.start({ args: day.args() }), launch()]);
    await add(
      server.address,
      home.token,
      Array.from({ length: 420 }, (_, n) => lifeEvent(n, day.now())),
    );
    await settled(server.address);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    home?.remove();
  });

  it(`each widget, put up and taken down ${MOUNTS} times`, async () => {
    await open('/gallery?exercise');
    const box = await page.waitForSelector('[data-exercise]', { state: 'attached' });
    const there = await box.evaluate((one) => [...(one as unknown as Exercised).exercise.widgets]);
    expect(there.filter((id) => !ONLY || ONLY.includes(id)).sort()).toEqual([...IDS].sort());
    const mount = (id: string, times: number): Promise<number> =>
      box.evaluate(
        async (one, [id, times]) => {
          let seen = 0;
          await (one as unknown as Exercised).exercise.mount(id, times, async () => {
            const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            const end = performance.now() + 5000;
            do await frame();
            while (!one.querySelector('.panel .body *') && performance.now() < end);
            if (one.querySelector('.panel .body *')) seen++;
          });
          return seen;
        },
        [id, times] as const,
      );
    const faults: string[] = [];
    for (const id of IDS) {
      await mount(id, WARM);
      const before = await weigh();
      // It was there each time, so that what is counted is a widget and not an empty panel.
      expect(await mount(id, MOUNTS), `${id} was shown`).toBe(MOUNTS);
      faults.push(...grown(id, before, await weigh()));
    }
    expect(faults).toEqual([]);
    await watched.close();
  });

  it(
    `${UPDATES} updates, spread over every widget`,
    async () => {
      await open('/gallery?exercise');
      const box = await page.waitForSelector('[data-exercise]', { state: 'attached' });
      const share = FULL ? UPDATES : Math.ceil(UPDATES / WIDGETS.size);
      const feed = (id: string, times: number): Promise<void> =>
        box.evaluate((one, [id, times]) => (one as unknown as Exercised).exercise.feed(id, times), [
          id,
          times,
        ] as const);
      // Charts and the map are loaded and drawn once before anything is counted.
      for (const id of IDS)
        await box.evaluate(
          (one, id) =>
            (one as unknown as Exercised).exercise.mount(id, 1, () => new Promise((done) => setTimeout(done, 400))),
          id,
        );
      const faults: string[] = [];
      for (const id of IDS) {
        // As long as what is counted: what comes later (a map, its worker) comes before it.
        await feed(id, share);
        await page.waitForTimeout(SETTLE);
        const before = await weigh();
        await feed(id, share);
        await page.waitForTimeout(SETTLE);
        faults.push(...grown(id, before, await weigh()));
      }
      expect(faults).toEqual([]);
      await watched.close();
    },
    FULL ? 12 * 3_600_000 : 900_000,
  );

  it(`each scene, gone to ${VISITS} times`, async () => {
    const city = (await (await fetch(`${server.address}/api/v1/cities/wuxi`)).json()) as CityFace;
    const scenes = city.scenes.map(({ id }) => id);
    await open(`/scene/${scenes[0]}`);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const visit = (times: number): Promise<number> =>
      page.evaluate(
        async ([scenes, times]) => {
          const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          let shown = 0;
          for (let i = 0; i < times; i++)
            for (const id of [...scenes.slice(1), scenes[0]!]) {
              // As the browser's own way back and forth does it.
              history.pushState(null, '', `/scene/${id}`);
              dispatchEvent(new PopStateEvent('popstate', { state: null }));
              const end = performance.now() + 20_000;
              while (!document.querySelector(`main[data-scene="${id}"] .panel`)) {
                if (performance.now() > end) throw new Error(`${id} did not come`);
                await frame();
              }
              await frame();
              shown++;
            }
          return shown;
        },
        [scenes, times] as const,
      );
    await page.waitForSelector(`main[data-scene="${scenes[0]}"] .panel`);
    await visit(WARM_ROUNDS);
    // Charts and the map of the scene that stays have been drawn.
    const settle = (): Promise<unknown> => page.waitForTimeout(SETTLE);
    await settle();
    const before = await weigh();
    expect(await visit(VISITS)).toBe(VISITS * scenes.length);
    await settle();
    expect(grown('scenes', before, await weigh())).toEqual([]);
    await watched.close();
  });
});

/** The element of screen/gallery/Exercise.vue. */
type Exercised = Element & { exercise: import('../../screen/gallery/Exercise.vue').ExerciseMeans };
