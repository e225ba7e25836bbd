import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { groups, type Options } from './option.ts';
import declaration from './widget.ts';

const options = (given: Partial<Options>): Options => ({
  measure: 'accepted',
  by: 'unit',
  window: 'today',
  top: 10,
  ...given,
});
const range = { from: 0, to: 60_000 };

describe('group bar', () => {
  it('[M1] writes ratios with their sign, their bars against 100', () => {
    const value = { ...range, cells: { on_time_rate: { housing: [3, 4], water: [0, 0] } }, total: {} } as never;
    const rows = groups(options({ measure: 'on_time_rate' }), value, city, 'zh');
    expect(rows.map((r) => [r.name, r.text, r.share])).toEqual([
      ['市住建局', '75.0%', 0.75],
      ['市水务集团', '—', 0],
    ]);
  });
  it('cuts categories only where they are grouped', () => {
    const level = (by: Options['by']) =>
      (declaration.topics(options({ by, level: 2 }) as never, {})['groups']!.params as { level?: number }).level;
    expect([level('category'), level('unit')]).toEqual([2, undefined]);
  });
  it('[M2] opens the group: equality, a branch, or a missing value', () => {
    const hit = (by: Options['by'], key: string, measure: Options['measure'] = 'accepted') =>
      declaration.hit({ kind: 'key', key }, options({ by, measure }) as never, { groups: range });
    expect(hit('unit', 'housing')).toEqual({ measure: 'accepted', filter: { unit: 'housing' }, range });
    expect(hit('category', '05.03')?.filter).toEqual({ category: { under: '05.03' } });
    expect(hit('district', '-')?.filter).toEqual({ district: { set: false } });
    expect(hit('unit', 'housing', 'overdue')).toEqual({ measure: 'overdue', filter: { unit: 'housing' } });
    expect(hit('district', '320213', 'per_10k')?.measure).toBe('accepted');
  });
});
