import { describe, expect, it } from 'vitest';
import { HOUR } from '../../contract/time.ts';
import { AT, FIXTURE_CITY as city, MIDNIGHT } from '../shared/fixture-city.ts';
import { kpi, misses, type Options, sparkTopic, sparkValues } from './option.ts';
import declaration from './widget.ts';

const options = (given: Partial<Options>): Options => ({
  measure: 'accepted',
  window: 'today',
  spark: true,
  details: [],
  ...given,
});
const range = { from: MIDNIGHT, to: AT };
const notes = (model: ReturnType<typeof kpi>) => model.notes.map((n) => `${n.label} ${n.text}`.trim());

describe('kpi', () => {
  it('compares a count in percent', () => {
    const now = {
      ...range,
      cells: { accepted: [1117, 0] as [number, number] },
      compared: { ...range, cells: { accepted: [1082, 0] as [number, number] } },
    };
    const model = kpi(options({ compare: 'week' }), now, city, 'zh');
    expect(model).toMatchObject({ title: '今日受理', text: '1,117', unit: '件', value: 1117, tone: 'calm' });
    expect(notes(model)).toEqual(['较上周同刻 +3.2%']);
  });
  it('says a missed target in a word, before what may not fit', () => {
    const now = { ...range, cells: { satisfaction: [93, 100] as [number, number] } };
    const model = kpi(options({ measure: 'satisfaction', window: '7d', details: ['closed'] }), now, city, 'zh');
    expect(notes(model)).toEqual(['近 7 日', '低于目标 94%', '近 7 日办结 0 件']);
    expect(
      kpi(options({ measure: 'satisfaction' }), { ...range, cells: { satisfaction: [95, 100] } }, city, 'zh').notes,
    ).toEqual([{ key: 'target', label: '目标', text: '94%' }]);
  });
  it('misses by direction, and never by what is not known', () => {
    expect(misses({ direction: 'up' }, 93, 94)).toBe(true);
    expect(misses({ direction: 'down' }, 93, 94)).toBe(false);
    expect(misses({ direction: 'down' }, 95, 94)).toBe(true);
    expect(misses({ direction: 'up' }, null, 94)).toBe(false);
  });
  it('[M1] shows — for an empty denominator, with the target but no comparison', () => {
    const model = kpi(
      options({ measure: 'satisfaction', compare: 'day' }),
      { ...range, cells: {}, compared: { ...range, cells: {} } },
      city,
      'zh',
    );
    expect(model.text).toBe('—');
    expect(notes(model)).toEqual(['目标 94%']);
  });
  it('alarms for overdue tickets only when there are any', () => {
    const overdue = (n: number) =>
      kpi(options({ measure: 'overdue' }), { ...range, cells: { overdue: [n, 0] } }, city, 'zh').tone;
    expect([overdue(0), overdue(1)]).toEqual(['calm', 'alarm']);
    expect(kpi(options({ measure: 'overdue' }), undefined, city, 'zh')).toMatchObject({ tone: 'calm', text: '—' });
  });
  it('compares no state with the past that nobody kept', () => {
    const now = { ...range, cells: { open: [5, 0] as [number, number] }, compared: { ...range, cells: {} } };
    expect(kpi(options({ measure: 'open', compare: 'day' }), now, city, 'zh').notes).toEqual([]);
  });
});

describe('spark', () => {
  it('is there for measures with a time, hours within a day and days beyond', () => {
    expect(sparkTopic('open', 'today')).toBeNull();
    expect(sparkTopic('accepted', 'today')?.params).toMatchObject({ window: '24h', step: 'hour' });
    expect(sparkTopic('satisfaction', '7d')?.params).toMatchObject({ window: '14d', step: 'day' });
  });
  it('leaves out the cut hours of a count, fills empty ones with 0 and those of a ratio with a gap', () => {
    const from = MIDNIGHT + 10 * 60_000;
    const spark = {
      from,
      to: from + 4 * HOUR,
      cells: { accepted: { [MIDNIGHT]: [1, 0], [MIDNIGHT + HOUR]: [7, 0] }, satisfaction: { [MIDNIGHT]: [1, 2] } },
    };
    expect(sparkValues(options({}), spark as never, 'Asia/Shanghai')).toEqual([7, 0, 0]);
    expect(sparkValues(options({ measure: 'satisfaction' }), spark as never, 'Asia/Shanghai')).toEqual([
      50,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('hit', () => {
  const data = { now: { ...range, cells: {} } };
  it('[M2] opens the population over the range shown; a state has none', () => {
    expect(declaration.hit({ kind: 'tile' }, options({ measure: 'satisfaction' }), data)).toEqual({
      measure: 'satisfaction',
      range,
    });
    expect(declaration.hit({ kind: 'tile' }, options({ measure: 'overdue' }), data)).toEqual({ measure: 'overdue' });
    expect(declaration.hit({ kind: 'tile' }, options({}), {})).toBeNull();
  });
});
