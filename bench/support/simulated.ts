/** A simulated city in a rehearsal: its past of eight weeks, then what comes, with what a scenario plants. */
import { MINUTE, zone } from '../../contract/time.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Rule } from '../../contract/rule.ts';
import { loadCity } from '../../server/city/load.ts';
import { countHours } from '../../server/alerts/normal/hours.ts';
import { Rehearsal, type Delivery } from '../../server/alerts/rehearsal.ts';
import { findSignals } from '../../server/alerts/signals/signal.ts';
import { normalise } from '../../server/ingest/normalise.ts';
import { simulateDay, type Factor } from '../../mock-feeds/core/day.ts';
import type { SimEvent } from '../../mock-feeds/core/life.ts';
import { Quirks } from '../../mock-feeds/core/quirks.ts';
import type { Plant } from '../../mock-feeds/core/scenario.ts';
import { shiftDate } from '../../mock-feeds/core/worktime.ts';
import { loadScenario, loadWorld } from '../../mock-feeds/shell/load.ts';
import type { LogEvent } from '../../server/log/log.ts';

const PAST_DAYS = 58;

export interface SimulatedRun {
  rehearsal: Rehearsal;
  plants: Plant[];
  /** Moments at which tickets were created after the start, by id. */
  created: ReadonlyMap<string, number>;
}

export interface SimulatedOptions {
  city: string;
  scenario: string;
  seed: number;
  /** Local date and minutes after its midnight at which the scenario begins. */
  date: string;
  minutes: number;
  /** How long it runs, ms, and how often rules are looked at. */
  length: number;
  every: number;
}

/** Days of a world are the same for every scenario that does not change volumes. */
const days = new Map<string, SimEvent[]>();

/** Runs a scenario. */
export async function simulated(options: SimulatedOptions): Promise<SimulatedRun> {
  const { seed, date, length, every } = options;
  const world = await loadWorld(options.city);
  const { city } = await loadCity(`cities/${options.city}`);
  const tz = zone(city.timeZone);
  const start = tz.moment(date, options.minutes);
  const end = start + length;
  const script = (await loadScenario(options.scenario)).play({ world, seed, start });
  const quirks = new Quirks(world, { seed, on: false, outages: script.outages ?? [] });
  const day = (of: string, factor?: Factor): SimEvent[] => {
    if (factor) return simulateDay(world, seed, of, factor);
    const name = `${options.city} ${seed} ${of}`;
    const known = days.get(name) ?? simulateDay(world, seed, of);
    days.set(name, known);
    return known;
  };
  // Each run has events of its own: normalising takes them over.
  const logged = ({ event }: SimEvent): LogEvent => normalise(structuredClone(event), city, (value) => value);

  const past: SimEvent[] = [];
  for (let back = PAST_DAYS; back > 0; back--) past.push(...day(shiftDate(date, -back)));
  const coming: SimEvent[] = [...(script.events ?? [])];
  for (let ahead = 0; tz.moment(shiftDate(date, ahead), 0) < end; ahead++)
    coming.push(...day(shiftDate(date, ahead), script.factor));
  for (const list of [past, coming]) for (const [i, sim] of list.entries()) list[i] = script.amend?.(sim) ?? sim;
  const all = quirks.deliver([...past, ...coming].filter(({ at }) => at < end));

  const signals = await findSignals();
  const rehearsal: Rehearsal = new Rehearsal({
    city,
    alerting: city.alerting,
    signals,
    start,
    every,
    hours: (rule: Rule, from, to) =>
      Promise.resolve(countHours(rehearsal.store.rows(measureOf(rule.measure!).fact), rule, tz, from, to)),
  });
  const split = all.findIndex(({ at }) => at >= start);
  rehearsal.take(all.slice(0, split).map(({ at, event }) => logged({ at, event })));
  const created = new Map<string, number>();
  const live: Delivery[] = all.slice(split).map(({ at, event }) => {
    if (event.type === 'hotline.ticket.created') created.set(event.subject, Date.parse(event.time));
    return { due: at, event: logged({ at, event }) };
  });
  for (const { source } of city.feeds)
    for (let at = start; at < end; at += MINUTE)
      if (!quirks.gap(source, at))
        live.push({ due: at, event: { source, id: `beat ${at}`, type: 'hotline.feed.heartbeat', subject: source, at, data: {} } }); // prettier-ignore
  live.sort((a, b) => a.due - b.due);
  await rehearsal.run(end, live);
  return { rehearsal, plants: script.plants, created };
}
