import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectOf, literal, MODERN, OLD } from './dialect.ts';
import { inSpans, lineOfMark, START, takeOverRank, upTo, withVersion, type Span } from './marks.ts';
import { databaseOf } from './open.ts';

describe('marks', () => {
  it('whoever takes over ranks above everything that was written before, and below whoever comes later', () => {
    const mark = (rank: number) => ({ ...START, rank });
    const first = takeOverRank(1, START)!;
    const again = takeOverRank(1, mark(first + 500))!;
    const second = takeOverRank(2, mark(again))!;
    // What the first one still had under way when it was started again bears other numbers.
    expect(again).toBeGreaterThan(first + 500 + 65_535);
    expect(second).toBeGreaterThan(again + 1e9);
    expect(takeOverRank(1, mark(second))).toBeNull();
    expect(takeOverRank(2 ** 20 - 1, mark(second))! + 2 ** 32).toBeLessThan(Number.MAX_SAFE_INTEGER);
    for (const token of [0, -1, 1.5, 2 ** 20]) expect(() => takeOverRank(token, START)).toThrow(RangeError);
  });

  it('spans hold exactly the versions that were committed', () => {
    const steps = fc.array(fc.record({ skip: fc.nat(3), up: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.nat(120), (all, cut) => {
        const committed = new Set<number>();
        let spans: Span[] = [];
        let version = 10;
        for (const { skip } of all) {
          version += 1 + skip;
          committed.add(version);
          spans = withVersion(spans, version);
        }
        const inside = (some: readonly Span[], one: number) => some.some(([a, b]) => one >= a && one <= b);
        for (let one = 0; one <= version + 2; one++) {
          expect(inside(spans, one)).toBe(committed.has(one));
          expect(inside(upTo(spans, cut), one)).toBe(committed.has(one) && one <= cut);
        }
      }),
    );
    expect(inSpans([])).toBe('0');
  });

  it('a mark is one line', () => {
    expect(lineOfMark({ ...START, position: { epoch: "it's\n", seq: 3 }, spans: [[1, 2]] })).not.toContain('\n');
  });
});

describe('dialects', () => {
  it('are told by the version', () => {
    expect(dialectOf('18.16.1')).toBe(OLD);
    expect(dialectOf('26.7.2.1')).toBe(MODERN);
    expect(() => dialectOf('unknown')).toThrow('unknown');
  });

  it('a literal ends where it ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', 'a', '\u0000', '\uD800', '长') }), (text) => {
        // Every quote inside is escaped, and no escape is left open at the end.
        expect(literal(text)).toMatch(/^'(?:[^'\\]|\\['\\0])*'$/u);
        expect(literal(text)).not.toContain('\u0000');
      }),
    );
  });

  it('cities never share a database', () => {
    expect(databaseOf('wuxi')).toBe('hotline_wuxi');
    expect(new Set(['a-b', 'a_b', 'a.b', 'ab'].map(databaseOf)).size).toBe(4);
  });
});
