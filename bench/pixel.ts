/**
 * The chain in a real browser: from the HTTP request that posts an event to the frame in which the number that
 * counts it is painted, at several rates, beside the least that any page would take on the same machine (bare). The
 * browser's and this program's clock are the same machine's.
 */
import { launch } from '../tests/support/chromium.ts';
import { testHome } from '../tests/support/server.ts';
import { bare } from './support/bare.ts';
import { measure, openWall, send, watch } from './support/pixels.ts';
import { quick, report } from './support/result.ts';
import { created } from '../tests/support/events.ts';

const SECONDS = quick ? { 1: 8, 100: 5, 1000: 5 } : { 1: 60, 100: 30, 1000: 30 };

const home = await testHome();
const server = await home.start();
const browser = await launch();
const page = await openWall(browser, server.address, home.token);
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
