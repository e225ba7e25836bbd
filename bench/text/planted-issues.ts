/**
 * Hot issues on a simulated city: three ordinary days, then each incident. Prints after how many planted tickets, and how many
 * of its own, an issue that is mostly theirs was among the three hottest of the last day (a storm is a matter on each of hundreds of
 * roads, whose tickets come at once), and how well the issues hold them: an issue ought to be
 * of one compound or road and of planted tickets only.
 */
import { DAY, HOUR, zone } from '../../contract/time.ts';
import { simulateDay } from '../../mock-feeds/core/day.ts';
import type { SimEvent } from '../../mock-feeds/core/life.ts';
import { shiftDate } from '../../mock-feeds/core/worktime.ts';
import { loadScenario, loadWorld, scenarioIds } from '../../mock-feeds/shell/load.ts';
import { loadCity } from '../../server/city/load.ts';
import { severityOf } from '../../server/reading/said.ts';
import { segmenterOf } from '../../server/reading/segmenter.ts';
import { heat } from '../../server/text/issues/heat.ts';
import { membersOf, type Issue } from '../../server/text/issues/issue.ts';
import { Issues } from '../../server/text/issues/issues.ts';
import type { Said } from '../../server/text/issues/said.ts';
import { lineOf, titleOf } from '../../server/text/issues/title.ts';
import { percentile, round } from '../support/result.ts';

const PAST_DAYS = 3;
const DATE = '2026-11-20';
const SEED = 5;
const FOLLOWED = 10 * HOUR;
/** Of so many planted tickets the rank is looked at after each; later only the end is. */
const WATCHED = 60;
const FIRST = 3;
const SHOWN = 5;

function toldOf({ event, at }: SimEvent): Said[] {
  if (event.type !== 'hotline.ticket.created') return [];
  const { title, text = null, place, requester = null, category = null, nature } = event.data;
  return [
    {
      id: event.subject,
      kind: 'ticket',
      at: Date.parse(event.time) || at,
      title,
      text,
      district: place?.district ?? null,
      street: place?.street ?? null,
      community: place?.community ?? null,
      category,
      requester,
      severity: severityOf({ urgency: null, nature }),
    },
  ];
}

/** Figures of one run. */
export async function run(): Promise<Record<string, unknown>> {
  const world = await loadWorld('wuxi');
  const { city } = await loadCity('cities/wuxi');
  const tz = zone(city.timeZone);
  const segmenter = segmenterOf(city);
  const names = new Map(
    city.places.flatMap(({ code, names: of, streets }) => [
      [code, of.zh] as const,
      ...streets.map((street) => [street.code, street.names.zh] as const),
    ]),
  );
  const past: Said[] = [];
  for (let back = PAST_DAYS; back > 0; back--)
    past.push(...simulateDay(world, SEED, shiftDate(DATE, -back)).flatMap(toldOf));
  const needed: number[] = [];
  const neededOwn: number[] = [];
  const purities: number[] = [];
  for (const scenario of await scenarioIds()) {
    const start = tz.moment(DATE, 9 * 60);
    const script = (await loadScenario(scenario)).play({ world, seed: SEED, start });
    const plants = script.plants.filter((plant) => plant.kind === 'matter');
    if (plants.length === 0) continue;
    const planted = new Set(plants.flatMap(({ tickets }) => tickets));
    const day = simulateDay(world, SEED, DATE, script.factor).flatMap(toldOf);
    const until = Math.min(tz.moment(DATE, 24 * 60), start + FOLLOWED);
    const all = [...past, ...day, ...(script.events ?? []).flatMap(toldOf)]
      .filter(({ at }) => at < until)
      .sort((a, b) => a.at - b.at);
    const issues = new Issues({ segmenter });
    const shareOf = (issue: Issue): number => {
      let own = 0;
      for (const { id } of membersOf(issue)) if (planted.has(id)) own++;
      return own / issue.size;
    };
    const hottest = (now: number, n: number): Issue[] =>
      [...issues.all()]
        .filter(({ size, last }) => size > 1 && last > now - DAY)
        .map((issue) => ({
          issue,
          of: heat(
            [...membersOf(issue)].filter(({ at }) => at > now - DAY),
            now,
          ),
        }))
        .sort((a, b) => b.of - a.of)
        .slice(0, n)
        .map(({ issue }) => issue);
    let [came, reached, own] = [0, Infinity, Infinity];
    for (const [n, said] of all.entries()) {
      issues.take(said);
      // What a server does between two tickets, and more where it is quiet.
      if (n % 10 === 0) issues.look(10);
      if (!planted.has(said.id) || ++came > WATCHED || reached < Infinity) continue;
      const first = hottest(said.at, FIRST).find((issue) => shareOf(issue) > 0.5);
      if (first) [reached, own] = [came, first.size];
    }
    needed.push(reached);
    neededOwn.push(own);
    const theirs = [...issues.all()].filter((issue) => issue.size > 1 && shareOf(issue) > 0.5);
    const held = theirs.reduce((sum, { size }) => sum + size, 0);
    const purity = theirs.reduce((sum, issue) => sum + shareOf(issue) * issue.size, 0) / held;
    purities.push(purity);
    console.log(
      `${scenario}: among the ${FIRST} hottest after ${reached} planted tickets, ${own} of its own; ${came} of them in ${theirs.length} issues, ${round(purity * 100, 1)} % of whose tickets are theirs`,
    );
    for (const issue of hottest(until, SHOWN)) {
      const title = lineOf(titleOf(issue, segmenter.language, (code) => names.get(code) ?? code));
      console.log(`    ${issue.size} ${title}`);
    }
  }
  return {
    issues_planted: needed.length,
    issues_found: needed.filter(Number.isFinite).length,
    issue_tickets_median: percentile(needed, 0.5),
    issue_tickets_most: Math.max(...needed),
    issue_own_tickets_most: Math.max(...neededOwn),
    issue_purity_least: round(Math.min(...purities), 3),
  };
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await run()));
