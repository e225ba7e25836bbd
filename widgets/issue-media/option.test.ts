import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { ISSUES } from '../shared/fixture-issues.ts';
import { type Options, rows } from './option.ts';
import declaration from './widget.ts';

const options: Options = { window: '7d', top: 20 };

describe('rows', () => {
  it('have what the media speak of first, each side on its own scale', () => {
    const list = rows(options, ISSUES, city, 'zh');
    expect(list.map(({ id, mentions }) => [id, mentions.value])).toEqual([
      ['I4', 12],
      ['I1', 5],
      ['I2', 3],
      ['I3', 0],
      ['I5', 0],
    ]);
    expect(list[1]).toMatchObject({ tickets: { value: 46, share: 1 }, district: '梁溪区' });
    expect(list[1]!.mentions).toEqual({ value: 5, text: '5', share: 5 / 12, negative: 4 / 12 });
    expect(list[1]!.said).toBe('五爱家园 暖气不热，工单 46，舆情 5，其中负面 4');
    expect(rows({ ...options, top: 1 }, ISSUES, city, 'en')).toHaveLength(1);
    expect(rows(options, undefined, city, 'en')).toEqual([]);
  });
});

describe('hit', () => {
  it('[M2] opens the tickets or the mentions of an issue over the window', () => {
    const data = { issues: ISSUES };
    const range = { from: ISSUES.from, to: ISSUES.to };
    const opened = (kind: string) => declaration.hit({ kind, id: 'I1' }, options, data);
    expect(opened('tickets')).toEqual({ measure: 'accepted', filter: { issue: 'I1' }, range });
    expect(opened('mentions')).toEqual({ measure: 'mention_count', filter: { issue: 'I1' }, range });
    expect(declaration.hit({ kind: 'tickets', id: 'I1' }, options, {})).toBeNull();
  });
});
