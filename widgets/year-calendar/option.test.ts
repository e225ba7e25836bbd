import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { calendar, type Data, type Options, WEEKS } from './option.ts';
import declaration from './widget.ts';

const options: Options = { measure: 'accepted' };
const ZONE = 'Asia/Shanghai';
const of = (name: string, clock = AT) =>
  calendar(options, fixtures.find((one) => one.name === name)!.data as Data, ZONE, clock, 'zh');
const flat = (name: string) => of(name).weeks.flat();

describe('calendar', () => {
  it('has 53 whole weeks from a Monday; today is open and what is to come is ahead', () => {
    const { weeks } = of('a year');
    expect(weeks).toHaveLength(WEEKS);
    const days = weeks.flat();
    expect(days).toHaveLength(WEEKS * 7);
    const today = days.findIndex(({ from }) => from === MIDNIGHT);
    expect(today).toBe(52 * 7 + 5);
    expect(days[today]).toMatchObject({ value: 640, open: true, text: '2026年11月21日 周六 · 640 件（进行中）' });
    expect(days[today + 1]).toMatchObject({ ahead: true, value: null });
    expect(days.slice(0, today).every(({ value }) => value !== null && value > 0)).toBe(true);
    expect(days.every(({ from, to }) => to - from === DAY)).toBe(true);
  });

  it('takes recent days from the live series and the others from history', () => {
    const data = fixtures[0]!.data as Data;
    const value = (at: number): number | null => flat('a year').find(({ from }) => from === at)!.value;
    const [live, stored] = [MIDNIGHT - 29 * DAY, MIDNIGHT - 30 * DAY];
    expect(value(live)).toBe(data.recent.cells['accepted']![String(live)]![0]);
    expect(value(stored)).toBe(data.past.cells['accepted']![String(stored)]![0]);
  });

  it('steps evenly between its usual days: one storm does not pale the year', () => {
    const { scale, weeks } = of('a year');
    const values = weeks.flat().flatMap(({ value }) => (value === null ? [] : [value]));
    expect(scale!.high).toBeLessThan(Math.max(...values));
    expect(new Set(weeks.flat().map(({ step }) => step)).size).toBe(5);
  });

  it('does not know the days before the first one with data, nor those that history has not told yet', () => {
    const known = flat('nine weeks').filter(({ value }) => value !== null);
    expect(known).toHaveLength(63);
    expect(flat('history has not answered').filter(({ value }) => value !== null)).toHaveLength(7);
    expect(flat('nothing yet').every(({ value }) => value === null)).toBe(true);
    expect(calendar(options, {}, ZONE, AT, 'en').scale).toBeNull();
  });

  it('names months over the week in which they begin, January by its year', () => {
    const { months } = of('a year');
    expect(months.map(({ text }) => text)).toEqual(['12月', '2026', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月']); // prettier-ignore
    expect(months[0]!.week).toBe(2);
  });

  it('counts whole days where clocks are set', () => {
    const clock = Date.UTC(2026, 10, 2, 15);
    const days = calendar(options, {}, 'America/New_York', clock, 'en').weeks.flat();
    const changed = days.find(({ to, from }) => to - from === 25 * HOUR);
    expect(changed!.text).toBe('Sun 1 Nov 2026');
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of the day', () => {
    const { from, to } = of('a year').weeks[0]![0]!;
    expect(declaration.hit({ kind: 'day', from, to }, options, {})).toEqual({
      measure: 'accepted',
      range: { from, to },
    });
  });
});
