import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { compile, ConditionError } from './condition.ts';
import { EVENT_TYPES, EVENTS } from './event.ts';
import { FACT_FIELDS } from './fact.ts';
import { MEASURE_IDS, measureOf, valueOf } from './measure.ts';
import { apply, diff } from './patch.ts';
import type { Json } from './text.ts';
import { comparedRange, windowRange, WINDOWS, zone } from './time.ts';
import { topicKey } from './topic.ts';

const value: fc.Arbitrary<Json> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '12', '__x'), tie('value')),
})).object as fc.Arbitrary<Json>;

describe('merge patch', () => {
  it('[T2] a delta over the value before it is the value after it, and leaves the value before it alone', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const copy = JSON.stringify(before);
        const patch = diff(before, after);
        expect(patch === undefined ? before : apply(before, patch)).toEqual(after);
        expect(JSON.stringify(before)).toBe(copy);
      }),
    );
  });

  it('[T2] there is no delta between equal values', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(diff(one, structuredClone(one))).toBeUndefined();
      }),
    );
  });
});

describe('conditions', () => {
  const row = {
    district: 'd1',
    category: '02.01',
    created: 5,
    closed: null,
    words: ['停水'],
    title: '小区停水',
    urges: 2,
  };
  it.each([
    [{ district: 'd1' }, true],
    [{ district: { in: ['d2', 'd1'] }, urges: { gt: 1 } }, true],
    [{ category: { under: '02' } }, true],
    [{ category: { under: '0' } }, false],
    [{ closed: { set: false } }, true],
    [{ closed: { gt: 0 } }, false],
    [{ closed: { not: [1] } }, false],
    [{ created: { lt: 'urges' } }, false],
    [{ words: { has: '停水' } }, true],
    [{ title: { contains: '停' }, any: [{ urges: 9 }, { district: 'd1' }] }, true],
    [{ any: [{ urges: 9 }] }, false],
    [{}, true],
  ])('%j is %s', (condition, expected) => {
    expect(compile('ticket', condition as never)(row)).toBe(expected);
  });

  it('[E5] a field that does not exist is refused by path and rule', () => {
    for (const field of ['colour', '__proto__x', 'constructor']) {
      expect(() => compile('ticket', { [field]: 1 })).toThrow(ConditionError);
    }
  });
});

describe('measures', () => {
  it('[M1] every measure names fields that its facts have', () => {
    for (const id of MEASURE_IDS) {
      const measure = measureOf(id);
      const fields: Record<string, string> = FACT_FIELDS[measure.fact];
      compile(measure.fact, measure.of);
      compile(measure.fact, measure.part ?? {});
      if (measure.at) expect(fields[measure.at]).toBe('time');
      if (measure.value) expect(fields[measure.value]).toBe('num');
      expect(measure.names.zh && measure.names.en && measure.formula.zh && measure.formula.en).toBeTruthy();
    }
  });

  it('[M1] an empty denominator is no number', () => {
    expect(valueOf({ kind: 'ratio', unit: 'percent' }, [0, 0])).toBeNull();
    expect(valueOf({ kind: 'rate', unit: 'per_10k' }, [5, 0])).toBeNull();
    expect(valueOf({ kind: 'ratio', unit: 'percent' }, [1, 4])).toBe(25);
    expect(valueOf({ kind: 'count', unit: 'tickets' }, undefined)).toBe(0);
  });
});

describe('windows', () => {
  it('[F2] only move forward, hold now, and compare like with like', () => {
    const tz = zone('Asia/Shanghai');
    const moment = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(fc.constantFrom(...WINDOWS), moment, fc.nat(100_000_000), (window, now, later) => {
        const range = windowRange(tz, window, now);
        const next = windowRange(tz, window, now + later);
        expect(next.from).toBeGreaterThanOrEqual(range.from);
        expect(next.to).toBeGreaterThanOrEqual(range.to);
        if (window !== 'yesterday') expect(range.from <= now && now < range.to).toBe(true);
        const then = comparedRange(tz, window, 'week', now);
        expect(then.from).toBe(range.from - 7 * 86_400_000);
        expect(then.to).toBeLessThanOrEqual(range.to - 7 * 86_400_000);
      }),
    );
  });
});

describe('schemas', () => {
  it('[E1] every event type compiles and refuses an empty envelope', () => {
    for (const type of EVENT_TYPES) expect(Compile(EVENTS[type]).Check({})).toBe(false);
  });

  it('equal topics have equal keys', () => {
    expect(topicKey({ view: 'latest', params: { size: 3 }, scope: { unit: 'u', district: 'd' } })).toBe(
      topicKey({ scope: { district: 'd', unit: 'u' }, params: { size: 3 }, view: 'latest' }),
    );
  });
});
