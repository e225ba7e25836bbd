import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import { lunarAnchor } from './lunar.ts';

describe('moving holidays', () => {
  // Dates as the State Council published them.
  it.each([
    ['2026-02-10', '春节', '2026-02-17', '2025-01-29'],
    ['2026-01-01', '春节', '2026-02-17', '2025-01-29'],
    ['2025-12-30', '春节', '2026-02-17', '2025-01-29'],
    ['2025-02-03', '春节', '2025-01-29', '2024-02-10'],
    ['2026-06-19', '端午节', '2026-06-19', '2025-05-31'],
    ['2025-10-01', '中秋节', '2025-10-06', '2024-09-17'],
    ['2026-11-21', '中秋节', '2026-09-25', '2025-10-06'],
    // The year before had a second sixth month.
    ['2026-09-20', '中秋节', '2026-09-25', '2025-10-06'],
  ])('near %s is %s', (date, name, on, before) => {
    const anchor = lunarAnchor(date)!;
    expect([anchor.names.zh, anchor.date, anchor.before]).toEqual([name, on, before]);
  });

  it('are a lunar year of 12 or 13 months apart, and none is further than half the longest gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000 }), (days) => {
        const date = new Date(Date.UTC(1990, 0, 1) + days * DAY).toISOString().slice(0, 10);
        const { date: on, before } = lunarAnchor(date)!;
        const apart = (Date.parse(on) - Date.parse(before)) / DAY;
        expect([353, 354, 355, 383, 384, 385]).toContain(apart);
        expect(Math.abs(Date.parse(on) - Date.parse(date)) / DAY).toBeLessThanOrEqual(90);
      }),
    );
  });

  it('are not known beyond the tables', () => {
    expect(lunarAnchor('1899-05-01')).toBeNull();
    expect(lunarAnchor('2150-05-01')).toBeNull();
  });
});
