import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../arbitrary.ts';
import { cardinality, decodeInto, GramIndex, gramsOf } from './grams.ts';

const textArb = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: fc.constantFrom('停', '水', '噪', '音', 'a', '😀', '\ud800', '\udc00'), maxLength: 12 }),
);
const stored = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

describe('grams', () => {
  it('find a word of one or two characters exactly, and lose no row of a longer one', () => {
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
            const { ranges, exact } = gramsOf(field, word);
            let all: Uint32Array | null = null;
            for (const { from, to } of ranges) {
              const bits = new Uint32Array(Math.ceil((rows.length * gap) / 32));
              const some = entries.filter(({ gram }) => gram >= from && gram < to);
              for (const { places } of some) decodeInto(bits, places);
              if (some.length === 1) expect(cardinality(bits)).toBe(some[0]!.count);
              const before = all as Uint32Array | null;
              all = before ? before.map((one, i) => one & bits[i]!) : bits;
            }
            for (const [i, texts] of rows.entries()) {
              const found = (all![(i * gap) >> 5]! & (1 << ((i * gap) & 31))) !== 0;
              const has = stored(texts[field]!).includes(stored(word));
              if (has || exact) expect(found).toBe(has);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
