import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import { astray, besides, gaugeOf, gaugeText } from '../shared/gauges.ts';
import { AT, FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { tiles } from './option.ts';
import declaration from './widget.ts';

const value = (i: number) => fixtures[i]!.data['gauges'] as never;

describe('tiles', () => {
  it('show the latest reading beside what it is held against', () => {
    const [air, room] = tiles({ gauges: ['air', 'room'] }, value(0), FIXTURE_CITY, AT, 'zh');
    expect(air).toMatchObject({ name: '室外气温', text: '−2.4', unit: '℃', astray: false, beside: '' });
    expect(room).toMatchObject({ text: '17.3', astray: true, beside: '目标 ≥ 18 ℃' });
    expect(room!.past).toHaveLength(24);
  });
  it('say how old an old reading is, and — where there is none', () => {
    const [notices, unnamed, air] = tiles(
      { gauges: ['notices', 'not-in-the-profile', 'air'] },
      value(1),
      FIXTURE_CITY,
      AT,
      'en',
    );
    expect(notices).toMatchObject({ text: '24,000', beside: '20 d ago' });
    expect(unnamed).toMatchObject({ name: 'not-in-the-profile', text: '1,234,567.8' });
    expect(air).toMatchObject({ text: '—', value: null, unit: '' });
  });
});

describe('gauges', () => {
  it('are written with unit and decimals, and are astray by aim, else by usual range', () => {
    const room = gaugeOf(FIXTURE_CITY, 'room');
    expect(gaugeText(room, 18.04)).toBe('18.0 ℃');
    expect(gaugeText({ unit: '%', decimals: 1 }, 95)).toBe('95.0%');
    expect([17.9, 18, 30, undefined].map((n) => astray(room, n))).toEqual([true, false, false, false]);
    const { aim: _aim, ...usual } = room;
    expect([17.9, 18, 30].map((n) => astray(usual, n))).toEqual([true, false, true]);
    expect(besides(usual, 'en')).toBe('usual 18–24');
  });
});

describe('hit', () => {
  it('[M2] opens the readings of the day, or all where the latest is of longer ago', () => {
    const data = { gauges: value(1) };
    const { from, to } = value(1) as { from: number; to: number };
    expect(declaration.hit({ kind: 'gauge', gauge: 'not-in-the-profile' }, { gauges: [] }, data)).toEqual({
      measure: 'gauge_readings',
      filter: { gauge: 'not-in-the-profile' },
      range: { from, to },
    });
    expect(from).toBeGreaterThan(AT - 20 * DAY);
    expect(declaration.hit({ kind: 'gauge', gauge: 'notices' }, { gauges: [] }, data)).toEqual({
      measure: 'gauge_readings',
      filter: { gauge: 'notices' },
    });
    expect(declaration.hit({ kind: 'gauge', gauge: 'air' }, { gauges: [] }, data)).toBeNull();
  });
});
