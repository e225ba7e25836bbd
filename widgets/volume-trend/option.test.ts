import { describe, expect, it } from 'vitest';
import { HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';
import type { Tokens } from '../shared/tokens.ts';
import { chart, hourMark, hours, hourText } from './option.ts';
import declaration from './widget.ts';

const ZONE = 'Asia/Shanghai';
const tokens = { alert: [], seq: [], accent: 'a', surface: 's' } as unknown as Tokens;
const today = {
  from: MIDNIGHT,
  to: MIDNIGHT + 24 * HOUR,
  cells: { accepted: { [MIDNIGHT]: [8, 0], [MIDNIGHT + 14 * HOUR]: [61, 0] } },
} as never;
const normal = { date: '2026-11-21', days: 8, hours: { 14: [40, 60, 90] } } as never;

describe('hours', () => {
  it('counts past hours without tickets as 0, knows nothing of future ones, marks the one that runs', () => {
    const list = hours(today, normal, ZONE, AT);
    expect(list).toHaveLength(24);
    expect(list.slice(0, 2).map((h) => h.value)).toEqual([8, 0]);
    expect(list[14]).toEqual({ hour: 14, at: MIDNIGHT + 14 * HOUR, value: 61, partial: true, low: 40, high: 90 });
    expect(list[15]).toMatchObject({ value: null, at: null, partial: false });
    expect(list.filter((h) => h.partial)).toHaveLength(1);
  });
  it('knows nothing of the hours to come, though the series reaches to midnight', () => {
    const list = hours(today, normal, ZONE, MIDNIGHT + 14 * HOUR);
    expect(list.map((h) => h.value).findLastIndex((v) => v !== null)).toBe(14);
    expect(list[14]!.partial).toBe(true);
    expect(hours(today, normal, ZONE, MIDNIGHT + 24 * HOUR - 1)[23]).toMatchObject({ value: 0, partial: true });
  });
  it('has no band without history', () => {
    expect(hours(today, { date: '', days: 0, hours: { 14: [0, 0, 0] } } as never, ZONE, AT)[14]!.low).toBeNull();
    expect(hours(undefined, undefined, ZONE, AT).every((h) => h.value === null && h.low === null)).toBe(true);
  });
  it('adds up the hour that a clock change repeats', () => {
    const from = Date.UTC(2026, 10, 1, 4); // midnight in New York, 25 hours long
    const cells = { [from + HOUR]: [3, 0], [from + 2 * HOUR]: [4, 0] };
    const list = hours(
      { from, to: from + 25 * HOUR, cells: { accepted: cells } } as never,
      undefined,
      'America/New_York',
      from + 30 * HOUR,
    );
    expect(list[1]!.value).toBe(7);
  });
  it('divides a mean last, also where an hour comes twice', () => {
    const from = Date.UTC(2026, 10, 1, 4);
    const cells = { [from + HOUR]: [30_000, 2], [from + 2 * HOUR]: [30_000, 4] };
    const value = { from, to: from + 25 * HOUR, cells: { wait_mean: cells } } as never;
    const list = hours(value, undefined, 'America/New_York', from + 30 * HOUR, 'wait_mean');
    expect(list[1]!.value).toBe(10);
    expect(list[2]!.value).toBeNull();
    expect(hourText(list[1]!, 'en', 'wait_mean')).toBe('1:00 · 10.0 s');
  });
  it('says an hour in words', () => {
    const list = hours(today, normal, ZONE, AT);
    expect(hourText(list[14]!, 'zh')).toBe('14 时 · 61 件（进行中） · 常态 40–90');
    expect(hourText(list[0]!, 'en')).toBe('0:00 · 8');
  });
});

describe('chart', () => {
  it('draws the running hour apart from the whole ones: dashed, with a hollow point', () => {
    const { series } = chart(hours(today, normal, ZONE, AT), tokens);
    const data = (id: string) => series.find((s) => s.id === id)!['data'] as unknown[];
    expect(data('whole')[14]).toBeNull();
    expect(data('whole')[13]).toBe(0);
    expect(data('current')[14]).toBe(61);
    expect(data('current')[13]).toEqual({ value: 0, symbol: 'none' });
    expect(data('current').filter((v) => v !== null)).toHaveLength(2);
    expect(data('low')[14]).toBe(40);
    expect(data('range')[14]).toBe(50);
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of the hour', () => {
    const mark = hourMark(hours(today, normal, ZONE, AT)[14]);
    const from = MIDNIGHT + 14 * HOUR;
    expect(declaration.hit(mark, { measure: 'accepted' }, {})).toEqual({
      measure: 'accepted',
      range: { from, to: from + HOUR },
    });
    expect(hourMark(hours(today, normal, ZONE, AT)[15])).toBeNull();
    expect(declaration.hit(null, { measure: 'accepted' }, {})).toBeNull();
  });
});
