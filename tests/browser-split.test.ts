/**
 * A split wall in real browsers: four of 960 × 540 side by side are, pixel for pixel within antialiasing, the one of
 * 1920 × 1080. The data and the clock that is shown stand still; how far the four are apart when they step is measured and
 * printed.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_WALL } from '../contract/wall.ts';
import { afternoon } from './support/afternoon.ts';
import { chromiumPath } from './support/chromium.ts';
import { created } from './support/events.ts';
import { showsAccepted } from './support/page.ts';
import { setStage, type Stage } from './support/stage.ts';
import { pairScreen, STILL, type PairedScreen } from './support/walls.ts';

const SIZE = { width: 960, height: 540 };
const WHOLE = { width: 1920, height: 1080 };
/** A pixel differs when a channel is this far apart, of 255: half pixels of lines and letters are nearer. */
const APART = 48;
/** So many of all pixels may differ: edges of letters and of canvases that begin at another fraction of a pixel. */
const MAY_DIFFER = 0.002;
const DISTRICTS = ['320213', '320205', '320206', '320211', '320214', '320281', '320282'];

describe.skipIf(!chromiumPath)('a split wall', () => {
  const day = afternoon();
  let stage: Stage;
  let one: PairedScreen;
  const four: PairedScreen[] = [];
  const change = (wall: string, given: object): Promise<unknown> => stage.admin('PATCH', `/walls/${wall}/show`, { by: 'test', ...given }); // prettier-ignore
  const everywhere = <T>(work: (page: Page) => Promise<T>): Promise<T[]> => Promise.all([one, ...four].map(({ page }) => work(page))); // prettier-ignore

  beforeAll(async () => {
    stage = await setStage((home) => home.start({ args: day.args() }));
    await stage.add(Array.from({ length: 90 }, (_, n) => created(`S${n}`, { place: { district: DISTRICTS[n % 7] }, channel: ['phone', 'app', 'wechat'][n % 3] }, day.now() - n * 300_000))); // prettier-ignore
    await stage.admin('PUT', '/walls/split', { ...PLAIN_WALL, rows: 2, columns: 2, screen: SIZE });
    one = await pairScreen(
      stage.browser,
      stage.server.address,
      stage.admin,
      { wall: 'main', row: 0, column: 0, name: 'one' },
      WHOLE,
    );
    for (const [row, column] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const)
      four.push(await pairScreen(stage.browser, stage.server.address, stage.admin, { wall: 'split', row, column, name: `${row}${column}` }, SIZE)); // prettier-ignore
  }, 300_000);
  afterAll(() => stage?.close());

  it('makes on each screen only what is seen there', async () => {
    for (const { page } of four) await page.waitForSelector('[data-seen="true"]');
    const seen = await Promise.all(four.map(({ page }) => page.locator('[data-seen="true"]').count()));
    const all = await four[0]!.page.locator('[data-seen]').count();
    for (const count of seen) expect(count).toBeLessThan(all);
    expect(seen.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(all);
    expect(await one.page.locator('[data-seen]').count()).toBe(0);
  });

  it('is one picture', async () => {
    await showsAccepted(one.page, 90, 60_000);
    await showsAccepted(four[0]!.page, 90, 60_000);
    await everywhere((page) => page.waitForLoadState('networkidle'));
    // Charts and the map have drawn by then; what follows is compared until it is the same, and not at one moment.
    await Promise.all([change('main', { frozen: true }), change('split', { frozen: true })]);
    await everywhere((page) => page.waitForSelector('[data-frozen]'));
    await everywhere((page) => page.addStyleTag({ content: STILL }));
    // Each froze at a second of its own: times, and what is counted from them, are covered, at the same places everywhere.
    await everywhere((page) =>
      page.addStyleTag({ content: '.state, [data-frozen], .clock { visibility: hidden !important }' }),
    );
    const scale = await one.context.newPage();
    const differing = (whole: string, parts: string[]): Promise<number> => scale.evaluate(compare, { whole, parts, apart: APART, size: SIZE }); // prettier-ignore
    let differ = 1;
    let swapped = 0;
    for (let i = 0; i < 20 && differ > MAY_DIFFER; i++) {
      await one.page.waitForTimeout(1000);
      const [whole, ...parts] = await everywhere(async (page) => (await page.screenshot()).toString('base64'));
      differ = await differing(whole!, parts);
      swapped = await differing(whole!, parts.toReversed());
    }
    // What is compared is a picture: with its parts at wrong places it is another one.
    expect(swapped).toBeGreaterThan(10 * MAY_DIFFER);
    console.log(
      `${(differ * 100).toFixed(4)} % of the pixels of four screens differ from the one; ${(swapped * 100).toFixed(1)} % with the parts at wrong places`,
    );
    expect(differ).toBeLessThanOrEqual(MAY_DIFFER);
  });

  it('steps together; how far apart is printed', async () => {
    await change('split', { frozen: false });
    await Promise.all(
      four.map(({ page }) =>
        page.evaluate(() => {
          const seen = window as unknown as { steps: [string, number][] };
          seen.steps = [];
          let last = document.querySelector('main[data-scene]')?.getAttribute('data-scene');
          new MutationObserver(() => {
            const scene = document.querySelector('main[data-scene]')?.getAttribute('data-scene') ?? '';
            if (scene === '' || scene === last) return;
            last = scene;
            seen.steps.push([scene, performance.timeOrigin + performance.now()]);
          }).observe(document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ['data-scene'],
          });
        }),
      ),
    );
    const order = ['alerts', 'feeds', 'alerts', 'overview'];
    for (const scene of order) {
      await change('split', { scene });
      await Promise.all(four.map(({ page }) => page.waitForSelector(`main[data-scene="${scene}"]`)));
    }
    const steps = await Promise.all(four.map(({ page }) => page.evaluate(() => (window as unknown as { steps: [string, number][] }).steps))); // prettier-ignore
    for (const each of steps) expect(each.map(([scene]) => scene)).toEqual(order);
    const skews = order.map((_, i) => {
      const moments = steps.map((each) => each[i]![1]);
      return Math.max(...moments) - Math.min(...moments);
    });
    console.log(`four screens on one machine step ${skews.map((ms) => `${ms.toFixed(0)} ms`).join(', ')} apart`);
  });
});

/** In a page: the part of the pixels in which the stitched parts differ from the whole. */
async function compare({ whole, parts, apart, size }: { whole: string; parts: string[]; apart: number; size: { width: number; height: number } }): Promise<number> {
  const draw = async (canvas: OffscreenCanvas, png: string, x: number, y: number): Promise<void> => {
    const bytes = Uint8Array.from(atob(png), (sign) => sign.codePointAt(0)!);
    canvas.getContext('2d')!.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), x, y);
  };
  const [a, b] = [0, 1].map(() => new OffscreenCanvas(size.width * 2, size.height * 2)) as [OffscreenCanvas, OffscreenCanvas];
  await draw(a, whole, 0, 0);
  for (const [i, png] of parts.entries()) await draw(b, png, (i % 2) * size.width, Math.floor(i / 2) * size.height);
  const [p, q] = [a, b].map((one) => one.getContext('2d')!.getImageData(0, 0, one.width, one.height).data) as [Uint8ClampedArray, Uint8ClampedArray];
  let differ = 0;
  for (let i = 0; i < p.length; i += 4)
    if (Math.abs(p[i]! - q[i]!) > apart || Math.abs(p[i + 1]! - q[i + 1]!) > apart || Math.abs(p[i + 2]! - q[i + 2]!) > apart) differ++;
  return differ / (p.length / 4);
} // prettier-ignore
