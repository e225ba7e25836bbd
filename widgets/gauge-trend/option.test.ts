import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import { gaugeOf } from '../shared/gauges.ts';
import { FIXTURE_CITY, MIDNIGHT } from '../shared/fixture-city.ts';
import type { Tokens } from '../shared/tokens.ts';
import { fixtures } from './fixtures.ts';
import { bounds, bucketMark, chart, type Options, points, pointText } from './option.ts';
import declaration from './widget.ts';

const tokens = { alert: [], seq: [], accent: 'a', band: 'b', ink2: 'i' } as unknown as Tokens;
const month: Options = { gauge: 'air', window: '30d', of: 'mean' };
const value = fixtures[1]!.data['gauge'] as never;

describe('points', () => {
  it('are all days of the window, with gaps where nothing was read', () => {
    const list = points(month, value, FIXTURE_CITY);
    expect(list).toHaveLength(30);
    expect(list.at(-1)).toMatchObject({ from: MIDNIGHT, to: MIDNIGHT + DAY, label: '21', value: 12 });
    expect(list.filter((point) => point.value === null)).toHaveLength(3);
    expect(pointText(list.at(-1)!, gaugeOf(FIXTURE_CITY, 'air'), '30d', FIXTURE_CITY.timeZone, 'zh')).toBe(
      '11/21 · 12.0 ℃',
    );
  });
});

describe('chart', () => {
  it('lies in its usual band and beside its aim, within round bounds', () => {
    const options: Options = { gauge: 'room', window: '24h', of: 'mean' };
    const list = points(options, fixtures[0]!.data['gauge'] as never, FIXTURE_CITY);
    const { series, yAxis } = chart(list, gaugeOf(FIXTURE_CITY, 'room'), 'zh', tokens) as never as {
      series: { id: string; data: number[] }[];
      yAxis: { min: number; max: number };
    };
    const data = (id: string): number[] => series.find((one) => one.id === id)!.data;
    expect(data('aim')[0]).toBe(18);
    // The band is cut where the axis ends.
    expect(data('low')[0]! + data('usual')[0]!).toBeLessThanOrEqual(yAxis.max);
    expect(data('low')[0]).toBe(Math.max(18, yAxis.min));
    expect(
      chart([], gaugeOf(FIXTURE_CITY, 'air'), 'zh', tokens).series.every((one) => (one['data'] as []).length === 0),
    ).toBe(true);
  });
  it('begins at 0 where that is near, and holds negative values', () => {
    expect(bounds([120, 410], {})).toMatchObject({ min: 0 });
    expect(bounds([1000, 1010], {}).min).toBeGreaterThan(900);
    const cold = bounds([-7.2, -1], {});
    expect(cold.min).toBeLessThanOrEqual(-7.2);
    expect(cold.max).toBeGreaterThanOrEqual(-1);
  });
});

describe('hit', () => {
  it('[M2] opens the readings of the bucket, and nothing where nothing was read', () => {
    const list = points(month, value, FIXTURE_CITY);
    expect(declaration.hit(bucketMark(list.at(-1)), month, {})).toEqual({
      measure: 'gauge_readings',
      filter: { gauge: 'air' },
      range: { from: MIDNIGHT, to: MIDNIGHT + DAY },
    });
    expect(bucketMark(list.find((point) => point.value === null))).toBeNull();
  });
});
