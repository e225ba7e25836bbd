/** What the bench measures with: the scores, and how it reads files. Here because benches have no tests of their own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, messagesOf, TIME_ZONE } from '../../bench/text/csv.ts';
import { adjustedRand, bcubed, pairwise } from '../../bench/text/score.ts';

describe('scores', () => {
  const wanted = ['a', 'a', 'a', 'b', 'b', 'c'];

  it('are 1 for the same grouping under other names', () => {
    const same = ['x', 'x', 'x', 'y', 'y', 'z'];
    expect(pairwise(same, wanted).f).toBe(1);
    expect(bcubed(same, wanted).f).toBe(1);
    expect(adjustedRand(same, wanted)).toBe(1);
  });

  it('are what they are by hand', () => {
    const found = ['x', 'x', 'y', 'y', 'z', 'z'];
    // Said: {0,1} {2,3} {4,5}; right: {0,1} {0,2} {1,2} {3,4}; both: {0,1}.
    expect(pairwise(found, wanted)).toMatchObject({ precision: 1 / 3, recall: 1 / 4 });
    // Precision: 1, 1, ½, ½, ½, ½; recall: ⅔, ⅔, ⅓, ½, ½, 1.
    expect(bcubed(found, wanted).precision).toBeCloseTo(4 / 6);
    expect(bcubed(found, wanted).recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6);
    // 1 pair in both of 3 and 4 of 15: (1 − 0.8) ÷ (3.5 − 0.8).
    expect(adjustedRand(found, wanted)).toBeCloseTo(0.2 / 2.7);
  });

  it('stay within their bounds, and Rand is the same both ways', () => {
    const grouping = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(grouping, grouping, (one, other) => {
        for (const fit of [pairwise(one, other), bcubed(one, other)]) {
          for (const value of Object.values(fit)) expect(value).toBeGreaterThanOrEqual(0);
          for (const value of Object.values(fit)) expect(value).toBeLessThanOrEqual(1);
        }
        expect(adjustedRand(one, other)).toBeLessThanOrEqual(1);
        expect(adjustedRand(other, one)).toBeCloseTo(adjustedRand(one, other), 12);
      }),
    );
  });

  it('refuse groupings of different things', () => {
    expect(() => pairwise(['a'], ['a', 'b'])).toThrow('the same things');
  });
});

describe('files of messages', () => {
  const HEADER = '留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数';
  const read = (...lines: string[]) => messagesOf([HEADER, ...lines].join('\n'), TIME_ZONE, 'a.csv');

  it('are read with a mark of UTF-8, line breaks in texts and times of any form, in the order of times', () => {
    const { said, refused } = messagesOf(
      `\ufeff${HEADER}\r\n2,u,后来,2019/8/26 8:33:03,"一行\n二行",0,3\r\n1,u,先前,2019-08-18 14:44,文,1,0\r\n`,
      TIME_ZONE,
      'a.csv',
    );
    expect(refused).toEqual([]);
    expect(said.map(({ id, text, votes }) => [id, text, votes])).toEqual([
      ['1', '文', -1],
      ['2', '一行 二行', 3],
    ]);
    expect(said[0]!.at).toBe(Date.parse('2019-08-18T14:44:00+08:00'));
  });

  it('tell what they refuse and why, and take the rest', () => {
    const { said, refused } = read(
      '1,u,题,2019-01-01 10:00:00,文,0,0',
      '2,u,题,nonsense,文,0,0',
      ',u,题,2019-01-01 10:00:00,文,0,0',
      '1,u,题,2019-01-01 10:00:00,文,0,0',
      '3,u,题',
      '4,u,,2019-01-01 10:00:00,,0,0',
      '5,u,题,2019-01-02,文,x,y',
    );
    expect(said.map(({ id, votes }) => [id, votes])).toEqual([
      ['1', 0],
      ['5', 0],
    ]);
    expect(refused.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6]);
    expect(refused[0]!.why).toContain('nonsense');
    expect(refused[2]!.why).toContain('there before');
  });

  it('must have the columns', () => {
    expect(() => messagesOf('a,b\n1,2\n', TIME_ZONE, 'a.csv')).toThrow('a.csv: no column 留言编号; it has: a, b');
  });

  it('are written so that they read the same', () => {
    expect(
      csvOf([
        ['a', 'b,c'],
        ['"', 1],
      ]),
    ).toBe('\ufeffa,"b,c"\r\n"""",1\r\n');
  });
});
