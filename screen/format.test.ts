import { describe, expect, it } from 'vitest';
import { DAY, HOUR, zone } from '../contract/time.ts';
import { dateWords, moment, rangeWords, stretch, timeOfDay } from './format.ts';

const tz = zone('Asia/Shanghai');
const AT = Date.UTC(2026, 10, 21, 6, 32, 7);

describe('times on the wall', () => {
  it('[F2] are those of the city, not of the machine', () => {
    expect(timeOfDay(tz, AT)).toBe('14:32:07');
    expect(timeOfDay(zone('America/New_York'), AT)).toBe('01:32:07');
    expect(dateWords(tz, AT, 'zh')).toBe('11月21日 周六');
    expect(dateWords(tz, AT, 'en')).toBe('Sat 21 Nov');
    // Still Friday in Baltimore while it is Saturday in Wuxi.
    expect(dateWords(zone('America/New_York'), AT - 2 * HOUR, 'zh')).toBe('11月20日 周五');
  });
  it('are as short as today allows', () => {
    expect(moment(tz, AT - HOUR, AT)).toBe('13:32');
    expect(moment(tz, AT - DAY, AT)).toBe('11-20 14:32');
    expect(moment(tz, AT - 365 * DAY, AT)).toBe('2025-11-21 14:32');
    const midnight = tz.dayStart(AT);
    expect(rangeWords(tz, { from: midnight, to: midnight + DAY }, AT)).toBe('11-21');
    expect(rangeWords(tz, { from: midnight - 6 * DAY, to: midnight + DAY }, AT)).toBe('11-15 – 11-21');
    expect(rangeWords(tz, { from: midnight + HOUR, to: midnight + 2 * HOUR }, AT)).toBe('01:00–02:00');
    expect(stretch(21 * HOUR + 27 * 60_000 + 40_000, '天')).toBe('21:27:40');
    expect(stretch(-(DAY + 3 * HOUR + 12 * 60_000), '天')).toBe('1 天 3:12');
  });
});
