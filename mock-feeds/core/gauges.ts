/**
 * What a city's gauges tell: weather and heating, water, air, the portal, and the season of school enrolment. Every gauge has
 * randomness of its own by seed and date, so days may be made in any order.
 */
import type { HotlineEvent } from '../../contract/event.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import type { SimEvent } from './life.ts';
import { Rng } from './random.ts';
import type { World } from './world.ts';
import { shiftDate } from './worktime.ts';

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
/** From 0 to 1, slow at both ends. */
const smooth = (x: number): number => {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
};

/** A reading: gauge without the city's name, moment, value, unit, district. */
type Tell = (gauge: string, at: number, value: number, unit?: string, district?: string) => void;

/** A value of each month, even from the middle of one to the middle of the next. */
function ofSeason(months: readonly number[], date: string): number {
  const month = Number(date.slice(5, 7)) - 1;
  const into = (Number(date.slice(8)) - 15) / 30;
  const other = months[(month + (into < 0 ? 11 : 1)) % 12]!;
  return months[month]! * (1 - Math.abs(into)) + other * Math.abs(into);
}

/** Weather changes over days: each day's departure is shared with its neighbours. Standard deviations. */
function departure(seed: number, name: string, date: string): number {
  const of = (shift: number): number => new Rng(seed, name, shiftDate(date, shift)).normal();
  return (of(-1) + of(0) * 2 + of(1)) / 4;
}

/** Whether there is central heating on a date; the season spans the new year. */
export function heated([from, to]: readonly [string, string], date: string): boolean {
  const day = date.slice(5);
  return day >= from || day <= to;
}

/** Outside temperature every half hour; in the heating season the mean of sampled rooms every hour. */
function warmth(world: World, seed: number, date: string, start: number, tell: Tell): void {
  const { model } = world;
  const rng = new Rng(seed, 'temperature', date);
  const mean = ofSeason(model.temperatures, date) + departure(seed, 'weather', date) * 2.6;
  for (let at = start; at < start + DAY; at += 30 * MINUTE) {
    const hour = (at - start) / HOUR;
    tell('temperature', at, round(mean + 4 * Math.cos(((hour - 14.5) / 12) * Math.PI) + rng.normal() * 0.15, 1), '℃');
  }
  if (!heated(model.heating, date)) return;
  // The plants follow the weather by half.
  const room = 20.4 + 0.06 * mean;
  for (let at = start; at < start + DAY; at += HOUR) {
    const hour = (at - start) / HOUR;
    tell('room', at, round(room + 0.5 * Math.cos(((hour - 16) / 12) * Math.PI) + rng.normal() * 0.12, 1), '℃');
  }
}

/** Water pressure of each district every half hour. */
function water(world: World, seed: number, date: string, start: number, tell: Tell): void {
  const rng = new Rng(seed, 'water', date);
  for (let at = start; at < start + DAY; at += 30 * MINUTE) {
    const hour = (at - start) / HOUR;
    const demand = Math.exp(-((hour - 7.5) ** 2) / 4) + Math.exp(-((hour - 19) ** 2) / 5);
    for (const { code } of world.city.places)
      tell(`water-${code}`, at, round(0.34 - 0.04 * demand + rng.normal() * 0.004, 3), 'MPa', code);
  }
}

/** Fine dust of the hour, and the index that is made of it (GB 3095, the steps up to 150 µg/m³). */
function air(world: World, seed: number, date: string, start: number, tell: Tell): void {
  const rng = new Rng(seed, 'air', date);
  const day = ofSeason(world.model.dust, date) * Math.exp(departure(seed, 'haze', date) * 0.75);
  for (let at = start; at < start + DAY; at += HOUR) {
    const hour = (at - start) / HOUR;
    const shape = 1 + 0.16 * Math.cos(((hour - 8) / 12) * Math.PI) + 0.08 * Math.cos(((hour - 21) / 6) * Math.PI);
    const dust = Math.max(3, day * shape * (1 + rng.normal() * 0.04));
    tell('pm25', at, Math.round(dust), 'µg/m³');
    tell('aqi', at, Math.round(airIndex(dust)));
  }
}

