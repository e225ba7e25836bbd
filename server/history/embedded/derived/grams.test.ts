import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../arbitrary.ts';
import { GramIndex, gramsOf } from './grams.ts';
import { evaluate } from './narrow.ts';
import { cardinality, decodeInto } from './places.ts';

const textArb = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: fc.constantFrom('停', '水', '噪', '音', 'a', '😀', '\ud800', '\udc00'), maxLength: 12 }),
);
const stored = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

describe('grams', () => {
  it('find a word in no row that lacks it, but for those they doubt, and lose none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(textArb, textArb), { minLength: 1, maxLength: 400 }),
        fc.constantFrom(1, 3, 700),
        textArb.filter((word) => word !== ''),
        (rows, gap, word) => {
          const index = new GramIndex();
          for (const [i, texts] of rows.entries()) {
            for (const [field, text] of texts.entries()) index.add(field, i * gap, text);
          }
          const entries = [...index.entries()];
          expect(entries.map(({ gram }) => gram)).toEqual(entries.map(({ gram }) => gram).sort((a, b) => a - b));
          for (const field of [0, 1]) {
            const { maybe, sure } = evaluate(gramsOf(field, word), ({ from, to }) => {
              const bits = new Uint32Array(Math.ceil((rows.length * gap) / 32));
              const some = entries.filter(({ gram }) => gram >= from && gram < to);
              for (const { places } of some) decodeInto(bits, places);
              if (some.length === 1) expect(cardinality(bits)).toBe(some[0]!.count);
              return bits;
            });
            const short = [...word].length <= 2;
            expect(sure === maybe).toBe(short);
            for (const [i, texts] of rows.entries()) {
              const isIn = (bits: Uint32Array): boolean => (bits[(i * gap) >> 5]! & (1 << ((i * gap) & 31))) !== 0;
              const text = stored(texts[field]!);
              const has = text.includes(stored(word));
              if (has || short) expect(isIn(maybe)).toBe(has);
              if (isIn(sure)) expect(has).toBe(true);
              // Never doubted: three characters in a short text, and texts in which no character comes twice.
              const three = [...word].length === 3 && !/[\u{10000}-\u{10ffff}]/u.test(word) && text.length <= 40;
              if (has && (three || new Set(text).size === [...text].length)) expect(isIn(sure)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of many rows are cut into pieces that the engine keeps side by side, and say the same', () => {
    const rows = 200_000;
    for (const share of [0.0001, 0.01, 0.04, 0.2, 0.9, 1]) {
      const taken = Array.from({ length: rows }, (_, i) => (i * 0.618034) % 1 < share);
      const index = new GramIndex();
      for (const [place, is] of taken.entries()) if (is) index.add(0, place, '水');
      const entries = [...index.entries()];
      expect(entries.length > 1).toBe(share > 0.01);
      const bits = new Uint32Array(Math.ceil(rows / 32));
      for (const { count, places } of entries) {
        expect(places.length).toBeLessThanOrEqual(4000);
        const own = new Uint32Array(bits.length);
        decodeInto(own, places);
        expect(cardinality(own)).toBe(count);
        decodeInto(bits, places);
      }
      expect(taken.every((is, place) => ((bits[place >> 5]! >>> (place & 31)) & 1) === Number(is))).toBe(true);
    }
  });
});
