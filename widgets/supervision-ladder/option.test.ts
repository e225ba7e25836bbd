import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { rungs, units } from './option.ts';
import declaration from './widget.ts';

describe('ladder', () => {
  it('counts its rungs, and — before they are known', () => {
    expect(rungs(fixtures[0]!.data['now'] as never, 'zh').map(({ name, text }) => `${name} ${text}`)).toEqual([
      '临期提醒 37',
      '催办 21',
      '黄牌 9',
      '红牌 3',
    ]);
    expect(rungs(undefined, 'en').map(({ text }) => text)).toEqual(['—', '—', '—', '—']);
  });
  it('lists first the units with what presses most', () => {
    const rows = units(fixtures[0]!.data['units'] as never, FIXTURE_CITY, 'zh');
    expect(rows.map(({ unit }) => unit)).toEqual(['urban', 'liangxi', 'housing', 'water']);
    expect(rows[0]).toMatchObject({ name: '市城管局', counts: [{ value: 12 }, { value: 0, text: '·' }, { value: 2 }] });
  });
  it('[M2] opens what stands on a rung, of all or of a unit', () => {
    expect(declaration.hit({ kind: 'rung', measure: 'due_soon' }, {} as never, {})).toEqual({ measure: 'due_soon' });
    expect(declaration.hit({ kind: 'rung', measure: 'red_cards', unit: 'urban' }, {} as never, {})).toEqual({
      measure: 'red_cards',
      filter: { unit: 'urban' },
    });
  });
});
