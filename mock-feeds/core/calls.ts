/** A day of the telephone queue: who calls, waits, is answered or hangs up. First come, first served. */
import { HOUR, SECOND } from '../../contract/time.ts';
import type { EventData, EventType, HotlineEvent } from '../../contract/event.ts';
import type { SimEvent } from './life.ts';
import { Rng } from './random.ts';
import type { World } from './world.ts';

/** An answered call of which a ticket is taken down. */
export interface TakenDown {
  call: string;
  /** When the ticket is created, and when the call ends. */
  at: number;
  end: number;
  /** Sets the ticket that the call's last event names. */
  name(ticket: string): void;
}

export interface CallDay {
  events: SimEvent[];
  tickets: TakenDown[];
}

/** Moments within a local day at a given mean number, spread by hours; ascending. */
export function arrivals(
  rng: Rng,
  dayStart: number,
  perDay: number,
  hours: readonly number[],
  factor: (at: number) => number,
): number[] {
  const list: number[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const from = dayStart + hour * HOUR;
    const count = rng.poisson(perDay * hours[hour]! * factor(from + HOUR / 2));
    for (let i = 0; i < count; i++) list.push(from + Math.floor(rng.next() * HOUR));
  }
  return list.sort((a, b) => a - b);
}

/** The calls that are queued on a local date. `perDay`: mean of this day. */
export function callDay(
  world: World,
  seed: number,
  date: string,
  perDay: number,
  factor: (at: number) => number,
): CallDay {
  const { calls, sources, prefix } = world.model;
  const rng = new Rng(seed, 'calls', date);
  const start = world.tz.moment(date, 0);
  const end = world.tz.addDays(start, 1);
  const compact = date.replaceAll('-', '');
  const events: SimEvent[] = [];
  const tickets: TakenDown[] = [];
  const free = Array.from({ length: Math.max(...calls.agents) }, () => start);
  const zoneOf = (agent: number): string => calls.zones[agent % calls.zones.length]!;
  let number = 0;
  for (const queued of arrivals(rng, start, perDay / (1 - calls.short), world.callHours, factor)) {
    const id = `${prefix}C${compact}-${String(++number).padStart(5, '0')}`;
    const tell = <T extends EventType>(type: T, part: string, at: number, data: EventData<T>): void => {
      const event = {
        specversion: '1.0',
        id: `${id}.${part}`,
        source: sources.calls,
        type,
        subject: id,
        time: world.iso(at),
        data,
      };
      events.push({ at, event: event as unknown as HotlineEvent });
    };
    const caller = `100${String(rng.int(100_000_000)).padStart(8, '0')}`;
    tell('hotline.call.queued', 'q', queued, { line: rng.pick(calls.lines), caller });
    const patience = Math.round(
      (rng.chance(calls.short) ? rng.range(0.8, 4.5) : 5.5 + rng.exp(calls.patience)) * SECOND,
    );
    // Staffed seats of this hour; the next free one takes the call after it has rung.
    const staffed = calls.agents[Math.min(23, Math.floor((queued - start) / HOUR))]!;
    let agent = 0;
    for (let i = 1; i < staffed; i++) if (free[i]! < free[agent]!) agent = i;
    const ring = Math.round(rng.range(5, 9.5) * SECOND);
    const answered = Math.max(free[agent]!, queued) + ring;
    if (answered - queued > patience) {
      tell('hotline.call.abandoned', 'x', queued + patience, {});
      continue;
    }
    const talk = Math.round(Math.min(1800, Math.max(20, rng.around(calls.talk, calls.spread))) * SECOND);
    const ended = answered + talk;
    free[agent] = ended + Math.round(rng.exp(calls.wrap) * SECOND);
    const seat = `${'ABC'[agent % 3]}${String(Math.floor(agent / 3) + 1).padStart(2, '0')}`;
    tell('hotline.call.answered', 'a', answered, { seat, zone: zoneOf(agent) });
    const data: EventData<'hotline.call.ended'> = {};
    tell('hotline.call.ended', 'e', ended, data);
    const created = answered + Math.round(talk * rng.range(0.5, 0.95));
    if (created < end && rng.chance(calls.ticketShare)) {
      tickets.push({ call: id, at: created, end: ended, name: (ticket) => void (data.ticket = ticket) });
    }
  }
  return { events, tickets };
}
