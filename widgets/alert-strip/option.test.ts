import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, lines } from './option.ts';
import declaration from './widget.ts';

const alerts = (fixtures[0]!.data as Data).alerts;

describe('alerts', () => {
  it('[A1] says level in a word, what, who and since when, the gravest first', () => {
    const list = lines(alerts, AT, city, 'zh');
    expect(list.map((l) => l.word)).toEqual(['红色', '橙色', '黄色', '蓝色']);
    expect(list[0]).toMatchObject({ text: '市住建局 7 件工单已超期', name: '市住建局', age: '3 分钟前', drills: true });
    expect(list[2]).toMatchObject({ text: '微信受理 数据中断，数字可能不全', name: '数据接入', drills: false });
    expect(lines(alerts, AT, city, 'en').map((l) => l.text)).toContain('Urban Management: 1 ticket overdue');
  });
  it('puts what has lasted longest first within a level, as the server cuts the list', () => {
    const card = (key: string, since: number) => ({ kind: 'overdue', level: 2, since, key, count: 1 }) as const;
    const cards = { a: card('water', AT - 1000), b: card('housing', AT - 9000) };
    expect(lines({ cards }, AT, city, 'zh').map((l) => l.id)).toEqual(['b', 'a']);
  });
  it('[M2] opens the overdue tickets of the unit; a silent source has none', () => {
    const list = lines(alerts, AT, city, 'zh');
    expect(declaration.hit(list[0]!.mark, { size: 6 }, {})).toEqual({
      measure: 'overdue',
      filter: { unit: 'housing' },
    });
    expect(declaration.hit(list[2]!.mark, { size: 6 }, {})).toBeNull();
    expect(declaration.hit({ kind: 'card', of: 'overdue', key: '-' }, { size: 6 }, {})?.filter).toEqual({
      unit: { set: false },
    });
  });
});
