import { Compile } from 'typebox/compile';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENTS, type EventType } from '../../contract/event.ts';
import { HOUR } from '../../contract/time.ts';
import { loadWorld } from '../shell/load.ts';
import { simulateDay } from './day.ts';
import { figures } from './figures.ts';
import { within } from './gazetteer.ts';
import type { SimEvent } from './life.ts';
import type { World } from './world.ts';
import { shiftDate } from './worktime.ts';

const validators = new Map(Object.entries(EVENTS).map(([type, schema]) => [type, Compile(schema)]));
const key = ({ event }: SimEvent): string => `${event.source}|${event.id}`;
const dates = (last: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => shiftDate(last, i - count + 1));

describe.each(['wuxi', 'weifang'])('simulated days of %s', (id) => {
  let world: World;
  beforeAll(async () => {
    world = await loadWorld(id);
  });

  it('gives the same events for the same seed and date, whatever was simulated before', async () => {
    // Texts, since a deep comparison of so many objects takes long.
    const text = (from: World, seed: number): string => JSON.stringify(simulateDay(from, seed, '2026-11-19'));
    const first = text(world, 7);
    simulateDay(world, 7, '2026-11-20');
    const other = text(world, 8);
    expect(text(world, 7) === first).toBe(true);
    expect(text(await loadWorld(id), 7) === first).toBe(true);
    expect(other === first).toBe(false);
  });

  it('[E1] gives only events that the contract allows, each id once in its source, times with offset', () => {
    const events = ['2026-01-20', '2026-10-01', '2026-11-20'].flatMap((date) => simulateDay(world, 1, date));
    const broken = events.flatMap(({ event }) => {
      const validator = validators.get(event.type)!;
      const holds: boolean = validator.Check(event);
      if (holds) return [];
      return [`${event.id} ${[...validator.Errors(event)].map((e) => `${e.instancePath} ${e.message}`).join('; ')}`];
    });
    expect(broken.slice(0, 5)).toEqual([]);
    expect(new Set(events.map(key)).size).toBe(events.length);
    expect(events.every(({ at, event }) => Date.parse(event.time) === at && event.time.endsWith('+08:00'))).toBe(true);
    const types = new Set(events.map(({ event }) => event.type));
    const missing = (Object.keys(EVENTS) as EventType[]).filter((type) => !types.has(type));
    expect(missing).toEqual(['hotline.feed.heartbeat']);
  });

  it('names only places, units, categories and sources of the profile, and points inside their district', () => {
    const categories = new Set(world.city.categories.map((c) => c.code));
    const sources = new Set(world.city.feeds.map((f) => f.source));
    const streets = new Map(world.areas.flatMap((area) => area.streets.map((s) => [s.code, area] as const)));
    let located = 0;
    const wrong: string[] = [];
    const must = (holds: boolean, event: SimEvent['event']): void => void (holds || wrong.push(JSON.stringify(event)));
    for (const { event } of simulateDay(world, 1, '2026-11-20')) {
      must(sources.has(event.source), event);
      if (event.type === 'hotline.ticket.dispatched') must(world.unitNames.has(event.data.unit), event);
      if (event.type !== 'hotline.ticket.created') continue;
      const { category, place } = event.data;
      must(categories.has(category!), event);
      if (place?.street) must(streets.get(place.street)?.code === place.district, event);
      if (place?.lng === undefined) continue;
      located++;
      must(within([place.lng, place.lat!], world.areas.find((one) => one.code === place.district)!.polygons), event);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(located).toBeGreaterThan(200);
  });

  it('tells whole lives in an order that can be: created first, ended at last, a reply before the close, merged into what exists', () => {
    const lives = new Map<string, SimEvent[]>();
    for (const sim of simulateDay(world, 3, '2026-11-18')) {
      if (!sim.event.type.startsWith('hotline.ticket.')) continue;
      const life = lives.get(sim.event.subject);
      if (life) life.push(sim);
      else lives.set(sim.event.subject, [sim]);
    }
    const wrong = [...lives].filter(([, life]) => {
      const types = life.map(({ event }) => event.type.slice('hotline.ticket.'.length));
      const [dispatched, closed] = [types.indexOf('dispatched'), types.indexOf('closed')];
      const worked = types.slice(dispatched, closed);
      const inOrder = dispatched < 0 || closed < 0 || (worked.includes('accepted') && worked.includes('replied'));
      const ended = ['closed', 'merged', 'cancelled'].some((type) => types.includes(type));
      const into = life.every(({ event }) => event.type !== 'hotline.ticket.merged' || lives.has(event.data.into));
      return types[0] !== 'created' || !ended || !inOrder || !into;
    });
    expect(wrong.slice(0, 2)).toEqual([]);
    expect(lives.size).toBeGreaterThan(500);
  });

  it('does work when units work: what has working days is accepted and replied to in working hours', () => {
    const branches = new Set(['06', '07', '09', '10']);
    const about = new Map<string, string>();
    const wrong: string[] = [];
    let worked = 0;
    for (const { at, event } of simulateDay(world, 1, '2026-11-14')) {
      if (event.type === 'hotline.ticket.created' || event.type === 'hotline.ticket.corrected') {
        const urgent = event.type === 'hotline.ticket.created' && event.data.urgency === 'critical';
        if (!urgent) about.set(event.subject, event.data.category!.slice(0, 2));
      }
      if (!/accepted|contacted|replied/.test(event.type) || !branches.has(about.get(event.subject) ?? '')) continue;
      worked++;
      // A millisecond of rounding at the very end of the hours does not count.
      if (world.work.next(at - 1) > at) wrong.push(`${event.id} ${event.type} ${event.time}`);
    }
    expect(wrong).toEqual([]);
    expect(worked).toBeGreaterThan(100);
  });
});

describe('calibration of wuxi', () => {
  it('comes within tolerance of the published figures over four weeks of spring and early summer', async () => {
    const world = await loadWorld('wuxi');
    const weeks = dates('2026-06-14', 28);
    const events = weeks.flatMap((date) => simulateDay(world, 1, date));
    const probes = weeks.slice(14).map((date) => world.tz.moment(date, 0) + 12 * HOUR);
    const got = figures(world, events, weeks.length, probes);
    const near = (value: number, target: number, off: number): void => {
      expect(value).toBeGreaterThan(target - off);
      expect(value).toBeLessThan(target + off);
    };
    near(got.ticketsPerDay, 954, 50);
    near(got.callsPerDay, 1117, 60);
    near(got.answerRate, 98, 1);
    near(got.serviceLevel15, 91, 2.5);
    near(got.directRate, 72, 1.5);
    near(got.onTimeRate, 97.2, 0.8);
    near(got.satisfaction, 94.9, 0.8);
    near(got.overdue, 7, 6);
  });

  it('has the shape of a hotline: two peaks a day, quiet nights and weekends, heating in winter only', async () => {
    const world = await loadWorld('wuxi');
    const week = dates('2026-04-26', 7);
    const hours = Array.from({ length: 24 }, () => 0);
    const perDay = week.map((date) => {
      const queued = simulateDay(world, 1, date).filter(({ event }) => event.type === 'hotline.call.queued');
      for (const { at } of queued) hours[world.tz.parts(at).hour]!++;
      return queued.length;
    });
    expect(Math.min(hours[9]!, hours[15]!)).toBeGreaterThan(hours[12]! * 1.3);
    expect(hours[3]!).toBeLessThan(hours[9]! / 10);
    expect(Math.max(...perDay.slice(5))).toBeLessThan(Math.min(...perDay.slice(0, 5)));
    const heat = (date: string): number =>
      simulateDay(world, 1, date).filter(
        ({ event }) =>
          event.type === 'hotline.ticket.created' &&
          event.data.category?.startsWith('03.01') &&
          event.data.nature !== 'consult',
      ).length;
    expect(heat('2026-01-14')).toBeGreaterThan(heat('2026-07-15'));
  });
});
