import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../contract/mapping.ts';
import { zone } from '../../contract/time.ts';
import { checkMapping } from './check.ts';
import { mapper } from './mapper.ts';
import { pointTexts } from './place.ts';
import { format } from './times/format.ts';
import { recognise } from './times/recognise.ts';

const SHANGHAI = zone('Asia/Shanghai');
const iso = (text: string, order?: 'mdy' | 'dmy'): string => {
  const read = recognise(text, SHANGHAI, order);
  return 'why' in read ? read.why : new Date(read.at + 8 * 3_600_000).toISOString().slice(0, 19);
};

describe('times', () => {
  it('are recognised in the forms in which exports write them', () => {
    const same = '2024-03-05T14:20:00';
    for (const text of [
      '2024-03-05 14:20:00', '2024-03-05T14:20', '2024/3/5 14:20', '2024.3.5 14:20', '2024年3月5日 14:20', '2024年03月05日14时20分',
      '2024年3月5日 下午2:20', '2024-03-05T06:20:00Z', '2024-03-05T01:20:00-0500', '2024-03-05 14:20:00.000 +08:00', '20240305142000',
      '202403051420', '20240305T142000', '2024-Mar-05 14:20:00', '05-Mar-2024 14:20', 'March 5, 2024 2:20 PM', '5 March 2024 14:20',
      'Tue, 05 Mar 2024 06:20:00 GMT', '1709619600', '1709619600000', '45356.597222222', '２０２４年３月５日　１４：２０', '2024-03-05 星期二 14:20',
    ]) expect([text, iso(text)]).toEqual([text, same]); // prettier-ignore
    expect(iso('3/5/2024 2:20 PM', 'mdy')).toBe(same);
    expect(iso('5/3/2024 14:20', 'dmy')).toBe(same);
    expect(iso('25.03.24 14:20')).toBe('2024-03-25T14:20:00');
    expect(iso('2024-03-05')).toBe('2024-03-05T00:00:00');
    expect(iso('45356')).toBe('2024-03-05T00:00:00');
    expect(iso('12/31/2024 12:00:00 AM')).toBe('2024-12-31T00:00:00');
  });

  it('are not guessed', () => {
    expect(iso('3/5/2024')).toMatch(/dateOrder/);
    expect(iso('25/3/2024', 'mdy')).toMatch(/day first/);
    expect(iso('2024-02-30')).toMatch(/does not exist/);
    for (const text of ['x', '12', '13812345678', '2024', '5 apples', '14:20']) expect([text, iso(text)]).toEqual([text, 'is not a time']); // prettier-ignore
  });

  it('of a declared form are of no other', () => {
    const us = format('MM/DD/YYYY hh:mm:ss A');
    expect(us('04/12/2018 11:11:26 PM', SHANGHAI)!.at).toBe(Date.parse('2018-04-12T23:11:26+08:00'));
    expect(us('2018-04-12', SHANGHAI)).toBeUndefined();
    expect(() => format('hh:mm')).toThrow(/a year, a month and a day/);
  });

  it('that were set forward over or back to are moments all the same', () => {
    const ny = zone('America/New_York');
    expect(recognise('2024-03-10 02:30:00', ny)).toMatchObject({ precision: 'second' });
    expect(recognise('2024-11-03 01:30:00', ny)).toMatchObject({ at: Date.parse('2024-11-03T01:30:00-04:00') });
  });
});

const MAPPING: Mapping = {
  name: 'test',
  source: '/import/test',
  timeZone: 'Asia/Shanghai',
  columns: {
    id: '工单编号', created: '受理时间', closed: '办结时间', due: '时限', channel: { column: '渠道', default: 'transfer' }, nature: '性质',
    title: ['a'].join(''), unit: '承办单位', district: '区县', lng: 'x', lat: 'y', satisfaction: '满意度',
  },
}; // prettier-ignore
const ROW = { 工单编号: 'G1', 受理时间: '2024-03-05 14:20:30', 渠道: '微信', 性质: '投诉', a: '停水', 承办单位: '水务局', 区县: '梁溪区', x: '120.301', y: '31.57' }; // prettier-ignore
const run = (row: Record<string, unknown>, mapping: Partial<Mapping> = {}) =>
  mapper(checkMapping({ ...MAPPING, ...mapping }))(row);
const ids = (row: Record<string, unknown>, mapping: Partial<Mapping> = {}): string[] => {
  const mapped = run(row, mapping);
  return 'events' in mapped
    ? mapped.events.map(({ id }) => id)
    : mapped.refused.map(({ path, rule }) => `${path} ${rule}`);
};

