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
    expect(list[0]).toMatchObject({ text: '7 件工单超期未答复', name: '市住建局', age: '3 分钟前', drills: true });
    expect(list[2]).toMatchObject({ name: '微信受理', drills: false });
    expect(lines(alerts, AT, city, 'en').map((l) => l.text)).toContain('1 ticket overdue');
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
