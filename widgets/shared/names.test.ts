import { describe, expect, it } from 'vitest';
import { CHANNELS, NATURES } from '../../contract/event.ts';
import { CLOCK_STATES, STATUSES } from '../../contract/fact.ts';
import { compile } from '../../contract/condition.ts';
import { FIXTURE_CITY as city } from './fixture-city.ts';
import { filterOf, nameOf, NATURE_ORDER } from './names.ts';

describe('names', () => {
  it('knows every enum of the contract in both languages', () => {
    for (const [field, codes] of Object.entries({
      channel: CHANNELS,
      nature: NATURES,
      status: STATUSES,
      clock: CLOCK_STATES,
    })) {
      for (const code of codes) {
        expect(nameOf(city, field, code, 'zh')).not.toBe(code);
        expect(nameOf(city, field, code, 'en')).not.toBe(code);
      }
    }
    expect(Array.from(NATURE_ORDER).sort()).toEqual(Array.from(NATURES).sort());
  });
  it('names places, units, categories and sources by the city; leaves unknown codes; says unknown', () => {
    expect(nameOf(city, 'district', '320213', 'en')).toBe('Liangxi');
    expect(nameOf(city, 'unit', 'housing', 'zh')).toBe('市住建局');
    expect(nameOf(city, 'category', '05.03', 'zh')).toBe('供热');
    expect(nameOf(city, 'source', 'acd', 'zh')).toBe('呼叫平台');
    expect(nameOf(city, 'unit', 'nobody', 'zh')).toBe('nobody');
    expect(nameOf(city, 'unit', '-', 'zh')).toBe('未知');
    expect(nameOf(city, 'unit', undefined, 'en')).toBe('unknown');
  });
  it('[M2] filters by a key as the group counted it', () => {
    const row = { unit: null, category: '05.03.12', words: ['停水'], channel: 'phone' };
    for (const [field, key] of [
      ['unit', '-'],
      ['category', '05.03'],
      ['words', '停水'],
      ['channel', 'phone'],
    ] as const) {
      expect(compile('ticket', filterOf(field, key))(row)).toBe(true);
    }
    expect(compile('ticket', filterOf('category', '05.0'))(row)).toBe(false);
    expect(compile('ticket', filterOf('unit', 'housing'))(row)).toBe(false);
  });
});
