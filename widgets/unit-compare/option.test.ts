import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { beyondChance, bounds, fitting, medianOf, type Options, tiers } from './option.ts';
import declaration from './widget.ts';

const options: Options = { measure: 'on_time_rate', window: '30d', past: 90, least: 5 };
const { data } = fixtures[0]!;
const list = tiers(options, data as never, FIXTURE_CITY, 'zh');

describe('tiers', () => {
  it('hold their units in the order of the profile, whatever their values', () => {
    expect(list.map(({ tier, all }) => [tier, all])).toEqual([
      ['district', ['liangxi']],
      ['department', ['housing', 'urban']],
      ['utility', ['water']],
    ]);
    expect(list[1]!.units[0]).toMatchObject({
      name: '市住建局',
      tickets: '1,210',
      nowText: '95.0%',
      pastText: '96.7%',
      overdue: 1,
      time: '8.0',
    });
    expect(list[0]!.units[0]).toMatchObject({ past: null, pastText: '—', astray: false });
  });
  it('say that a unit is astray only where it is below its own past and its tier', () => {
    const astray = list.flatMap(({ units }) => units.filter((row) => row.astray).map(({ unit }) => unit));
    expect(astray).toEqual(['urban']);
    // As far below the tier, and no worse than ever.
    const steady = { ...data, past: { from: 0, to: 1, total: {}, cells: { on_time_rate: { urban: [880, 1000] } } } };
    expect(
      tiers(options, steady as never, FIXTURE_CITY, 'zh').flatMap(({ units }) => units.filter((row) => row.astray)),
    ).toEqual([]);
  });
  it('is not alarmed by what chance makes of few tickets', () => {
    expect(beyondChance('on_time_rate', [31, 34], [20, 20])).toBe(false);
    expect(beyondChance('on_time_rate', [1290, 1466], [4150, 4300])).toBe(true);
    expect(beyondChance('on_time_rate', [20, 20], [30, 30])).toBe(false);
  });
  it('draws the week up to each day, once there is one', () => {
    const { days } = list[1]!.units[0]!;
    expect(days).toHaveLength(30);
    expect(days.filter((value) => value === null)).toHaveLength(6);
    expect(days.at(-1)).toBeGreaterThan(75);
  });
  it('leave out units of too few tickets, and have the median of those that are compared', () => {
    expect(tiers({ ...options, least: 1300 }, data as never, FIXTURE_CITY, 'zh').flatMap(({ all }) => all)).toEqual([
      'urban',
    ]);
    expect([medianOf([]), medianOf([3]), medianOf([1, 9, 3]), medianOf([4, 1, 3, 2])]).toEqual([null, 3, 3, 2.5]);
    expect(list[1]!.median).toBeCloseTo((1150 / 1210 + 1290 / 1466) * 50);
  });
});

describe('fitting', () => {
  it('shows every tier, and of each those with most tickets and those astray, in the order of the profile', () => {
    const units = Array.from({ length: 9 }, (_, i) => ({
      ...list[1]!.units[0]!,
      unit: `u${i}`,
      n: (i * 5) % 9,
      astray: i === 1,
    }));
    const many = [list[0]!, { ...list[1]!, units }, list[2]!];
    const shown = fitting(many, 8);
    expect(shown.map(({ units: rows }) => rows.length)).toEqual([1, 3, 1]);
    expect(shown[1]!.units.map(({ unit }) => unit)).toEqual(['u1', 'u5', 'u7']);
    expect(fitting(many, 3).map(({ units: rows }) => rows.length)).toEqual([2].map(() => 1));
    expect(fitting(many, Infinity)).toEqual(many);
  });
});

describe('bounds', () => {
  it('hold everything that is shown, the target too, and no more than 100 %', () => {
    expect(bounds(list, 98, true)).toEqual({ min: 86, max: 100 });
    expect(bounds([], undefined, true)).toEqual({ min: 0, max: 100 });
    expect(bounds([], undefined, false)).toEqual({ min: 0, max: 1 });
  });
});

describe('hit', () => {
  it('[M2] opens a unit now, before, its overdue tickets, and its tier', () => {
    const now = { from: (data['now'] as { from: number }).from, to: (data['now'] as { to: number }).to };
    const past = { from: (data['past'] as { from: number }).from, to: (data['past'] as { to: number }).to };
    const hit = (of: string) => declaration.hit({ kind: 'unit', unit: 'urban', of }, options as never, data);
    expect(hit('now')).toEqual({ measure: 'on_time_rate', filter: { unit: 'urban' }, range: now });
    expect(hit('past')).toEqual({ measure: 'on_time_rate', filter: { unit: 'urban' }, range: past });
    expect(hit('time')).toEqual({ measure: 'handle_time_p50', filter: { unit: 'urban' }, range: now });
    expect(hit('overdue')).toEqual({ measure: 'overdue', filter: { unit: 'urban' } });
    expect(declaration.hit({ kind: 'tier', units: ['a', 'b'] }, options as never, data)).toEqual({
      measure: 'on_time_rate',
      filter: { unit: { in: ['a', 'b'] } },
      range: now,
    });
  });
});
