/** From an event to the painted number, as measured in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { created } from '../../tests/support/events.ts';
import { post } from '../../tests/support/server.ts';
import { percentile, round, sleep } from './result.ts';

/** Requests a second at most; higher rates send several events a request. */
const REQUESTS = 100;

interface Painted {
  value: number;
  at: number;
}

/** Notes, for every new value of the number, when the frame that shows it was painted. */
export const watch = (page: Page): Promise<void> =>
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
export async function send(address: string, token: string, events: unknown[]): Promise<void> {
  const { status, body } = await post(address, token, events);
  if (status !== 200) throw new Error(`intake answered ${status} ${JSON.stringify(body)}`);
}

/** Posts events at a rate through `post` and finds out when each was painted. Throws when one never was. */
export async function measure(
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

/** Opens the wall, warm and watched. */
export async function openWall(browser: Browser, address: string, token: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(address);
  await page.waitForSelector('[data-measure="accepted"][data-value]');
  await post(address, token, [created('warm-1'), created('warm-2')]);
  await sleep(5000);
  await watch(page);
  return page;
}
