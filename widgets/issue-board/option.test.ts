import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { ISSUES } from '../shared/fixture-issues.ts';
import { rows } from './option.ts';
import declaration from './widget.ts';

const options = { window: '24h', size: 10 } as const;

describe('rows', () => {
  it('have the hottest first, with place, unit, since when and what is open', () => {
    const list = rows(ISSUES, city, AT, 'zh');
    expect(list.map(({ id }) => id)).toEqual(['I1', 'I2', 'I3', 'I4', 'I5']);
    expect(list[0]).toMatchObject({
      title: '五爱家园 暖气不热',
      about: ['梁溪区 梁溪街道', '市住建局', '始于 11:32', '未办结 44'],
      heat: 1,
      text: '46',
      people: '31 人',
      media: { text: '舆情 5', negative: '负面 4' },
    });
    expect(list[0]!.trend).toHaveLength(24);
    expect(list[0]!.trend.slice(18)).toEqual([0, 1, 3, 6, 14, 22]);
    expect(list[2]!.media).toBeNull();
  });
  it('do not say the place twice', () => {
    const named = { ...ISSUES, issues: { I1: { ...ISSUES.issues['I1']!, title: '梁溪区梁溪街道 暖气不热' } } };
    expect(rows(named, city, AT, 'zh')[0]!.about[0]).toBe('市住建局');
    expect(rows(named, city, AT, 'en')[0]!.about[0]).toBe('Liangxi, Liangxi Street');
  });
  it('leave out what is not known', () => {
    expect(rows(ISSUES, city, AT, 'en')[3]!.about).toEqual(['Jiangyin', 'since 11-18 14:32', 'all closed']);
    expect(rows(undefined, city, AT, 'en')).toEqual([]);
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of the issue, or its mentions, over the range of its count', () => {
    const range = { from: ISSUES.from, to: ISSUES.to };
    const data = { issues: ISSUES };
    expect(declaration.hit({ kind: 'issue', id: 'I1' }, options, data)).toEqual({
      measure: 'accepted',
      filter: { issue: 'I1' },
      range,
    });
    expect(declaration.hit({ kind: 'mentions', id: 'I1' }, options, data)).toEqual({
      measure: 'mention_count',
      filter: { issue: 'I1' },
      range,
    });
    expect(declaration.hit({ kind: 'issue', id: 'I1' }, options, {})).toBeNull();
  });
});
