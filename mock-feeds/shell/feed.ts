/** The simulation against a server: back-fill, newest day first, then live. Holds only what lies in the future. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HotlineEvent } from '../../contract/event.ts';
import { HOUR, SECOND } from '../../contract/time.ts';
import { simulateDay } from '../core/day.ts';
import type { SimEvent } from '../core/life.ts';
import { Quirks, type Delivery } from '../core/quirks.ts';
import type { Scenario } from '../core/scenario.ts';
import type { World } from '../core/world.ts';
import { shiftDate } from '../core/worktime.ts';
import type { SimClock } from './clock.ts';
import { DueHeap } from './heap.ts';
import type { Sender } from './sender.ts';

export interface FeedOptions {
  world: World;
  seed: number;
  scenario: Scenario;
  /** Simulated Unix ms; absent: the moment the feed starts. */
  scenarioStart?: number;
  backfillDays: number;
  quirks: boolean;
  clock: SimClock;
  sender: Sender;
  signal: AbortSignal;
  log(line: string): void;
  /** false: ends after the back-fill. */
  live?: boolean;
}

/** Events are gathered for this long, real ms. */
const TICK = 50;
/** Sources say that they live this often, simulated ms; at high speed as often as a tick allows. */
const HEARTBEAT = 10 * SECOND;
const REPORT_EVERY = 60_000;
const CHUNK = 2000;

const rate = (count: number, ms: number): string =>
  `${count} events in ${(ms / 1000).toFixed(1)} s (${Math.round((count / Math.max(1, ms)) * 1000)}/s)`;

/** Runs until the signal aborts. Throws what makes sending impossible, such as a wrong key. */
export async function runFeed(options: FeedOptions): Promise<void> {
  const { world, seed, scenario, clock, sender, signal, log } = options;
  const { tz } = world;
  const origin = clock.now();
  const script = scenario.play({ world, seed, start: options.scenarioStart ?? Math.floor(origin) });
  const quirks = new Quirks(world, { seed, on: options.quirks, outages: script.outages ?? [] });
  const future = new DueHeap<Delivery>();
  /** Once this is live the wall itself supervises tickets: an upstream system did so before. */
  const deliver = (events: readonly SimEvent[]): Delivery[] =>
    quirks.deliver(events.filter(({ at, event }) => at <= origin || event.type !== 'hotline.ticket.supervised'));
  const counters = (): string => {
    const { retries, refused, reasons } = sender.counts;
    return `${retries} retries, ${refused} refused${refused > 0 ? ` (${reasons[0]})` : ''}`;
  };

  /** What of these deliveries is due by `now`; the rest is kept for later. */
  const split = (deliveries: readonly Delivery[], now: number): HotlineEvent[] => {
    const due: HotlineEvent[] = [];
    for (const delivery of deliveries) {
      if (delivery.at <= now) due.push(delivery.event);
      else future.push(delivery);
    }
    return due;
  };
  const day = (date: string): Delivery[] => {
    const events = simulateDay(world, seed, date, script.factor);
    return deliver(script.amend ? events.map(script.amend) : events);
  };
  const send = async (events: readonly HotlineEvent[]): Promise<void> => {
    for (let i = 0; i < events.length && !signal.aborted; i += CHUNK) await sender.put(events.slice(i, i + CHUNK));
  };

  // Back-fill.
  const today = tz.date(origin);
  let started = performance.now();
  const planted = deliver(script.events ?? []);
  for (let back = 0; back <= options.backfillDays && !signal.aborted; back++) {
    const deliveries = day(shiftDate(today, -back));
    if (back === 0) {
      const weights = new Map<string, number>();
      for (const { event } of deliveries) weights.set(event.source, (weights.get(event.source) ?? 0) + 1);
      sender.plan(weights);
      // A scenario that began in the past is part of what is filled in.
      await send(split([...planted], origin));
    }
    await send(split(deliveries, origin));
    // Sending is asynchronous, simulating is not: let the requests have their turn.
    await new Promise(setImmediate);
  }
  await sender.drain();
  if (signal.aborted) return;
  log(
    `back-fill of ${options.backfillDays} days and today: ${rate(sender.counts.sent, performance.now() - started)}, ${future.size} kept for later, ${counters()}`,
  );
  if (options.live === false) return;

  // Live.
  const sources = world.city.feeds.map((feed) => feed.source);
  let nextDate = shiftDate(today, 1);
  let beat = -Infinity;
  started = performance.now();
  let [reported, sentBefore] = [started, sender.counts.sent];
  const every = Math.max(HEARTBEAT, TICK * clock.speed);
  while (!signal.aborted) {
    const now = clock.now();
    // The next day is there before it begins.
    while (tz.moment(nextDate, 0) <= now + HOUR) {
      for (const delivery of day(nextDate)) future.push(delivery);
      nextDate = shiftDate(nextDate, 1);
    }
    const due: HotlineEvent[] = [];
    while (future.next <= now && due.length < 20 * CHUNK) due.push(future.pop()!.event);
    if (now - beat >= every) {
      beat = now;
      for (const source of sources)
        if (!quirks.gap(source, now)) due.push(heartbeat(world, source, now, sender.backlog));
    }
    await send(due);
    if (performance.now() - reported >= REPORT_EVERY) {
      log(
        `live at ${world.iso(Math.floor(now))}: ${rate(sender.counts.sent - sentBefore, performance.now() - reported)}, ${future.size} ahead, ${counters()}`,
      );
      [reported, sentBefore] = [performance.now(), sender.counts.sent];
    }
    await sleep(TICK, undefined, { signal }).catch(() => {});
  }
  log(`live ended: ${rate(sender.counts.sent - sentBefore, performance.now() - reported)}, ${counters()}`);
}

/** A sign of life of a source. */
function heartbeat(world: World, source: string, now: number, backlog: number): HotlineEvent {
  const at = Math.floor(now);
  const [type, time] = ['hotline.feed.heartbeat' as const, world.iso(at)];
  return { specversion: '1.0', id: `hb-${at}`, source, type, subject: source, time, data: { backlog } };
}
