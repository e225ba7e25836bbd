import { describe, expect, it } from 'vitest';
import { measureOf } from '../../contract/measure.ts';
import { fromZero, roundStep } from './axes.ts';
import { rank } from './rank.ts';
import { sparkPath } from './spark.ts';
import { measureTitle } from './text.ts';

describe('axes', () => {
  it('takes round steps', () => {
    expect(roundStep(140, 3)).toBe(50);
    expect(roundStep(0, 3)).toBe(1);
    expect(fromZero(124)).toEqual({ min: 0, max: 150, interval: 50 });
    expect(fromZero(0).max).toBeGreaterThan(0);
    expect(fromZero(2).interval).toBe(1);
  });
});

describe('rank', () => {
  it('sorts by value, drops empty counts, keeps ties in the order of keys', () => {
    const rows = rank(measureOf('accepted'), { b: [3, 0], a: [3, 0], c: [9, 0], d: [0, 0] }, 3, (k) => k);
    expect(rows.map((r) => r.key)).toEqual(['c', 'a', 'b']);
    expect(rows[1]!.share).toBeCloseTo(1 / 3);
  });
  it('[M1] keeps what has no denominator, as —, at the end', () => {
    const rows = rank(measureOf('satisfaction'), { a: [0, 0], b: [0, 4], c: [1, 4] }, 9, (k) => k);
    expect(rows.map((r) => [r.key, r.text])).toEqual([
      ['c', '25.0'],
      ['b', '0.0'],
      ['a', '—'],
    ]);
  });
});

describe('spark', () => {
  it('breaks at gaps and ends at the last known value', () => {
    const line = sparkPath([1, null, 3, 2, null], 104, 40)!;
    expect(line.path.match(/M/g)).toHaveLength(2);
    expect(line.end.x).toBeCloseTo(4 + (3 / 4) * 96);
    expect(sparkPath([1, null], 104, 40)).toBeNull();
  });
  it('draws a flat line in the middle', () => {
    expect(sparkPath([5, 5, 5], 104, 40)!.end.y).toBe(20);
  });
});

describe('titles', () => {
  it('names a count by its window and a ratio or state by itself', () => {
    expect(measureTitle(measureOf('accepted'), 'today', 'zh')).toBe('今日受理');
    expect(measureTitle(measureOf('closed'), '7d', 'zh')).toBe('近 7 日办结');
    expect(measureTitle(measureOf('accepted'), 'today', 'en')).toBe('Accepted today');
    expect(measureTitle(measureOf('satisfaction'), '7d', 'zh')).toBe('满意率');
    expect(measureTitle(measureOf('overdue'), 'today', 'zh')).toBe('超期工单');
  });
});
