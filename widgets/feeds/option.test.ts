import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, notices, rows } from './option.ts';

describe('feeds', () => {
  it('[W1] says in a word which source is silent, since when, and which never spoke', () => {
    const list = rows((fixtures[0]!.data as Data).feeds, AT, city, 'zh');
    expect(list.map((r) => [r.name, r.word, r.seen])).toEqual([
      ['热线工单系统', '正常', '刚刚'],
      ['呼叫平台', '正常', '刚刚'],
      ['微信受理', '静默', '26 分钟前'],
      ['mail-gateway', '未接入', '—'],
    ]);
    expect(list[0]).toMatchObject({
      perMinute: '214',
      lag: '310 毫秒',
      refused: '12',
      hasRefused: true,
      total: '1,284,113',
    });
    expect(list[3]!.lag).toBe('—');
  });

  it('says which official calendar is missing, and nothing where none is', () => {
    const { feeds } = fixtures.find((f) => f.name === 'the calendar ends')!.data as Data;
    expect(notices(feeds, 'zh')).toEqual(['2027 年节假日安排尚未载入，按普通周末计算工作日']);
    expect(notices(feeds, 'en')).toEqual([
      'The official calendar of 2027 is not here yet: working days are counted by plain weekends',
    ]);
    expect(notices((fixtures[0]!.data as Data).feeds, 'zh')).toEqual([]);
    expect(notices(undefined, 'zh')).toEqual([]);
  });

  it('says which file of scenes is refused, with path and rule', () => {
    const scenes = [{ file: 'a.json', path: '/id', rule: 'is there twice' }];
    const value = { sources: {}, notices: { scenes } };
    expect(notices(value, 'zh')).toEqual(['场景文件 a.json 未采用：/id is there twice']);
    expect(notices(value, 'en')).toEqual(['The scene file a.json is refused: /id is there twice']);
  });
});
