/**
 * `npm run bench:alerts [-- --quick]`: what the rules of the profiles raise in a calm week, in a storm, and in each incident
 * that the simulator plants; how long after its first unusual ticket a card stands; and what a deadline costs at a million
 * open tickets beside ten thousand. `--quick`: one calm day of one city instead of a week of two.
 */
import { DAY, HOUR, MINUTE, SECOND } from '../contract/time.ts';
import type { AlertContent } from '../contract/alert.ts';
import type { AlertRow } from '../contract/fact.ts';
import type { Plant } from '../mock-feeds/core/scenario.ts';
import { scenarioIds } from '../mock-feeds/shell/load.ts';
import { percentile, quick, report, round } from './support/result.ts';
import { deadlineCost } from './support/deadlines.ts';
import { simulated } from './support/simulated.ts';

/** Desks of the hall and shifts of a day (domain: about 30 desks, around the clock). */
const DESKS = 30;
const SHIFTS = 3;
const CITIES = quick ? ['wuxi'] : ['wuxi', 'weifang'];
const CALM_DAYS = quick ? 1 : 7;

const contentOf = (row: AlertRow): AlertContent => JSON.parse(row.content!) as AlertContent;
const clock = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(5, 16).replace('T', ' ');
const tell = (row: AlertRow): string => {
  const { titles, says } = contentOf(row);
  return `  ${clock(row.raised!)} ${row.rule}, level ${row.level}: ${titles.zh}, ${says.zh}`;
};

/** Whether an alert is about what was planted: the same source, or the same matter in the same place. */
function isAbout({ row, plant }: { row: AlertRow; plant: Plant }): boolean {
  if (row.raised! < plant.start || row.raised! > plant.end + HOUR) return false;
  if (plant.kind === 'outage') return row.source === plant.source;
  const matter = (row.category !== null && plant.category!.startsWith(row.category)) || row.words === plant.word;
  return matter && (plant.district === undefined || row.district === null || row.district === plant.district);
}

let calm = 0;
for (const city of CITIES) {
  const { rehearsal } = await simulated({
    city, scenario: 'calm-week', seed: 1, date: '2026-11-09', minutes: 0, length: CALM_DAYS * DAY, every: MINUTE,
  }); // prettier-ignore
  const alerts = rehearsal.alerts();
  calm += alerts.length;
  console.log(`${city}, ${CALM_DAYS} calm days: ${alerts.length} alerts`);
  for (const row of alerts) console.log(tell(row));
}

const leads: number[] = [];
let [incidents, raised, stormCards] = [0, 0, 0];
for (const scenario of await scenarioIds()) {
  if (scenario === 'calm-week') continue;
  incidents++;
  const { rehearsal, plants } = await simulated({
    city: 'wuxi', scenario, seed: 5, date: '2026-11-20', minutes: 9 * 60, length: 3 * HOUR, every: 10 * SECOND,
  }); // prettier-ignore
  const alerts = rehearsal.alerts();
  console.log(`${scenario}: ${alerts.length} cards`);
  for (const row of alerts) console.log(tell(row));
  if (scenario === 'storm') stormCards = alerts.length;
  const plant = plants.find(({ kind }) => kind !== 'season')!;
  const first = alerts.find((row) => isAbout({ row, plant }));
  if (!first) continue;
  raised++;
  leads.push((first.raised! - plant.start) / SECOND);
}
const deadline = (tickets: number): number =>
  deadlineCost({ tickets, perSecond: 10, seconds: quick ? 20 : 60, rounds: 5 }).msPerSecond;
// The code is compiled before it counts.
deadline(1e4);
const [few, many] = [deadline(1e4), deadline(1e6)];
report({
  bench: 'alerts',
  false_per_desk_shift: round(calm / (CITIES.length * CALM_DAYS * DESKS * SHIFTS), 4),
  calm_alerts: calm,
  calm_days: CITIES.length * CALM_DAYS,
  storm_cards: stormCards,
  incidents,
  incidents_raised: raised,
  lead_median_s: percentile(leads, 0.5),
  leads_s: leads.map((lead) => Math.round(lead)),
  deadline_cost_1e6_over_1e4: round(many / few, 2),
});
