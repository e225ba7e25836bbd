import { beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../contract/time.ts';
import { loadWorld } from '../shell/load.ts';
import { airIndex, gaugeDay, heated } from './gauges.ts';
import type { World } from './world.ts';

describe.each(['wuxi', 'weifang'])('gauges of %s', (id) => {
  let world: World;
  beforeAll(async () => {
    world = await loadWorld(id);
  });
  const readings = (date: string, gauge: string): number[] =>
    gaugeDay(world, 1, date).flatMap(({ event }) =>
      event.type === 'hotline.gauge.reported' && event.subject === `${id}-${gauge}` ? [event.data.value] : [],
    );

  it('are named by the profile, and none tells more than once a minute', () => {
    const known = new Set((world.city.gauges ?? []).map((gauge) => gauge.id));
    for (const date of ['2026-01-20', '2026-07-01', '2026-11-20']) {
      const last = new Map<string, number>();
      for (const { at, event } of gaugeDay(world, 1, date)) {
        expect([event.subject, known.has(event.subject)]).toEqual([event.subject, true]);
        expect(at - (last.get(event.subject) ?? -Infinity)).toBeGreaterThanOrEqual(MINUTE);
        last.set(event.subject, at);
      }
    }
  });

  it('sample rooms in the heating season only, and have colder winters than summers', () => {
    const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    expect(readings('2026-07-01', 'room')).toEqual([]);
    expect(mean(readings('2026-01-20', 'room'))).toBeGreaterThan(18);
    expect(mean(readings('2026-01-20', 'temperature'))).toBeLessThan(mean(readings('2026-07-01', 'temperature')) - 15);
    expect([heated(['11-15', '03-15'], '2026-12-31'), heated(['11-15', '03-15'], '2026-04-01')]).toEqual([true, false]);
  });

  it('count a season of enrolment that only rises, ends near what is published, and begins anew', () => {
    for (const step of ['registered', 'applied', 'checked', 'notices'] as const) {
      const days = [
        '2026-05-02',
        '2026-06-15',
        '2026-06-25',
        '2026-07-05',
        '2026-07-20',
        '2026-08-10',
        '2026-08-30',
        '2026-11-20',
      ];
      const totals = days.flatMap((date) => readings(date, `enrolment-${step}`));
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
      expect(totals[0]).toBe(0);
      const goal = world.model.enrolment[step];
      expect(Math.abs(totals.at(-1)! - goal)).toBeLessThan(goal * 0.05);
      expect(readings('2027-05-02', `enrolment-${step}`)).toEqual([0]);
    }
  });
});

it('the air index follows the steps of the standard', () => {
  expect([0, 35, 75, 115, 150, 250].map(airIndex)).toEqual([0, 50, 100, 150, 200, 300]);
  expect(airIndex(55)).toBeCloseTo(75);
  expect(airIndex(300)).toBeGreaterThan(300);
});
