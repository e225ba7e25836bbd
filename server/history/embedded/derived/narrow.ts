/**
 * What the index of grams can say about a condition: a formula over words in fields of which the rows that it takes are
 * among those that the formula takes. `exact`: they are the same. Pure.
 */
import { testsOf, type Condition } from '../../../../contract/condition.ts';
import type { FactKind } from '../../../../contract/fact.ts';
import { gramsOf } from './grams.ts';
import { textsOf } from './marks.ts';

/** A range of grams [from, to) of which a row must have one, or parts that must all hold, or of which one must. */
export type Formula = { from: number; to: number } | { all: Formula[] } | { any: Formula[] };

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
      const { ranges, exact } = gramsOf(number, contains);
      parts.push(...ranges.map((range) => ({ formula: range, exact })));
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
export function rangesOf(formula: Formula): { from: number; to: number }[] {
  const ranges = new Map<string, { from: number; to: number }>();
  const visit = (one: Formula): void => {
    if ('from' in one) ranges.set(`${one.from}-${one.to}`, one);
    else for (const part of 'all' in one ? one.all : one.any) visit(part);
  };
  visit(formula);
  return [...ranges.values()];
}

/** The rows of a segment that a formula takes; `rowsOf` gives those with a gram of a range. It may change what it is given. */
export function evaluate(formula: Formula, rowsOf: (range: { from: number; to: number }) => Uint32Array): Uint32Array {
  if ('from' in formula) return rowsOf(formula).slice();
  const every = 'all' in formula;
  const [first, ...others] = every ? formula.all : formula.any;
  const bits = evaluate(first!, rowsOf);
  for (const other of others) {
    const more = evaluate(other, rowsOf);
    for (let i = 0; i < bits.length; i++) bits[i] = every ? bits[i]! & more[i]! : bits[i]! | more[i]!;
  }
  return bits;
}
