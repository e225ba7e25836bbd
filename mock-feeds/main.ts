/**
 * A simulated city that speaks the public intake like any upstream system. See README.md for the options.
 *
 *     HOTLINE_KEY=… node --import tsx mock-feeds/main.ts --city wuxi --url http://127.0.0.1:8312
 */
import { simClock } from './shell/clock.ts';
import { runFeed } from './shell/feed.ts';
import { loadScenario, loadWorld } from './shell/load.ts';
import { readOptions } from './shell/options.ts';
import { Sender } from './shell/sender.ts';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const key = process.env['HOTLINE_KEY'];
  if (!key) throw new Error('the intake key is missing: set HOTLINE_KEY');
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort());
  process.once('disconnect', () => end.abort());

  const [world, scenario] = await Promise.all([loadWorld(options.city), loadScenario(options.scenario)]);
  const now = Date.now();
  const clock = simClock(options.origin ?? { real: now, sim: now }, options.speed);
  const sender = new Sender({ url: options.url, key, gzip: options.gzip, signal: end.signal });
  const log = (line: string): void => console.log(`[${options.city} ${scenario.id} ×${options.speed}] ${line}`);
  const { seed, backfillDays, quirks, scenarioStart } = options;
  await runFeed({ world, seed, scenario, scenarioStart, backfillDays, quirks, clock, sender, signal: end.signal, log });
  // A parent's channel would keep the process alive.
  if (process.connected) process.disconnect();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
