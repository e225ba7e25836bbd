import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';
import type { Tokens } from '../shared/tokens.ts';
import { bounds, chart, dayMark, days, dayText } from './option.ts';
import declaration from './widget.ts';

const tokens = { alert: [], seq: [] } as unknown as Tokens;
const from = MIDNIGHT - 2 * DAY;
const series = { from, to: AT, cells: { satisfaction: { [from]: [19, 20], [MIDNIGHT]: [9, 10] } } } as never;
const list = days('satisfaction', series, 'Asia/Shanghai');

describe('days', () => {
  it('[M1] leaves a gap where nobody rated, never 0', () => {
    expect(list.map((d) => d.value)).toEqual([95, null, 90]);
    expect(list.map((d) => d.partial)).toEqual([false, false, true]);
    const ratio = chart(list, 94, 'zh', tokens).series.find((s) => s.id === 'ratio')!;
    expect(ratio['connectNulls']).toBe(false);
    expect((ratio['data'] as unknown[])[1]).toBeNull();
  });
  it('labels days, with the month first and when it turns', () => {
    expect(list.map((d) => d.label)).toEqual(['11/19', '20', '21']);
    expect(dayText(list[1]!, 'zh')).toBe('11-20 · — · 共 0 件');
  });
  it('has no target line without a target', () => {
    expect(chart(list, undefined, 'zh', tokens).series.find((s) => s.id === 'target')!['data']).toEqual([]);
    expect(chart(list, 94, 'zh', tokens).series.find((s) => s.id === 'target')!['data']).toEqual([94, 94, 94]);
  });
});

describe('bounds', () => {
  it('holds all values on whole steps and stays within 0 and 100', () => {
    for (const values of [[94.1, 95.3, 94], [99.9, 100], [0, 0.4], [3, 97], [50]]) {
      const { min, max, interval } = bounds(values);
      expect(min).toBeLessThanOrEqual(Math.min(...values));
      expect(max).toBeGreaterThanOrEqual(Math.max(...values));
      expect(min).toBeGreaterThanOrEqual(0);
      expect(max).toBeLessThanOrEqual(100);
      expect(max).toBeGreaterThan(min);
      expect(interval).toBeGreaterThan(0);
    }
    expect(bounds([])).toEqual({ min: 0, max: 100, interval: 50 });
  });
});

describe('hit', () => {
  it('[M2] opens the ratings of the day; behind a gap there is nothing', () => {
    expect(declaration.hit(dayMark(list[0]), { measure: 'satisfaction' }, {})).toEqual({
      measure: 'satisfaction',
      range: { from, to: from + DAY },
    });
    expect(dayMark(list[1])).toBeNull();
  });
});
