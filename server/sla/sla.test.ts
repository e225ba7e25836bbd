import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, zone } from '../../contract/time.ts';
import { agenda } from './agenda.ts';
import { calendarNotice, workTime } from './calendar.ts';

const tz = zone('Asia/Shanghai');
const cn = workTime({ kind: 'cn', hours: [[510, 720], [810, 1050]] }, tz); // prettier-ignore
const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('working time', () => {
  it('knows the official holidays and the working Saturdays that make up for them', () => {
    expect(cn.isWorkday(at('2026-10-02T12:00:00'))).toBe(false);
    expect(cn.isWorkday(at('2026-10-10T12:00:00'))).toBe(true);
    expect(cn.isWorkday(at('2026-11-21T12:00:00'))).toBe(false);
    expect(cn.add(at('2026-09-29T15:00:00'), 3 * cn.dayLength)).toBe(at('2026-10-09T15:00:00'));
  });

  it('starts at the next opening when asked outside of hours', () => {
    expect(cn.add(at('2026-11-20T20:00:00'), HOUR)).toBe(at('2026-11-23T09:30:00'));
    expect(cn.add(at('2026-11-20T12:30:00'), HOUR)).toBe(at('2026-11-20T14:30:00'));
    expect(cn.between(at('2026-11-20T12:00:00'), at('2026-11-20T13:30:00'))).toBe(0);
  });

  it('takes daylight saving as the wall clock shows it', () => {
    const ny = zone('America/New_York');
    const work = workTime({ kind: 'weekly', weekdays: [0, 1, 2, 3, 4, 5, 6], hours: [[540, 1020]] }, ny);
    const noon = Date.parse('2026-10-31T12:00:00-04:00');
    expect(work.add(noon, 8 * HOUR)).toBe(Date.parse('2026-11-01T12:00:00-05:00'));
  });

  it('adding and measuring agree', () => {
    const moment = fc.integer({ min: at('2025-01-01T00:00:00'), max: at('2026-12-01T00:00:00') });
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 40 * 7 * 60 }), (from, minutes) => {
        const to = cn.add(from, minutes * MINUTE);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(cn.between(from, to)).toBe(minutes * MINUTE);
        expect(cn.between(cn.add(to, -minutes * MINUTE), to)).toBe(minutes * MINUTE);
      }),
    );
  });

  it('refuses a calendar that never works', () => {
    const never = workTime({ kind: 'weekly', weekdays: [], hours: [[540, 1020]] }, tz);
    expect(() => never.add(at('2026-01-01T00:00:00'), HOUR)).toThrow(RangeError);
  });
});

describe('the official calendar', () => {
  const hours: [number, number][] = [[510, 720], [810, 1050]]; // prettier-ignore

  it('is known for the years that its data has, and says of others that it is not', () => {
    expect(cn.uncovered(at('2004-01-01T00:00:00'), at('2026-12-31T23:59:59'))).toEqual([]);
    expect(cn.uncovered(at('2003-12-31T23:59:59'), at('2004-01-01T00:00:00'))).toEqual([2003]);
    const far = cn.uncovered(at('2026-11-21T00:00:00'), at('2199-01-01T00:00:00'));
    expect(far.at(-1)).toBe(2199);
    expect(far.every((year, i) => i === 0 || year === far[i - 1]! + 1)).toBe(true);
  });

  it('is the profile that gives for the years it has: its holidays, its make-up days, else plain weekends', () => {
    const own = workTime(
      { kind: 'cn', hours, years: [2026, 2199], holidays: ['2199-10-01'], workdays: ['2199-10-05'] },
      tz,
    );
    expect(own.uncovered(at('2026-01-01T00:00:00'), at('2026-12-31T00:00:00'))).toEqual([]);
    expect(own.uncovered(at('2198-06-01T00:00:00'), at('2199-06-01T00:00:00'))).toEqual([2198]);
    expect(own.isWorkday(at('2199-10-01T12:00:00'))).toBe(false);
    expect(own.isWorkday(at('2199-10-02T12:00:00'))).toBe(true);
    expect([new Date(at('2199-10-05T12:00:00')).getUTCDay(), own.isWorkday(at('2199-10-05T12:00:00'))]).toEqual([6, true]);
    // What it says of a year is complete: it has no National Day here.
    expect(own.isWorkday(at('2026-10-01T12:00:00'))).toBe(true);
  }); // prettier-ignore

  it('does not concern a calendar of weekdays', () => {
    const weekly = workTime({ kind: 'weekly', weekdays: [1, 2, 3, 4, 5], hours }, tz);
    expect(weekly.uncovered(at('1999-01-01T00:00:00'), at('2199-01-01T00:00:00'))).toEqual([]);
  });

  it('[F2] is missed sixty days ahead, by the local date', () => {
    const own = workTime({ kind: 'cn', hours, years: [2198] }, tz);
    expect(calendarNotice(own, at('2198-11-01T23:59:59'))).toEqual([]);
    expect(calendarNotice(own, at('2198-11-02T00:00:00'))).toEqual([2199]);
    expect(calendarNotice(own, at('2199-01-01T00:00:00'))).toEqual([2199]);
    const all = workTime({ kind: 'cn', hours, years: [2198, 2199] }, tz);
    expect(calendarNotice(all, at('2198-12-31T00:00:00'))).toEqual([]);
  });
});

describe('agenda', () => {
  it('[F2] gives slots in the order of their moments, whatever was set, moved and cancelled', () => {
    const step = fc.record({ slot: fc.nat(3000), at: fc.option(fc.nat(50), { nil: null }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.nat(60), (steps, now) => {
        const heap = agenda();
        const plain = new Map<number, number>();
        for (const { slot, at } of steps) {
          heap.set(slot, at);
          if (at === null) plain.delete(slot);
          else plain.set(slot, at);
        }
        const wanted = [...plain].filter(([, at]) => at <= now).sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([slot]) => slot); // prettier-ignore
        const got: number[] = [];
        for (let slot = heap.due(now); slot !== undefined; slot = heap.due(now)) got.push(slot);
        expect(got).toEqual(wanted);
        expect(heap.size).toBe(plain.size - wanted.length);
      }),
    );
  });
});

describe('zones', () => {
  it('begins a day at local midnight, also where daylight saving changes', () => {
    const ny = zone('America/New_York');
    const change = Date.parse('2026-11-01T12:00:00-05:00');
    expect(ny.dayStart(change)).toBe(Date.parse('2026-11-01T00:00:00-04:00'));
    expect(ny.addDays(change, 1) - ny.dayStart(change)).toBe(25 * HOUR);
    expect(tz.addDays(at('2026-11-21T14:00:00'), -1)).toBe(at('2026-11-21T00:00:00') - DAY);
    const santiago = zone('America/Santiago');
    const skipped = Date.parse('2025-09-06T12:00:00-04:00');
    expect(santiago.addDays(skipped, 1)).toBe(Date.parse('2025-09-07T01:00:00-03:00'));
    expect(santiago.addDays(skipped, 2)).toBe(Date.parse('2025-09-08T00:00:00-03:00'));
    expect(tz.parts(at('2026-11-21T14:32:00'))).toMatchObject({ day: 21, hour: 14, minute: 32, weekday: 6 });
  });
});
