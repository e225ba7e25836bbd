import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_FIELDS, FACT_KINDS } from '../../contract/fact.ts';
import { factArb } from './arbitrary.ts';
import { packFacts, unpackFacts, unpackRows } from './columns.ts';
import { columnsOf, createTable, idHash } from './schema.ts';

describe('columns', () => {
  it('facts that are packed, handed to another thread and unpacked are the same', () => {
    for (const kind of FACT_KINDS) {
      fc.assert(
        fc.property(fc.array(factArb(kind), { maxLength: 70 }), (facts) => {
          const packed = structuredClone(packFacts(kind, facts));
          expect(unpackFacts(kind, packed)).toEqual(facts);
          expect(unpackRows(kind, packed)).toEqual(facts.map(({ row }) => row));
        }),
        { numRuns: 60 },
      );
    }
  });

  it('a time that is no whole number is refused, not rounded', () => {
    const [fact] = fc.sample(factArb('call'), { numRuns: 1, seed: 1 });
    for (const updated of [0.5, NaN, Infinity, 2 ** 53]) {
      const broken = { ...fact!, row: { ...fact!.row, updated } } as typeof fact & object;
      expect(() => packFacts('call', [broken])).toThrow(RangeError);
    }
  });
});

describe('schema', () => {
  it('[F1] has one column for each field of the contract, and the two of its own', () => {
    for (const kind of FACT_KINDS) {
      const names = columnsOf(kind).map(({ name }) => name);
      expect(names).toEqual([...Object.keys(FACT_FIELDS[kind]), 'steps', 'hash']);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    }
    expect(createTable('call')).toContain('"queued" BIGINT,');
    expect(createTable('ticket')).toContain('"words" VARCHAR[] NOT NULL');
  });

  it('the hash of an id stays what it is: it is stored', () => {
    expect(['', 'T1', '工单-1', '😀'].map(idHash)).toEqual(HASHES);
    const many = Array.from({ length: 100_000 }, (_, i) => idHash(`WX20261121${i}`));
    expect(new Set(many).size).toBe(many.length);
    expect(many.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  });
});

const HASHES = [3338908027751811, 1745716198502147, 5338896574660732, 4725715722941614];