/** Index of fine dust by its steps; from 150 µg/m³ on evenly. */
export function airIndex(dust: number): number {
  const steps: [dust: number, index: number][] = [[0, 0], [35, 50], [75, 100], [115, 150], [150, 200], [250, 300]]; // prettier-ignore
  const i = Math.min(
    steps.length - 2,
    Math.max(0, steps.findIndex(([to]) => dust < to) - 1, dust >= 250 ? steps.length - 2 : 0),
  );
  const [[fromDust, fromIndex], [toDust, toIndex]] = [steps[i]!, steps[i + 1]!];
  return fromIndex + ((dust - fromDust) / (toDust - fromDust)) * (toIndex - fromIndex);
}

/** Visits of the portal and applications made there, of the hour that ends at each reading. */
function portal(world: World, seed: number, date: string, start: number, tell: Tell): void {
  const rng = new Rng(seed, 'portal', date);
  const { visits, services } = world.model.portal;
  const factor = (world.work.isWorkday(date) ? 1 : 0.55) * (1 + 0.05 * rng.normal());
  for (let hour = 0; hour < 24; hour++) {
    const share = world.onlineHours[hour]! * factor;
    tell('portal-visits', start + (hour + 1) * HOUR - 1000, rng.poisson(visits * share));
    tell('portal-services', start + (hour + 1) * HOUR - 1000, rng.poisson(services * share));
  }
}

/** From when to when each step of the enrolment goes on, as days of the season. */
const OPENS = '06-10';
const STEPS = { registered: [0, 20], applied: [21, 35], checked: [22, 48], notices: [56, 70] } as const;
const SEASON_DAYS = 76;
/** Totals begin anew with the next season. */
const RESET = '05-01';

/** Totals of the enrolment season: every hour while it goes on, else once a day. */
function enrolment(world: World, seed: number, date: string, start: number, tell: Tell): void {
  const { enrolment: goal } = world.model;
  const year = Number(date.slice(0, 4)) - (date.slice(5) < RESET ? 1 : 0);
  const scale = 1 + 0.012 * new Rng(seed, 'enrolment', year).normal();
  const day = Math.round((Date.parse(date) - Date.parse(`${year}-${OPENS}`)) / DAY);
  const on = day >= 0 && day < SEASON_DAYS;
  let done = 0;
  for (let hour = 0; hour < 24; hour++) {
    done += world.onlineHours[hour]!;
    if (!on && hour !== 7) continue;
    const at = start + (hour + 1) * HOUR;
    const share = (step: keyof typeof STEPS): number => smooth((day + done - STEPS[step][0]) / (STEPS[step][1] - STEPS[step][0])); // prettier-ignore
    for (const step of ['registered', 'applied', 'checked', 'notices'] as const)
      tell(`enrolment-${step}`, at, Math.round(goal[step] * scale * share(step)));
    for (const [reason, number] of Object.entries(goal.refused))
      tell(`enrolment-refused-${reason}`, at, Math.round(number * scale * share('checked')));
    if (share('notices') > 0)
      tell('enrolment-online', at, round(goal.online + 0.3 * new Rng(seed, 'online', year).normal(), 1), '%');
  }
}

/** All readings of a local date, by the clock of the city. Ids of gauges begin with that of the city. */
export function gaugeDay(world: World, seed: number, date: string): SimEvent[] {
  const { model, city } = world;
  const start = world.tz.moment(date, 0);
  const events: SimEvent[] = [];
  const tell: Tell = (gauge, at, value, unit, district) => {
    const subject = `${city.id}-${gauge}`;
    const data = { value, ...(unit !== undefined && { unit }), ...(district !== undefined && { district }) };
    const event = {
      specversion: '1.0', id: `${subject}@${at}`, source: model.sources.gauges, type: 'hotline.gauge.reported', subject,
      time: world.iso(at), data,
    } as unknown as HotlineEvent; // prettier-ignore
    events.push({ at, event });
  };
  for (const part of [warmth, water, air, portal, enrolment]) part(world, seed, date, start, tell);
  return events;
}
