/**
 * What the overview costs its browser: time of the main thread a tick at 1080 and 2160 lines, with a change once and ten
 * times a second, beside the same data on a wall as they are usually built (support/usual-wall.ts) in the same run; and
 * how soon the first number is painted, and after how much script. `--quick`: one round, shorter.
 */
import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import type { CityFace } from '../contract/city.ts';
import type { Condition } from '../contract/condition.ts';
import { withDefaults } from '../contract/options.ts';
import { topicKey } from '../contract/topic.ts';
import type { WidgetDeclaration } from '../contract/widget.ts';
import { connect } from '../screen/live/socket.ts';
import { launch } from '../tests/support/chromium.ts';
import { created, lifeEvent } from '../tests/support/events.ts';
import { add, settled, testHome } from '../tests/support/server.ts';
import { firstNumber } from './support/first-number.ts';
import { percentile, quick, report, round, sleep } from './support/result.ts';
import { usualWall, type UsualPanel } from './support/usual-wall.ts';

const ROUNDS = quick ? 1 : 3;
const SECONDS = quick ? 5 : 10;
/**
 * Before it is counted: everything is loaded and drawn once. What a page does while it loads is the same whatever the
 * tick, and was once taken for the cost of a tick. A page is warm when the scripts it loads have come to an end and the
 * map is drawn; then so long again, s, within a bound.
 */
const WARM = 4;
const WARM_LIMIT = 60;
/** Then it is counted after so many seconds of ticks: pages run for weeks, and their first ticks are those of an interpreter. */
const TICKING = 20;
const SIZES = { '1080p': { width: 1920, height: 1080 }, '4K': { width: 3840, height: 2160 } };
const RATES = [1, 10];
/** Panels that are compared: so many as a usual overview has. */
const PANELS = 12;
const LIVES = 3500;

const home = await testHome();
const server = await home.start();
const browser = await launch();
await add(
  server.address,
  home.token,
  Array.from({ length: LIVES }, (_, n) => lifeEvent(n, Date.now())),
);
await settled(server.address);
const face = (await (await fetch(`${server.address}/api/v1/cities/wuxi`)).json()) as CityFace;
const shapes: unknown = await (await fetch(`${server.address}/api/v1/cities/wuxi/shapes.geojson`)).json();

/** The panels of the overview and their topics, as the wall has them. */
const widgets = new Map<string, WidgetDeclaration>();
for (const id of readdirSync('widgets').filter((one) => !/^_|^shared$|\./.test(one)))
  widgets.set(id, ((await import(`../widgets/${id}/widget.ts`)) as { default: WidgetDeclaration }).default);
const overview = face.scenes.find(({ id }) => id === 'overview')!;
const layout = overview.layouts.find(({ minAspect }) => minAspect <= 1.78)!;
const panels = layout.widgets.slice(0, PANELS).map((placement) => {
  const declaration = widgets.get(placement.widget)!;
  const options = withDefaults(declaration.options, placement.options);
  return { placement, topics: declaration.topics(options as never, (placement.scope ?? {}) as Condition) };
});
const wanted = panels.flatMap(({ topics }) => Object.values(topics));
const link = connect('wuxi', () => undefined, undefined, undefined, server.address);
link.send({ type: 'want', topics: [...new Map(wanted.map((topic) => [topicKey(topic), topic])).values()] });
const usual = await usualWall(
  panels.map(({ placement }): UsualPanel => {
    const [x, y, w, h] = placement.at;
    return { id: placement.id, x, y, w, h, map: placement.widget === 'district-map' };
  }),
  shapes,
  () =>
    Object.fromEntries(
      panels.map(({ placement, topics }) => [
        placement.id,
        Object.fromEntries(
          Object.entries(topics).map(([name, topic]) => [name, link.state().held.get(topicKey(topic))?.value ?? null]),
        ),
      ]),
    ),
);

