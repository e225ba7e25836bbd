import { describe, expect, it } from 'vitest';
import { plan, same } from './plan.ts';

const formatter = (v: number): string => String(v);
const first = {
  grid: { left: 1 },
  xAxis: { formatter },
  series: [
    { id: 'a', data: [1, 2], color: 'x' },
    { id: 'b', data: [3] },
  ],
};

describe('plan', () => {
  it('sends all of it first, and nothing when nothing changed', () => {
    expect(plan(null, first)).toBe(first);
    expect(
      plan(first, { ...structuredClone({ grid: first.grid, series: first.series }), xAxis: { formatter } }),
    ).toBeNull();
  });
  it('sends only the changed members of the changed series', () => {
    const next = {
      ...first,
      series: [
        { id: 'a', data: [1, 3], color: 'x' },
        { id: 'b', data: [3] },
      ],
    };
    expect(plan(first, next)).toEqual({ series: [{ id: 'a', data: [1, 3] }] });
  });
  it('sends a part that changed, and a new series whole', () => {
    const next = { ...first, grid: { left: 2 }, series: [...first.series, { id: 'c', data: [] }] };
    expect(plan(first, next)).toEqual({ grid: { left: 2 }, series: [{ id: 'c', data: [] }] });
  });
  it('tells functions apart by identity, arrays from objects', () => {
    expect(same({ f: formatter }, { f: (v: number) => String(v) })).toBe(false);
    expect(same([], {})).toBe(false);
    expect(same({ a: undefined }, { b: undefined })).toBe(false);
  });
});
