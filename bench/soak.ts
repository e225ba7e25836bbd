/**
 * The wall left alone: the overview at 1920 × 1080 before a simulated city whose clock runs fast, watched for what
 * grows. Once a minute: the page's heap after a forced collection, its nodes and listeners, the server's memory, console
 * errors, the number shown. `--minutes N` (60) are counted after warm-up; `--speed N` (60) is the city's clock.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launch } from '../tests/support/chromium.ts';
import { figures, testHome, type TestServer } from '../tests/support/server.ts';
import { quick, report, round, sleep } from './support/result.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, speed: { type: 'string' }, quick: { type: 'boolean' } },
});
const SPEED = Number(values.speed ?? 60);
/** Of a short run only that everything works can be told: it samples for some seconds. */
const MINUTES = quick ? 0.2 : Number(values.minutes ?? 60);
const EVERY = quick ? 1500 : 60_000;
const WARM = quick ? 4000 : 180_000;
const LOOK_EVERY = quick ? 500 : 5000;
const BACKFILL_LIMIT = 300_000;
/** Events a second: the simulated present brings some dozens at this speed, the back-fill thousands. */
const PRESENT_RATE = 8 * SPEED;
/** A working morning, so that the numbers move from the first minute on. */
const START = '2026-11-21T08:30:00+08:00';
const BACKFILL_DAYS = quick ? 1 : 8;
if (!(MINUTES > 0 && Number.isInteger(SPEED) && SPEED > 0)) throw new Error('--minutes and --speed must be above 0');

interface Sample {
  minute: number;
  heap_mb: number;
  dom_nodes: number;
  listeners: number;
  documents: number;
  server_rss_mb: number;
  console_errors: number;
  accepted: number | null;
  log_head: number;
  folded: number;
  live: string | null;
}

const file = fileURLToPath(new URL(`results/soak${quick ? '-quick' : ''}.json`, import.meta.url));
/** Leaves what is known so far, in case that this ends before its time. */
function keep(result: Record<string, unknown>): void {
  mkdirSync(fileURLToPath(new URL('results', import.meta.url)), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};
/** Medians of the first and the last quarter. */
const ends = (numbers: readonly number[]): [first: number, last: number] => {
  const quarter = Math.max(1, Math.floor(numbers.length / 4));
  return [round(median(numbers.slice(0, quarter)), 2), round(median(numbers.slice(-quarter)), 2)];
};
const megabytes = (bytes: number): number => round(bytes / 1048576, 2);
const residentMb = (pid: number): number =>
  round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

/** What the page shows: the number of accepted tickets and whether it says that it lives. */
const look = (page: Page): Promise<{ accepted: number | null; live: string | null }> =>
  page.evaluate(() => {
    const shown = document.querySelector('[data-measure="accepted"]')?.getAttribute('data-value');
    const live = document.querySelector('[data-live]')?.getAttribute('data-live') ?? null;
    return { accepted: shown ? Number(shown) : null, live };
  });

async function sample(page: Page, cdp: CDPSession, server: TestServer, began: number, errors: number): Promise<Sample> {
  // Twice: what finalisers let go of in the first round is collected in the second.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const heap = await cdp.send('Runtime.getHeapUsage');
  const dom = await cdp.send('Memory.getDOMCounters');
  const city = await figures(server.address);
  return {
    minute: round((performance.now() - began) / 60_000, 2),
    heap_mb: megabytes(heap.usedSize),
    dom_nodes: dom.nodes,
    listeners: dom.jsEventListeners,
    documents: dom.documents,
    server_rss_mb: residentMb(server.pid),
    console_errors: errors,
    ...(await look(page)),
    log_head: city['log_head']!,
    folded: city['folded']!,
  };
}

/** Until the back-fill is in and folded: for some seconds on end no more came than a present can bring. */
async function filled(server: TestServer): Promise<void> {
  const end = performance.now() + BACKFILL_LIMIT;
  let calm = 0;
  for (let before = 0; performance.now() < end;) {
    await sleep(1000);
    const { log_head: head, folded } = (await figures(server.address)) as { log_head: number; folded: number };
    calm = head > 0 && folded === head && head - before < PRESENT_RATE ? calm + 1 : 0;
    before = head;
    if (calm === (quick ? 1 : 3)) return;
  }
  throw new Error('the back-fill did not end');
}

async function soak(page: Page, server: TestServer, samples: Sample[]): Promise<void> {
  let errors = 0;
  let reloads = -1;
  const seen = new Set<number>();
  let still = 0;
  const fault = (text: string): void => {
    errors++;
    console.error(`console: ${text.slice(0, 500)}`);
  };
  page.on('console', (message) => message.type() === 'error' && fault(message.text()));
  page.on('pageerror', (error) => fault(String(error)));
  page.on('crash', () => fault('the page crashed'));
  page.on('domcontentloaded', () => reloads++);
  await page.goto(server.address);
  await page.waitForSelector('[data-measure="accepted"][data-value]:not([data-value=""])');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  console.log(`warming up for ${WARM / 1000} s`);
  await sleep(WARM);
  const began = performance.now();
  const summary = (): Record<string, unknown> => {
    const heap = ends(samples.map((one) => one.heap_mb));
    const rss = ends(samples.map((one) => one.server_rss_mb));
    const nodes = ends(samples.map((one) => one.dom_nodes));
    return {
      minutes: round((performance.now() - began) / 60_000, 2),
      speed: SPEED,
      heap_start_mb: heap[0],
      heap_end_mb: heap[1],
      heap_slope_percent: round((heap[1] / heap[0] - 1) * 100, 2),
      dom_nodes_start: nodes[0],
      dom_nodes_end: nodes[1],
      console_errors: errors,
      page_reloads: reloads,
      server_rss_start_mb: rss[0],
      server_rss_end_mb: rss[1],
      numbers_seen: seen.size,
      samples_without_change: still,
      events: samples.at(-1)!.log_head - samples[0]!.log_head,
    };
  };
  for (let due = began; due <= began + MINUTES * 60_000; due += EVERY) {
    do {
      const { accepted } = await look(page);
      if (accepted !== null) seen.add(accepted);
      await sleep(Math.min(LOOK_EVERY, Math.max(0, due - performance.now())));
    } while (performance.now() < due);
    const now = await sample(page, cdp, server, began, errors);
    if (now.accepted === samples.at(-1)?.accepted) still++;
    samples.push(now);
    console.log(JSON.stringify(now));
    keep({ bench: 'soak', partial: true, ...summary(), samples });
  }
  const result = { bench: 'soak', ...summary() };
  report(result);
  keep({ ...result, samples });
}

const home = await testHome();
const started: { server?: TestServer; browser?: Browser } = {};
let ending: Promise<void> | undefined;
/** Ends everything that was started, however far it got; a second call waits for the first. */
const end = (): Promise<void> =>
  (ending ??= (async () => {
    await started.browser?.close().catch(() => undefined);
    await started.server?.stop();
    home.remove();
  })());
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
try {
  started.server = await home.start({
    args: ['--simulate', '--speed', String(SPEED), '--backfill', String(BACKFILL_DAYS), '--now', START],
  });
  await filled(started.server);
  started.browser = await launch();
  await soak(await started.browser.newPage({ viewport: { width: 1920, height: 1080 } }), started.server, []);
} catch (error) {
  // After a signal everything fails, since its ground is taken away: that is no news.
  if (!ending) console.error(error);
  process.exitCode = 1;
} finally {
  await end();
}
