import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  earlier,
  earlierRange,
  pairBuckets,
  shiftOf,
  whole,
  ALIGNMENTS,
  CompareError,
  type Anchor,
} from './compare.ts';
import { buckets, DAY, HOUR, MINUTE, STEPS, zone, type Range } from './time.ts';

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'].map(zone);
const anyZone = fc.constantFrom(...ZONES);
/** Days of ten years, in which clocks were set forward and back and 29 February came twice. */
const anyDay = fc.integer({ min: 0, max: 3652 }).map((days) => Date.UTC(2019, 0, 1) + days * DAY);
const anchor: Anchor = { names: { zh: '中秋节', en: 'Mid-Autumn' }, date: '2026-09-25', before: '2025-10-06' };

/** Whole local days. */
const dayRange = fc
  .tuple(anyZone, anyDay, fc.integer({ min: 1, max: 40 }))
  .map(([tz, at, days]) => ({ tz, days, range: { from: tz.dayStart(at), to: tz.addDays(at, days) } }));

describe('what a range is compared with', () => {
  it('is as many days just before it: whole days by the calendar, whatever the clocks did', () => {
    fc.assert(
      fc.property(dayRange, ({ tz, days, range }) => {
        const shift = shiftOf(tz, range, 'previous');
        expect(shift).toEqual({ days });
        const before = earlierRange(tz, range, shift);
        expect(before.to).toBe(range.from);
        expect(before.from).toBe(tz.addDays(range.from, -days));
      }),
    );
  });

  it('is the same length just before it where there are no whole days', () => {
    const tz = zone('America/New_York');
    const range: Range = { from: tz.moment('2026-11-01', 0), to: tz.moment('2026-11-01', 180) };
    // The clocks are set back at two: from midnight to three are four hours.
    expect(range.to - range.from).toBe(4 * HOUR);
    const shift = shiftOf(tz, range, 'previous');
    expect(earlierRange(tz, range, shift)).toEqual({ from: range.from - 4 * HOUR, to: range.from });
  });

  it('a year before is the same weekday and clock time', () => {
    fc.assert(
      fc.property(anyZone, anyDay, fc.integer({ min: 3 * 60, max: 1439 }), (tz, day, minutes) => {
        // From three o'clock on every clock time is there once on every day of these zones.
        const at = tz.moment(tz.date(day), minutes);
        const before = earlier(tz, at, shiftOf(tz, { from: at, to: at + HOUR }, 'year'));
        const [a, b] = [tz.parts(at), tz.parts(before)];
        expect([b.weekday, b.hour, b.minute]).toEqual([a.weekday, a.hour, a.minute]);
        expect(tz.addDays(before, 364)).toBe(tz.dayStart(at));
        expect(earlier(tz, before, { days: -364 })).toBe(at);
      }),
    );
  });

  it('is found over month ends and leap days', () => {
    const tz = zone('Asia/Shanghai');
    const march: Range = { from: tz.moment('2024-03-01', 0), to: tz.moment('2024-03-02', 0) };
    expect(tz.date(earlierRange(tz, march, shiftOf(tz, march, 'previous')).from)).toBe('2024-02-29');
    expect(tz.date(earlierRange(tz, march, shiftOf(tz, march, 'year')).from)).toBe('2023-03-03');
  });

  it('keeps its distance from the moving holiday', () => {
    const tz = zone('Asia/Shanghai');
    const range: Range = { from: tz.moment('2026-09-20', 0), to: tz.moment('2026-10-01', 0) };
    const shift = shiftOf(tz, range, 'lunar', (date) => (date === '2026-09-25' ? anchor : null));
    const before = earlierRange(tz, range, shift);
    expect([tz.date(before.from), tz.date(before.to)]).toEqual(['2025-10-01', '2025-10-12']);
    expect(shift).toEqual({ days: 354, anchor });
    expect(() => shiftOf(tz, range, 'lunar', null)).toThrow(CompareError);
    expect(() => shiftOf(tz, range, 'lunar', () => null)).toThrow(CompareError);
  });

  it('is never empty', () => {
    fc.assert(
      fc.property(anyZone, anyDay, fc.nat(1440), fc.integer({ min: 1, max: 3000 }), (tz, day, at, length) => {
        const from = day + at * MINUTE;
        const range = { from, to: from + length * MINUTE };
        for (const alignment of ALIGNMENTS) {
          const { from: a, to: b } = earlierRange(
            tz,
            range,
            shiftOf(tz, range, alignment, () => anchor),
          );
          expect(b).toBeGreaterThan(a);
          expect(Number.isInteger(a) && Number.isInteger(b)).toBe(true);
        }
      }),
    );
  });
});

describe('buckets side by side', () => {
  it('have the same clock time and, a year apart, weekday; none is used twice and only doubled hours are left over', () => {
    fc.assert(
      fc.property(dayRange, fc.constantFrom(...STEPS.slice(2)), ({ tz, range }, step) => {
        const shift = shiftOf(tz, range, 'year');
        const pairs = pairBuckets(tz, step, range, shift);
        expect(pairs.map(([at]) => at)).toEqual(buckets(tz, step, range.from, range.to));
        const used = pairs.map(([, before]) => before).filter((before) => before !== null);
        expect(new Set(used).size).toBe(used.length);
        for (const [at, before] of pairs) {
          if (before === null) continue;
          const [a, b] = [tz.parts(at), tz.parts(before)];
          expect(b.weekday).toBe(a.weekday);
          if (step === 'hour') expect([b.hour, b.minute]).toEqual([a.hour, a.minute]);
        }
        const there = buckets(tz, step, earlierRange(tz, range, shift).from, earlierRange(tz, range, shift).to).length;
        // A day has at most one hour more or less, and a range of forty days at most two such days.
        expect(used.length).toBeGreaterThanOrEqual(Math.min(pairs.length, there) - 2);
        if (step === 'day') expect(used.length).toBe(pairs.length);
      }),
      { numRuns: 20 },
    );
  });

  it('leave alone the hour that comes twice', () => {
    const tz = zone('America/New_York');
    const range: Range = { from: tz.moment('2026-11-01', 0), to: tz.moment('2026-11-02', 0) };
    const pairs = pairBuckets(tz, 'hour', range, { days: 1 });
    expect(pairs.length).toBe(25);
    expect(pairs.filter(([, before]) => before === null)).toEqual([[tz.moment('2026-11-01', 60) + HOUR, null]]);
    // And the other way round the hour of then has nothing beside it.
    const later: Range = { from: range.to, to: tz.addDays(range.to, 1) };
    const after = pairBuckets(tz, 'hour', later, { days: 1 });
    expect(after.every(([, before]) => before !== null)).toBe(true);
  });

  it('are whole: a range is widened, never narrowed, to where they begin and end', () => {
    fc.assert(
      fc.property(anyZone, anyDay, fc.nat(1e8), fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(...STEPS), (tz, day, at, length, step) => {
        const range = { from: day + at, to: day + at + length };
        const wide = whole(tz, step, range);
        expect(wide.from).toBeLessThanOrEqual(range.from);
        expect(wide.to).toBeGreaterThanOrEqual(range.to);
        expect(whole(tz, step, wide)).toEqual(wide);
      }),
      { numRuns: 300 },
    ); // prettier-ignore
  });
});
