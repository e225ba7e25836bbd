import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import { FIXTURE_CITY, MIDNIGHT } from '../shared/fixture-city.ts';
import { columns, gaugeLine, linePath, type Options, periods } from './option.ts';
import declaration from './widget.ts';

const ZONE = FIXTURE_CITY.timeZone;
const options: Options = { measure: 'accepted', days: 7, gauge: 'air' };
const day = (back: number): string => String(MIDNIGHT - back * DAY);
const series = (cells: Record<string, [number, number]>) =>
  ({ from: MIDNIGHT - 29 * DAY, to: MIDNIGHT + DAY, cells: { accepted: cells } }) as never;
const full = series(Object.fromEntries(Array.from({ length: 14 }, (_, back) => [day(back), [back < 7 ? 20 : 10, 0]])));

describe('columns', () => {
  it('stand beside the same weekday of the period before; today is open', () => {
    const list = columns(options, full, ZONE, 'zh');
    expect(list).toHaveLength(7);
    expect(list[0]).toMatchObject({ key: '2026-11-15', label: '11/15', value: 20, beside: 10, tone: 'accent' });
    expect(list[6]).toMatchObject({
      key: '2026-11-21',
      value: 20,
      beside: 10,
      tone: 'open',
      title: '11/21 · 20 · 11/14 10（今日未完）',
    });
    expect(periods(options, full, ZONE)).toEqual({ now: 120, before: 60, percent: 100 });
  });
  it('counts a day without tickets as 0, and knows nothing of days before the first', () => {
    const list = columns(options, series({ [day(2)]: [5, 0] }), ZONE, 'en');
    expect(list.map(({ value }) => value)).toEqual([null, null, null, null, 5, 0, 0]);
    expect(list.every(({ beside }) => beside === null)).toBe(true);
    expect(periods(options, series({ [day(2)]: [5, 0] }), ZONE)).toBeNull();
    expect(columns(options, series({}), ZONE, 'en')).toEqual([]);
  });
});

describe('gauge', () => {
  it('lies over the same days, from the lowest to the highest, with gaps', () => {
    const value = {
      from: 0,
      to: 1,
      latest: { air: { value: 3, at: 1 } },
      buckets: { air: { [day(6)]: -2, [day(4)]: 6, [day(0)]: 2 } },
    };
    const line = gaugeLine(options, full, value, FIXTURE_CITY, 'zh')!;
    expect(line).toMatchObject({
      name: '室外气温',
      latest: '3.0 ℃',
      low: '−2.0 ℃',
      high: '6.0 ℃',
      points: [0, null, 1, null, null, null, 0.5],
    });
    expect(linePath(line.points)).toBe('M7.14 92.00M35.71 8.00M92.86 50.00');
    expect(gaugeLine(options, full, { from: 0, to: 1, latest: {}, buckets: {} }, FIXTURE_CITY, 'zh')).toBeNull();
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of a day, and the readings of the gauge', () => {
    const { mark } = columns(options, full, ZONE, 'zh')[0]!;
    expect(declaration.hit(mark, options, {})).toEqual({
      measure: 'accepted',
      range: { from: MIDNIGHT - 6 * DAY, to: MIDNIGHT - 5 * DAY },
    });
    const data = { gauge: { from: 1, to: 2 } };
    expect(declaration.hit({ kind: 'gauge' }, options, data)).toEqual({
      measure: 'gauge_readings',
      filter: { gauge: 'air' },
      range: { from: 1, to: 2 },
    });
    expect(declaration.hit({ kind: 'gauge' }, { ...options, gauge: undefined }, data)).toBeNull();
  });
  it('joins the gauge without a scope that gauges do not have', () => {
    const { gauge, days } = declaration.topics(options, { category: { under: '03.01' } });
    expect(gauge!.scope).toBeUndefined();
    expect(days!.scope).toEqual({ category: { under: '03.01' } });
  });
});
