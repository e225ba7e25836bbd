/**
 * Prints what a model achieves over simulated weeks beside what it is calibrated to.
 *
 *     node --import tsx mock-feeds/calibrate.ts [city] [days] [last date]
 */
import { HOUR } from '../contract/time.ts';
import { simulateDay } from './core/day.ts';
import { figures, type Figures } from './core/figures.ts';
import { shiftDate } from './core/worktime.ts';
import { loadWorld } from './shell/load.ts';

/** Published figures; seed and domain notes in README.md. */
const TARGETS: Record<string, Partial<Record<keyof Figures, string>>> = {
  wuxi: {
    ticketsPerDay: '954',
    callsPerDay: '1,117',
    answerRate: '≈ 98',
    serviceLevel15: '≈ 91',
    directRate: '≈ 72',
    onTimeRate: '≈ 97',
    satisfaction: '94.9',
    overdue: 'a handful',
  },
};

async function main(): Promise<void> {
  const [city = 'wuxi', days = '304', last = '2026-10-31'] = process.argv.slice(2);
  const world = await loadWorld(city);
  const count = Number(days);
  const dates = Array.from({ length: count }, (_, i) => shiftDate(last, i - count + 1));
  const started = performance.now();
  const events = dates.flatMap((date) => simulateDay(world, 1, date));
  const seconds = (performance.now() - started) / 1000;
  const probes = dates.slice(21).map((date) => world.tz.moment(date, 0) + 12 * HOUR);
  const result = figures(world, events, count, probes);
  console.log(
    `${city}, ${count} days to ${last}, seed 1: ${events.length} events, ${Math.round(events.length / seconds)}/s\n`,
  );
  console.log('| figure | target | achieved |\n| --- | --- | --- |');
  for (const [name, value] of Object.entries(result) as [keyof Figures, number][]) {
    console.log(`| ${name} | ${TARGETS[city]?.[name] ?? ''} | ${value.toFixed(1)} |`);
  }
}

await main();
