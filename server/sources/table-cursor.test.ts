import { describe, expect, it } from 'vitest';
import { zone } from '../../contract/time.ts';
import { pauseOf } from './pace.ts';
import { beginAgain, momentOf, type Place } from './table-cursor.ts';

const shanghai = zone('Asia/Shanghai');
const place = (cursor: string, is: Place['is']): Place => ({ cursor, key: '1', is, more: false });
const LATER = Date.UTC(2030, 0, 1);

describe('places in a table', () => {
  it('are moments in UTC, times of the clock on the wall, or numbers', () => {
    expect(momentOf('2026-01-02 03:04:05.123456+00', 'instant', shanghai)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 123));
    expect(momentOf('2026-01-02 03:04:05', 'wall', shanghai)).toBe(Date.UTC(2026, 0, 1, 19, 4, 5));
    expect(momentOf('2026-01-02', 'wall', shanghai)).toBe(Date.UTC(2026, 0, 1, 16));
    expect(momentOf('42', 'number', shanghai)).toBeNull();
  });

  it('are gone back from by the overlap', () => {
    expect(beginAgain(place('2026-01-02 03:04:05.5+00', 'instant'), 60, LATER, shanghai)).toBe(
      '2026-01-02 03:03:05.500+00',
    );
    expect(beginAgain(place('2026-01-02 03:04:05', 'wall'), 60, LATER, shanghai)).toBe('2026-01-02 03:03:05.000');
    expect(beginAgain(place('9007199254740993', 'number'), 3, LATER, shanghai)).toBe('9007199254740990');
  });

  it('are never after now', () => {
    const now = Date.UTC(2026, 0, 2);
    expect(beginAgain(place('2027-01-01 00:00:00+00', 'instant'), 0, now, shanghai)).toBe('2026-01-02 00:00:00.000+00');
    expect(beginAgain(place('2027-01-01 00:00:00', 'wall'), 0, now, shanghai)).toBe('2026-01-02 08:00:00.000');
  });
});

describe('the pace of polls', () => {
  it('slows with failures, to ten minutes, and keeps to what it is asked for', () => {
    expect([0, 1, 3, 30].map((failures) => pauseOf(60_000, failures, undefined, 0.5))).toEqual([
      60_000, 120_000, 480_000, 600_000,
    ]);
    expect(pauseOf(60_000, 1, 1_000_000, 0.5)).toBe(1_000_000);
    expect(pauseOf(60_000, 1, 1e12, 0.5)).toBe(3_600_000);
    expect(pauseOf(3_600_000, 9, undefined, 0.5)).toBe(3_600_000);
    expect([0, 1].map((random) => pauseOf(60_000, 0, undefined, random))).toEqual([54_000, 66_000]);
  });
});
