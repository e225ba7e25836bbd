import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, type Options, rows } from './option.ts';
import declaration from './widget.ts';

const options: Options = { by: 'medium', window: '7d', top: 12 };
const data = fixtures[0]!.data as Data;

describe('rows', () => {
  it('rank by all items, with the negative share of those that were judged', () => {
    const list = rows(options, data.pairs, city, 'zh');
    expect(list.map(({ name, text, negative }) => [name, text, negative])).toEqual([
      ['微博', '118', '44%'],
      ['微信', '78', '26%'],
      ['论坛', '49', '47%'],
      ['新闻网站', '40', '8%'],
      ['视频', '39', '35%'],
      ['报纸', '19', '5%'],
      ['贴吧', '14', '46%'],
      ['客户端', '3', '—'],
    ]);
    expect(list[0]!.parts.map(({ mood, value }) => [mood, value])).toEqual([
      ['negative', 48],
      ['neutral', 40],
      ['positive', 21],
      ['-', 9],
    ]);
    expect(list[0]!.title).toBe('微博 118 · 负面 44% (较上周同刻 +15.2 百分点)');
    expect(rows(options, undefined, city, 'en')).toEqual([]);
    expect(rows({ ...options, top: 2 }, data.pairs, city, 'en')).toHaveLength(2);
  });
  it('takes the mood from the end of the key: an outlet may be called anything', () => {
    const odd = { ...data.pairs, cells: { mention_count: { 'a|b|negative': [2, 0] as [number, number] } } };
    expect(rows({ ...options, by: 'outlet' }, odd, city, 'en')[0]).toMatchObject({ key: 'a|b', negative: '100%' });
  });
});

describe('hit', () => {
  it('[M2] opens the items of a row, or of one mood of it', () => {
    const { from, to } = data.pairs;
    expect(declaration.hit({ kind: 'pair', key: 'weibo', mood: '-' }, options, data)).toEqual({
      measure: 'mention_count',
      filter: { medium: 'weibo', sentiment: { set: false } },
      range: { from, to },
    });
    expect(declaration.hit({ kind: 'pair', key: '-' }, { ...options, by: 'outlet' }, data)).toEqual({
      measure: 'mention_count',
      filter: { outlet: { set: false } },
      range: { from, to },
    });
    expect(declaration.hit({ kind: 'pair', key: 'weibo' }, options, {})).toBeNull();
  });
});
