import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_STATUSES } from '../../contract/alert.ts';
import { drillOf, type Entry, holder, inNeed, placeOf } from './alerts.ts';
import { ago, card, WATER } from './fixture-alerts.ts';
import { FIXTURE_CITY as city } from './fixture-city.ts';

describe('order of need', () => {
  it('[A1] is unclaimed, then held, then recovering; within that the gravest and the longest', () => {
    const cards = {
      recovering: card({ status: 'recovering', level: 1 }),
      claimed: card({ status: 'claimed', level: 1 }),
      dispatched: card({ status: 'dispatched', level: 1, since: ago(99) }),
      blue: card({ level: 4, since: ago(999) }),
      young: card({ level: 2, since: ago(1) }),
      old: card({ level: 2, since: ago(9) }),
    };
    expect(inNeed(cards).map(([id]) => id)).toEqual(['old', 'young', 'blue', 'dispatched', 'claimed', 'recovering']);
    expect(inNeed(undefined)).toEqual([]);
  });
  it('is an order: the same for every order of the cards', () => {
    const one = fc.record({
      status: fc.constantFrom(...ALERT_STATUSES),
      level: fc.constantFrom(1, 2, 3, 4),
      since: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 2 }), one), (given) => {
        const entries = Object.entries(given).map(([id, some]) => [id, card(some as never)] as Entry);
        const sorted = (some: Entry[]): string[] => inNeed(Object.fromEntries(some)).map(([id]) => id);
        expect(sorted(entries.toReversed())).toEqual(sorted(entries));
      }),
    );
  });
});

describe('a card', () => {
  it('says where it is, from the wide to the narrow, and nothing where it is about no place', () => {
    expect(placeOf(WATER, city, 'zh')).toBe('新吴区 · 新吴街道');
    expect(placeOf(card({ place: { district: '320213', community: '五爱家园' } }), city, 'en')).toBe(
      'Liangxi · 五爱家园',
    );
    expect(placeOf(card({ place: {}, keys: { category: '05' } }), city, 'zh')).toBe('全市');
    expect(placeOf(card({ place: {}, keys: { unit: 'urban' } }), city, 'zh')).toBe('');
  });
  it('says who has it', () => {
    expect(holder(card({}), city, 'en')).toBe('unclaimed');
    expect(holder(card({ status: 'claimed', claimedBy: 'desk 3' }), city, 'en')).toBe('claimed: desk 3');
    expect(holder(card({ status: 'resolved' }), city, 'zh')).toBe('已解除');
  });
  it('[M2] of a state has no range, and one of a measure that is not known nothing to open', () => {
    expect(drillOf(card({ measure: 'overdue', filter: { unit: 'x' }, sight: { value: 3 } }))).toEqual({
      measure: 'overdue',
      filter: { unit: 'x' },
    });
    expect(drillOf(card({ measure: 'of-tomorrow' }))).toBeNull();
  });
});
