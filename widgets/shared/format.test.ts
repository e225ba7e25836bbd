import { describe, expect, it } from 'vitest';
import { measureOf } from '../../contract/measure.ts';
import {
  ago,
  amount,
  change,
  count,
  DASH,
  number,
  ratePlaces,
  remaining,
  span,
  target,
  timeOfDay,
  withUnit,
} from './format.ts';

const accepted = measureOf('accepted');
const satisfaction = measureOf('satisfaction');
const HOUR = 3_600_000;

describe('numbers', () => {
  it('groups by three, and writes — for what is not known', () => {
    expect(count(1_284_113)).toBe('1,284,113');
    expect(count(null)).toBe(DASH);
    expect(number(-1.25, 1)).toBe('−1.3');
  });
  it('[M1] gives a ratio one decimal, and never 0 % for an empty denominator', () => {
    expect(amount(satisfaction, 94.94)).toBe('94.9');
    expect(withUnit(satisfaction, 94.94, 'en')).toBe('94.9%');
    expect(withUnit(satisfaction, null, 'zh')).toBe(DASH);
    expect(withUnit(accepted, 6204, 'zh')).toBe('6,204 件');
    expect(withUnit(accepted, 6204, 'en')).toBe('6,204');
  });
  it('keeps small rates readable', () => {
    expect([7.2, 0.35, 0.063, 0].map(ratePlaces)).toEqual([1, 2, 2, 1]);
    expect(amount(measureOf('per_10k'), 0.0634)).toBe('0.06');
  });
  it('writes a target as it was set', () => {
    expect(target(satisfaction, 98, 'zh')).toBe('98%');
    expect(target(satisfaction, 98.5, 'zh')).toBe('98.5%');
  });
});

describe('change', () => {
  it('is in percent for counts and in points for ratios', () => {
    expect(change(accepted, [1117, 0], [1082, 0], 'zh')).toBe('+3.2%');
    expect(change(accepted, [90, 0], [100, 0], 'zh')).toBe('−10.0%');
    expect(change(satisfaction, [95, 100], [93, 100], 'zh')).toBe('+2.0 百分点');
    expect(change(satisfaction, [93, 100], [93, 100], 'en')).toBe('0.0 pp');
  });
  it('is a number where there was nothing, and null where a side is not known', () => {
    expect(change(accepted, [5, 0], [0, 0], 'zh')).toBe('+5');
    expect(change(satisfaction, [1, 1], [0, 0], 'zh')).toBeNull();
  });
});

describe('time', () => {
  it('writes what is left and what is past', () => {
    expect(remaining(38 * 60_000 + 41_000, 'zh')).toBe('0:38:41');
    expect(remaining(-(4 * HOUR + 26 * 60_000 + 10_000), 'zh')).toBe('−4:26:10');
    expect(remaining(-(27 * HOUR + 12 * 60_000), 'zh')).toBe('−1天 3:12');
    expect(remaining(53 * HOUR, 'en')).toBe('2d 5:00');
  });
  it('writes ages in their largest unit', () => {
    expect([310, 5_400, 12_000, 190_000, 2 * HOUR, 50 * HOUR].map((ms) => span(ms, 'zh'))).toEqual([
      '310 毫秒',
      '5.4 秒',
      '12 秒',
      '3 分钟',
      '2 小时',
      '2 天',
    ]);
    expect(ago(0, 30_000, 'zh')).toBe('刚刚');
    expect(ago(0, 190_000, 'en')).toBe('3 min ago');
  });
  it("writes times in the city's zone, with the date when it is another day", () => {
    const at = Date.UTC(2026, 10, 21, 6, 32);
    expect(timeOfDay(at, at, 'Asia/Shanghai')).toBe('14:32');
    expect(timeOfDay(at, at, 'America/New_York')).toBe('01:32');
    expect(timeOfDay(at - 15 * HOUR, at, 'Asia/Shanghai')).toBe('11-20 23:32');
  });
});
