/**
 * One local day of a city. Days are independent: the events of every ticket, call and mention born on a date follow
 * from (world, seed, date) alone, so days may be simulated in any order and twice give the same.
 */
import { callDay, arrivals } from './calls.ts';
import { mentionDay } from './around.ts';
import { ticketId } from './content.ts';
import { gaugeDay } from './gauges.ts';
import { lifeOf, type Birth, type SimEvent } from './life.ts';
import type { Channel } from './model.ts';
import { Rng } from './random.ts';
import type { World } from './world.ts';

/** Changes the volumes: a factor by moment (hours are the finest grain). */
export type Factor = (at: number) => number;
const even: Factor = () => 1;

/** Factor of a date on the mean volume: weekday, month, holidays and chance. */
export function dayFactor(world: World, seed: number, date: string): number {
  const { model, work } = world;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const off = !work.isWorkday(date) && weekday > 0 && weekday < 6;
  const onWeekend = work.isWorkday(date) && (weekday === 0 || weekday === 6);
  const usual = onWeekend ? Math.max(...model.weekdays) * 0.95 : model.weekdays[weekday]!;
  return (
    (off ? model.holiday : usual) *
    model.months[Number(date.slice(5, 7)) - 1]! *
    (1 + 0.045 * new Rng(seed, 'day', date).normal())
  );
}

/** Order of events: time, then source and id, so that two runs agree to the last place. */
export const compareEvents = (a: SimEvent, b: SimEvent): number =>
  a.at - b.at ||
  (a.event.source < b.event.source ? -1 : a.event.source > b.event.source ? 1 : a.event.id < b.event.id ? -1 : 1);

/** Everything that is born on a local date (YYYY-MM-DD), with its complete future, in order of time. */
export function simulateDay(world: World, seed: number, date: string, factor: Factor = even): SimEvent[] {
  const { model } = world;
  const volume = dayFactor(world, seed, date);
  const start = world.tz.moment(date, 0);
  const calls = callDay(world, seed, date, model.calls.perDay * volume, factor);
  const births: (Omit<Birth, 'date' | 'number'> & { name?: (ticket: string) => void })[] = calls.tickets.map((t) => ({
    at: t.at,
    channel: 'phone',
    call: { id: t.call, end: t.end },
    name: t.name,
  }));
  const rng = new Rng(seed, 'online', date);
  for (const [channel, perDay] of Object.entries(model.online)) {
    for (const at of arrivals(rng, start, perDay * volume, world.onlineHours, factor))
      births.push({ at, channel: channel as Channel });
  }
  births.sort((a, b) => a.at - b.at);
  const events = calls.events;
  births.forEach(({ name, ...birth }, i) => {
    name?.(ticketId(world, date, i + 1));
    events.push(...lifeOf(world, seed, { ...birth, date, number: i + 1 }));
  });
  events.push(...mentionDay(world, seed, date, factor), ...gaugeDay(world, seed, date));
  return events.sort(compareEvents);
}
