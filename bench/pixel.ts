/**
 * The chain in a real browser: from the HTTP request that posts an event to the frame in which the number that
 * counts it is painted, at several rates, beside the least that any page would take on the same machine (bare). The
 * browser's and this program's clock are the same machine's.
 */
import type { Page } from 'playwright-core';
import { launch } from '../tests/support/chromium.ts';
import { created } from '../tests/support/events.ts';
import { post, testHome } from '../tests/support/server.ts';
import { bare } from './support/bare.ts';
import { percentile, quick, report, round, sleep } from './support/result.ts';

const SECONDS = quick ? { 1: 8, 100: 5, 1000: 5 } : { 1: 60, 100: 30, 1000: 30 };
/** Requests a second at most; higher rates send several events a request. */
const REQUESTS = 100;

interface Painted {
  value: number;
  at: number;
}

/** Notes, for every new value of the number, when the frame that shows it was painted. */
const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const tile = document.querySelector('[data-measure="accepted"]')!;
    const painted: { value: number; at: number }[] = [];
    (window as unknown as { painted: unknown }).painted = painted;
    new MutationObserver(() => {
      const value = Number(tile.getAttribute('data-value'));
      // The callback of a frame runs before its painting; the message posted in it comes after.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener(
          'message',
          () => void painted.push({ value, at: performance.timeOrigin + performance.now() }),
        );
        port1.start();
        port2.postMessage(0);
      });
    }).observe(tile, { attributes: true, attributeFilter: ['data-value'] });
  });

const shown = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Number(document.querySelector('[data-measure="accepted"]')?.getAttribute('data-value') ?? Number.NaN),
  );

/** Posts events; throws unless all were taken. */
async function send(address: string, token: string, events: unknown[]): Promise<void> {
  const { status, body } = await post(address, token, events);
  if (status !== 200) throw new Error(`intake answered ${status} ${JSON.stringify(body)}`);
}

async function measure(
  page: Page,
  post: (ids: string[]) => Promise<void>,
  rate: number,
  seconds: number,
): Promise<{ p50: number; p99: number; events: number }> {
  const base = await shown(page);
  await page.evaluate(() => ((window as unknown as { painted: unknown[] }).painted.length = 0));
  const perRequest = Math.max(1, Math.round(rate / REQUESTS));
  const requests = (rate * seconds) / perRequest;
  const interval = (1000 * perRequest) / rate;
  const sentAt: number[] = [];
  const running: Promise<unknown>[] = [];
  const start = performance.now();
  for (let i = 0; i < requests; i++) {
    // A little off the beat, so that sends do not fall into step with ticks and frames.
    const due = start + (i + Math.random() * 0.5) * interval;
    if (due > performance.now()) await sleep(due - performance.now());
    const ids = Array.from({ length: perRequest }, (_, k) => `P${rate}-${i}-${k}-${start}`);
    const now = performance.timeOrigin + performance.now();
    for (const _ of ids) sentAt.push(now);
    running.push(post(ids));
  }
  await Promise.all(running);
  const end = Date.now() + 20_000;
  let painted: Painted[] = [];
  do {
    await sleep(100);
    painted = (await page.evaluate(() => (window as unknown as { painted: unknown }).painted)) as Painted[];
  } while ((painted.at(-1)?.value ?? 0) < base + sentAt.length && Date.now() < end);
  const latencies: number[] = [];
  let p = 0;
  sentAt.forEach((at, i) => {
    while (p < painted.length && painted[p]!.value < base + i + 1) p++;
    if (p < painted.length) latencies.push(painted[p]!.at - at);
  });
  if (latencies.length < sentAt.length)
    throw new Error(`${sentAt.length - latencies.length} of ${sentAt.length} events were never painted`);
  return { p50: round(percentile(latencies, 0.5)), p99: round(percentile(latencies, 0.99)), events: latencies.length };
}

const home = await testHome();
const server = await home.start();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
await page.goto(server.address);
await page.waitForSelector('[data-measure="accepted"][data-value]');
await post(server.address, home.token, [created('warm-1'), created('warm-2')]);
await sleep(5000);
await watch(page);
const least = await bare();
const barePage = await (await browser.newContext()).newPage();
await barePage.goto(least.address);
await watch(barePage);
const rates: Record<string, unknown> = {};
for (const [rate, seconds] of Object.entries(SECONDS)) {
  const wall = await measure(
    page,
    (ids) =>
      send(
        server.address,
        home.token,
        ids.map((id) => created(id)),
      ),
    Number(rate),
    seconds,
  );
  const yardstick = await measure(barePage, (ids) => least.add(ids.length), Number(rate), Math.min(seconds, 10));
  rates[rate] = { ...wall, bare_p50: yardstick.p50, bare_p99: yardstick.p99 };
  console.log(`${rate}/s: ${JSON.stringify(rates[rate])}`);
}
await browser.close();
least.close();
await server.stop();
home.remove();
report({ bench: 'pixel', rates });