describe('a mapper', () => {
  it('[E3] gives the same row the same events, and a later version only new ones', () => {
    const first = ids(ROW);
    expect(first).toEqual(['G1/created', 'G1/dispatched/20240305T062030']);
    expect(ids(ROW)).toEqual(first);
    const later = ids({ ...ROW, 办结时间: '2024-03-06 10:00', 满意度: '基本满意' });
    expect(later.slice(0, 2)).toEqual(first);
    expect(later.slice(2)).toEqual(['G1/closed/20240306T020000', 'G1/rated/20240306T020000']);
  });

  it('refuses what cannot be, with the path, unless the mapping leaves it out', () => {
    const row = { ...ROW, 办结时间: '2024-03-05 14:19' };
    expect(ids(row)).toEqual(['/closed must not be before created']);
    expect(ids(row, { onBeforeCreated: 'omit' })).toHaveLength(2);
    expect(ids({ ...ROW, 受理时间: '' })).toEqual(['/created is blank']);
    expect(ids({ ...ROW, 工单编号: ' ' })).toEqual(['/id is blank']);
    expect(ids({ ...ROW, 性质: '某某' })[0]).toMatch(/^\/nature must be one of .*; is “某某”$/);
    expect(ids({ ...ROW, 区县: '' }, { required: ['district'] })).toEqual([
      '/district is blank, and the mapping requires it',
    ]);
  });

  it('a step told by its minute or its day is not before a creation told by its second', () => {
    expect(ids({ ...ROW, 办结时间: '2024-03-05 14:20' }).at(-1)).toBe('G1/closed/20240305T062030');
    expect(ids({ ...ROW, 办结时间: '2024-03-05' }).at(-1)).toBe('G1/closed/20240305T062030');
  });

  it('a deadline told by its day ends with it', () => {
    const mapped = run({ ...ROW, 时限: '2024-03-08' });
    expect('events' in mapped && mapped.events[1]!.data).toEqual({ unit: '水务局', due: '2024-03-08T15:59:59.000Z' });
  });

  it('rounded coordinates are no place, and that is said', () => {
    const mapped = run({ ...ROW, x: '-77', y: '39.0' });
    expect(mapped).toMatchObject({ remarks: [{ path: '/lat', rule: expect.stringContaining('rounded') as string }] });
    expect('events' in mapped && mapped.events[0]!.data['place']).toEqual({ district: '梁溪区' });
  });

  it('rows without ids are told apart by what they say, and those that say the same by their number', () => {
    const { id: _, ...columns } = MAPPING.columns;
    void _;
    const map = (): string[] => {
      const one = mapper(checkMapping({ ...MAPPING, columns }));
      return [ROW, { ...ROW, a: '其他' }, ROW].map((row) => {
        const mapped = one(row);
        return 'events' in mapped ? mapped.events[0]!.subject : '';
      });
    };
    const [a, b, c] = map();
    expect(c).toBe(`${a}-2`);
    expect(b).not.toBe(a);
    expect(map()).toEqual([a, b, c]);
  });

  it('points are read in either order', () => {
    expect(pointTexts('(39.3, -76.6)')).toEqual(['-76.6', '39.3']);
    expect(pointTexts('POINT (-76.6 39.3)')).toEqual(['-76.6', '39.3']);
    expect(pointTexts('120.3,31.5')).toEqual(['120.3', '31.5']);
    expect(pointTexts('{"type":"Point","coordinates":[-76.6,39.3]}')).toEqual(['-76.6', '39.3']);
  });
});

describe('a mapping', () => {
  it('that cannot be used says where and why', () => {
    const wrong = (change: object): string => {
      try {
        checkMapping({ ...MAPPING, ...change });
      } catch (error) {
        return (error as Error).message;
      }
      return 'is good';
    };
    expect(wrong({})).toBe('is good');
    expect(wrong({ timeZone: 'Nowhere/City' })).toMatch(/^\/timeZone: /);
    expect(wrong({ source: '/wall/clock' })).toMatch(/^\/source: /);
    expect(wrong({ times: ['hh:mm'] })).toMatch(/^\/times: /);
    expect(wrong({ columns: { created: 'a', title: 'b', nature: 'c' } })).toMatch(/^\/columns\/channel: is required/);
    expect(wrong({ columns: { ...MAPPING.columns, channel: { constant: 'pigeon' } } })).toMatch(/^\/columns\/channel\/constant: must be one of/); // prettier-ignore
    expect(wrong({ colums: {} })).toMatch(/colums/);
  });
});
