/**
 * What the index of grams can say about a condition: a formula over words in fields of which the rows that it takes are
 * among those that the formula takes. `exact`: they are the same, but for those of which the index is not sure. Pure.
 */
import { testsOf, type Condition } from '../../../../contract/condition.ts';
import type { FactKind } from '../../../../contract/fact.ts';
import { gramsOf, type GramRange, type WordGrams } from './grams.ts';
import { textsOf } from './marks.ts';

/** A word that a row must have, or parts that must all hold, or of which one must. */
export type Formula = WordGrams | { all: Formula[] } | { any: Formula[] };

export interface Narrowing {
  /** Null: every row. */
  formula: Formula | null;
  exact: boolean;
}

const allOf = (parts: readonly Narrowing[]): Narrowing => {
  const formulas = parts.flatMap(({ formula }) => formula ?? []);
  const exact = parts.every((part) => part.exact);
  if (formulas.length === 0) return { formula: null, exact };
  return { formula: formulas.length === 1 ? formulas[0]! : { all: formulas }, exact };
};

/** The narrowing of a condition over facts of a kind. Throws ConditionError. */
export function narrow(kind: FactKind, condition: Condition): Narrowing {
  const texts = textsOf(kind);
  const parts: Narrowing[] = [];
  for (const { field, test } of testsOf(kind, condition)) {
    const { contains, ...others } = test;
    const number = texts.indexOf(field);
    const indexed = number >= 0 && contains !== undefined && contains !== '';
    if (indexed) {
      parts.push({ formula: gramsOf(number, contains), exact: true });
    }
    const rest = Object.values(others).some((value) => value !== undefined) || (contains !== undefined && !indexed);
    if (rest) parts.push({ formula: null, exact: false });
  }
  if (condition.any) {
    const alternatives = condition.any.map((one) => narrow(kind, one));
    const formulas = alternatives.map(({ formula }) => formula);
    // An alternative that takes any row makes the whole of them take any row.
    const formula = formulas.every((one) => one !== null) ? { any: formulas } : null;
    const exact = formula !== null && alternatives.every((one) => one.exact);
    parts.push({ formula, exact });
  }
  return allOf(parts);
}

/** The ranges of grams that a formula asks for, each once. */
export function rangesOf(formula: Formula): GramRange[] {
  const ranges = new Map<string, GramRange>();
  const visit = (one: Formula): void => {
    if (!('ranges' in one)) for (const part of 'all' in one ? one.all : one.any) visit(part);
    else {
      const around = one.inner.flatMap(({ repeated, between }) => (between ? [repeated, between] : [repeated]));
      for (const range of [...one.ranges, ...around]) ranges.set(`${range.from}-${range.to}`, range);
    }
  };
  visit(formula);
  return [...ranges.values()];
}

/** Rows of a segment, a bit each: those that a formula may take, and those of them that it takes for sure. */
export interface Taken {
  maybe: Uint32Array;
  /** The same array as `maybe` where all are sure. */
  sure: Uint32Array;
}

/** `bits` with those of `other` also set, only those of both kept, or those of `other` taken out. Changes `bits`. */
function merge(how: 'or' | 'and' | 'not', bits: Uint32Array, other: Uint32Array): void {
  if (how === 'or') for (let i = 0; i < bits.length; i++) bits[i]! |= other[i]!;
  else if (how === 'and') for (let i = 0; i < bits.length; i++) bits[i]! &= other[i]!;
  else for (let i = 0; i < bits.length; i++) bits[i]! &= ~other[i]!;
}

function wordIn({ ranges, inner }: WordGrams, rowsOf: (range: GramRange) => Uint32Array): Taken {
  const [maybe, ...others] = ranges.map(rowsOf);
  for (const other of others) merge('and', maybe!, other);
  if (inner.length === 0) return { maybe: maybe!, sure: maybe! };
  const sure = maybe!.slice();
  let before: Uint32Array | null = null;
  for (const { repeated, between } of inner) {
    const again = rowsOf(repeated);
    const both = again.slice();
    if (before) merge('and', before, again);
    if (between) merge('not', again, rowsOf(between));
    merge('not', sure, again);
    if (before) merge('not', sure, before);
    before = both;
  }
  return { maybe: maybe!, sure };
}

/** The rows of a segment that a formula takes; `rowsOf` gives those with a gram of a range, new ones each time. */
export function evaluate(formula: Formula, rowsOf: (range: GramRange) => Uint32Array): Taken {
  if ('ranges' in formula) return wordIn(formula, rowsOf);
  const how = 'all' in formula ? 'and' : 'or';
  const [first, ...others] = 'all' in formula ? formula.all : formula.any;
  const taken = evaluate(first!, rowsOf);
  for (const other of others) {
    const more = evaluate(other, rowsOf);
    if (taken.sure === taken.maybe && more.sure !== more.maybe) taken.sure = taken.maybe.slice();
    merge(how, taken.maybe, more.maybe);
    if (taken.sure !== taken.maybe) merge(how, taken.sure, more.sure);
  }
  return taken;
}
