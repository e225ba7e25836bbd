import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HALF_LIFE, heat, heatOfPeriod } from './heat.ts';
import type { Member } from './said.ts';

const NOW = Date.UTC(2026, 5, 1);
const member = (over: Partial<Member>): Member => ({
  id: 'a',
  kind: 'ticket',
  at: NOW,
  requester: 'r',
  votes: 0,
  severity: 1,
  ...over,
});

describe('heat', () => {
  it('of one fresh ticket is the unit, grown by what is new', () => {
    // One requester this week, none the week before: growth 1 + ½ · 1 ÷ 3; one this hour, none before it today: pace 1 + 1 ÷ 3.
    expect(heat([member({})], NOW)).toBeCloseTo(100 * (1 + 0.5 / 3) * (1 + 1 / 3), 1);
    expect(heat([member({ at: NOW - 3_600_000 })], NOW)).toBeCloseTo(100 * (1 + 0.5 / 3), 0);
    expect(heat([], NOW)).toBe(0);
  });

  it('counts a requester once, and those unknown each', () => {
    const twice = [member({ id: 'a' }), member({ id: 'b' })];
    expect(heat(twice, NOW)).toBe(heat([member({})], NOW));
    const unknown = twice.map((one) => ({ ...one, requester: null }));
    expect(heat(unknown, NOW)).toBeGreaterThan(1.9 * heat([member({})], NOW));
  });

  it('halves with age, beside growth', () => {
    const old = (at: number): Member[] => [member({ at })];
    // Both older than the windows that growth compares.
    expect(heat(old(NOW - 4 * HALF_LIFE), NOW) / heat(old(NOW - 3 * HALF_LIFE), NOW)).toBeCloseTo(0.5, 1);
  });

  it('is higher for what came within the hour than for as much over the day', () => {
    const every = (ms: number): Member[] =>
      [0, 1, 2].map((i) => member({ id: `${i}`, requester: `${i}`, at: NOW - i * ms }));
    expect(heat(every(60_000), NOW)).toBeGreaterThan(1.2 * heat(every(6 * 3_600_000), NOW));
    // Beyond a day only age counts.
    expect(heat(every(8 * 86_400_000), NOW)).toBeLessThan(heat(every(6 * 3_600_000), NOW));
  });

  it('takes votes by their logarithm, severity as a factor', () => {
    const plain = heat([member({})], NOW);
    const liked = heat([member({ votes: 2000 })], NOW);
    expect(liked).toBeGreaterThan(3 * plain);
    expect(liked).toBeLessThan(6 * plain);
    expect(heat([member({ votes: -50 })], NOW)).toBe(plain);
    expect(heat([member({ severity: 2 })], NOW)).toBeCloseTo(2 * plain, 0);
  });

  it('never falls by one more voice that is fresh', () => {
    const ages = fc.array(fc.nat({ max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(ages, (days) => {
        const members = days.map((day, i) => member({ id: `${i}`, requester: `${i}`, at: NOW - day * 86_400_000 }));
        expect(heat([...members, member({ id: 'x', requester: 'x' })], NOW)).toBeGreaterThan(heat(members, NOW));
      }),
    );
  });

  it('of a period does not hang on how long ago it was', () => {
    const members = [0, 3, 400].map((day, i) => member({ id: `${i}`, requester: `${i}`, at: NOW - day * 86_400_000 }));
    expect(heatOfPeriod(members)).toBe(heatOfPeriod(members.map((one) => ({ ...one, at: one.at - 1e10 }))));
  });
});
