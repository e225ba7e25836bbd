import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Postings } from './postings.ts';

const MOST = 5;
/** Keys that meet in the table, and far more of them than it begins with. */
const keyArb = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: 0, max: 3 }).map((n) => n * 65_536),
  fc.integer(),
);
const stepArb = fc.record({ add: fc.boolean(), key: keyArb, number: fc.integer({ min: 0, max: 9 }) });

const listOf = (postings: Postings, key: number): number[] => {
  const count = postings.look(key);
  return [...postings.entries.subarray(postings.from, postings.from + count)];
};

describe('the lists of the index', () => {
  it('hold the latest numbers of each key, in their order, whatever was added and removed', () => {
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 300 }), (steps) => {
        const postings = new Postings(MOST);
        const model = new Map<number, number[]>();
        for (const { add, key, number } of steps) {
          const list = model.get(key) ?? [];
          if (add) {
            postings.add(key, number);
            model.set(key, [...list, number].slice(-MOST));
          } else {
            postings.remove(key, number);
            const at = list.indexOf(number);
            const left = at < 0 ? list : list.toSpliced(at, 1);
            if (left.length === 0) model.delete(key);
            else model.set(key, left);
          }
        }
        expect(postings.size).toBe(model.size);
        for (const { key } of steps) expect(listOf(postings, key)).toEqual(model.get(key) ?? []);
      }),
      { numRuns: 500 },
    );
  });

  it('grow with the keys, and use the room of those that went again', () => {
    const postings = new Postings(64);
    for (let round = 0; round < 3; round++) {
      for (let key = 0; key < 5000; key++) for (let n = 0; n <= key % 70; n++) postings.add(key * 7, n);
      expect(postings.size).toBe(5000);
      expect(listOf(postings, 69 * 7)).toEqual(Array.from({ length: 64 }, (_, i) => i + 6));
      expect(listOf(postings, 2 * 7)).toEqual([0, 1, 2]);
      for (let key = 0; key < 5000; key++) for (let n = 0; n <= key % 70; n++) postings.remove(key * 7, n);
      expect(postings.size).toBe(0);
    }
    expect(postings.entries.length).toBeLessThanOrEqual(1 << 19);
  });
});
