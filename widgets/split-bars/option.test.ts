import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../contract/time.ts';
import { AT, FIXTURE_CITY, MIDNIGHT } from '../shared/fixture-city.ts';
import { parts, stepOf, ticks, type Options } from './option.ts';
import declaration from './widget.ts';

const options: Options = { measure: 'accepted', by: 'channel', window: 'today', scale: 'shared', top: 2 };
const at = (hour: number) => String(MIDNIGHT + hour * HOUR);
const value = {
  from: MIDNIGHT,
  to: MIDNIGHT + DAY,
  cells: { app: { [at(9)]: [4, 0] }, phone: { [at(9)]: [8, 0], [at(10)]: [2, 0] }, fax: { [at(1)]: [1, 0] } },
} as never;

describe('parts', () => {
  it('puts the largest first, on one scale, with every hour of the day', () => {
    const rows = parts(options, value, FIXTURE_CITY, AT, 'zh');
    expect(rows.map(({ name, total }) => [name, total])).toEqual([
      ['电话', 10],
      ['APP', 4],
    ]);
    expect(rows[0]!.bars).toHaveLength(24);
    expect(rows[0]!.bars[9]).toMatchObject({ value: 8, share: 1, ahead: false, label: '电话 9 时 · 8' });
    expect(rows[1]!.bars[9]!.share).toBe(0.5);
    const own = parts({ ...options, scale: 'own' }, value, FIXTURE_CITY, AT, 'zh');
    expect(own[1]!.bars[9]!.share).toBe(1);
    expect(rows[0]!.bars[15]!.ahead).toBe(true);
    expect(parts(options, undefined, FIXTURE_CITY, AT, 'en')).toEqual([]);
  });
  it('labels every sixth hour, or days as there is room', () => {
    expect(ticks(options, value, FIXTURE_CITY.timeZone).filter(Boolean)).toEqual(['0', '6', '12', '18']);
    expect([stepOf('24h'), stepOf('7d')]).toEqual(['hour', 'day']);
  });
});

describe('hit', () => {
  it('[M2] opens a value over the window, or one of its columns', () => {
    const range = { from: MIDNIGHT, to: MIDNIGHT + DAY };
    const data = { parts: value };
    expect(declaration.hit({ kind: 'key', key: 'phone' }, options, data)).toEqual({
      measure: 'accepted',
      filter: { channel: 'phone' },
      range,
    });
    expect(declaration.hit({ kind: 'bar', key: '-', from: 1, to: 2 }, options, data)).toEqual({
      measure: 'accepted',
      filter: { channel: { set: false } },
      range: { from: 1, to: 2 },
    });
    expect(declaration.hit({ kind: 'key', key: 'phone' }, options, {})).toBeNull();
  });
});
