import { describe, expect, it } from 'vitest';
import type { Matcher } from '../../contract/rule.ts';
import { matches, type Matched } from './match.ts';

const alert: Matched = {
  rule: 'heating',
  family: 'matter',
  level: 2,
  keys: { district: '320213', category: '05.03.12' },
};
const fits = (matcher: Matcher): boolean => matches(matcher, alert);

describe('[A1] a matcher', () => {
  it('without members fits every alert', () => {
    expect(fits({})).toBe(true);
    expect(fits({ keys: {} })).toBe(true);
  });

  it('fits by rule and family, one of several', () => {
    expect(fits({ rule: ['water', 'heating'] })).toBe(true);
    expect(fits({ rule: ['water'] })).toBe(false);
    expect(fits({ family: ['feed', 'matter'] })).toBe(true);
    expect(fits({ family: ['feed'] })).toBe(false);
  });

  it('fits alerts at least as grave, and 1 is the gravest', () => {
    expect(([1, 2, 3, 4] as const).map((level) => fits({ level }))).toEqual([false, true, true, true]);
  });

  it('fits by keys, which the alert must have', () => {
    expect(fits({ keys: { district: ['320205', '320213'] } })).toBe(true);
    expect(fits({ keys: { district: ['320205'] } })).toBe(false);
    expect(fits({ keys: { unit: ['u-1'] } })).toBe(false);
  });

  it('takes a category for its whole branch, and nothing else for one', () => {
    expect(fits({ keys: { category: ['05'] } })).toBe(true);
    expect(fits({ keys: { category: ['05.03.12'] } })).toBe(true);
    expect(fits({ keys: { category: ['05.0'] } })).toBe(false);
    expect(fits({ keys: { category: ['05.03.12.01'] } })).toBe(false);
    expect(matches({ keys: { unit: ['u'] } }, { ...alert, keys: { unit: 'u.1' } })).toBe(false);
  });

  it('fits only when all its members do', () => {
    expect(fits({ rule: ['heating'], level: 3, keys: { category: ['05'], district: ['320213'] } })).toBe(true);
    expect(fits({ rule: ['heating'], level: 1, keys: { category: ['05'], district: ['320213'] } })).toBe(false);
    expect(fits({ rule: ['heating'], keys: { category: ['05'], district: ['320205'] } })).toBe(false);
  });
});
