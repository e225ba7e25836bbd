import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { changed, type Data, type Options } from './option.ts';
import declaration from './widget.ts';

const options: Options = { measure: 'accepted', by: 'nature', window: '7d', compare: 'week', top: 12 };
const data = fixtures[0]!.data as Data;

describe('changed', () => {
  it('ranks by what is now, with where it was then on the same scale', () => {
    const rows = changed(options, data.groups, city, 'zh');
    expect(rows.map(({ name, text, change, way }) => [name, text, change, way])).toEqual([
      ['投诉', '2,410', '+42%', 'up'],
      ['咨询', '2,106', '−3%', 'same'],
      ['求助', '1,480', '+6%', 'same'],
      ['建议', '311', '+4%', 'same'],
      ['举报', '190', '−5%', 'same'],
      ['表扬', '44', '+13%', 'same'],
      ['未知', '3', '+3', 'same'],
    ]);
    expect(rows[1]!.beside).toBeCloseTo(2160 / 2410);
    expect(rows[0]!.title).toBe('投诉 2,410 · 较上周同刻 +42%');
  });
  it('keeps what was there then and is gone now, and knows no change where there is no past', () => {
    const { compared, ...now } = data.groups;
    const gone = { ...now, cells: { accepted: {} }, compared };
    expect(changed(options, gone, city, 'en')[0]).toMatchObject({
      key: 'consult',
      value: 0,
      change: '−100%',
      way: 'down',
    });
    expect(changed(options, now, city, 'en')[0]).toMatchObject({ beside: null, change: '' });
  });
});

describe('hit', () => {
  it('[M2] opens the facts of a value over the window', () => {
    const { from, to } = data.groups;
    expect(declaration.hit({ kind: 'key', key: '-' }, options, data)).toEqual({
      measure: 'accepted',
      filter: { nature: { set: false } },
      range: { from, to },
    });
    expect(declaration.hit({ kind: 'key', key: 'help' }, options, {})).toBeNull();
  });
});