let sent = 0;
/** Posts a ticket so often a second until told to stop. */
function changing(hz: number): () => Promise<void> {
  let over = false;
  const work = (async () => {
    let next = performance.now();
    while (!over) {
      await add(server.address, home.token, [created(`S${sent++}`, { place: { district: '320213' } })]);
      next += 1000 / hz;
      await sleep(Math.max(0, next - performance.now()));
    }
  })();
  return async () => {
    over = true;
    await work;
  };
}

/** Waits until the page has loaded nothing for so long as it takes to be warm. Throws when it does not come to an end. */
async function warm(page: Page): Promise<void> {
  const end = performance.now() + WARM_LIMIT * 1000;
  let loaded = -1;
  for (;;) {
    // The polls of the usual page go on for ever and are no part of its loading.
    const now = await page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => !name.endsWith('/data')).length,
    );
    if (now === loaded) return;
    if (performance.now() > end) throw new Error(`${page.url()} was still loading after ${WARM_LIMIT} s`);
    loaded = now;
    await sleep(WARM * 1000);
  }
}

/** Main-thread time a tick, ms of processor: all tasks of the main thread, script, layout and painting, over the ticks. */
async function perTick(at: Browser, url: string, size: { width: number; height: number }, hz: number): Promise<number> {
  const context = await at.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(url);
  const stop = changing(hz);
  await page.waitForSelector('[data-measure="accepted"][data-value], .number', { state: 'attached' });
  if (url.startsWith(server.address)) await page.waitForSelector('.maplibregl-canvas', { state: 'attached' });
  await warm(page);
  await sleep(TICKING * 1000);
  const debug = await context.newCDPSession(page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> =>
    (await debug.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value;
  const before = await busy();
  await sleep(SECONDS * 1000);
  const spent = (await busy()) - before;
  await stop();
  await context.close();
  return (spent * 1000) / (SECONDS * hz);
}

// First, while the machine has done nothing else for the pages.
const firsts = [];
for (let n = 0; n < (quick ? 3 : 5); n++) firsts.push(await firstNumber(browser, server.address));
console.log(`load ${round(loadavg()[0]!)}; first number: ${JSON.stringify(firsts)}`);
const median = (values: number[]): number => percentile(values, 0.5);
const cases: Record<string, Record<string, number>> = {};
for (const [name, size] of Object.entries(SIZES))
  for (const hz of RATES) {
    const spent = { wall: [] as number[], usual: [] as number[], usual_still: [] as number[] };
    for (let n = 0; n < ROUNDS; n++) {
      spent.wall.push(await perTick(browser, `${server.address}/`, size, hz));
      spent.usual.push(await perTick(browser, `${usual.address}/?hz=${hz}`, size, hz));
      spent.usual_still.push(await perTick(browser, `${usual.address}/?hz=${hz}&still`, size, hz));
    }
    const [ours, theirs, still] = [median(spent.wall), median(spent.usual), median(spent.usual_still)];
    cases[`${name} ${hz} Hz`] = {
      ms_per_tick: round(ours), usual_ms_per_tick: round(theirs), usual_without_animation: round(still),
      ratio: round(ours / theirs, 3), ratio_without_animation: round(ours / still, 3), load: round(loadavg()[0]!),
    }; // prettier-ignore
    console.log(`${name} ${hz} Hz: ${JSON.stringify(cases[`${name} ${hz} Hz`])}`);
  }
link.close();
usual.close();
await browser.close();
await server.stop();
home.remove();
const plain = cases['1080p 1 Hz']!;
report({
  bench: 'screen',
  ms_per_tick: plain['ms_per_tick'],
  usual_ms_per_tick: plain['usual_ms_per_tick'],
  first_number_ms: round(median(firsts.map(({ ms }) => ms)), 0),
  script_kb_gzip: round(median(firsts.map(({ before }) => before)), 0),
  all_script_kb_gzip: round(Math.max(...firsts.map(({ all }) => all)), 0),
  panels: panels.length,
  cases,
});
