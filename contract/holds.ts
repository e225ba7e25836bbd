/**
 * What a condition means: the tests in it, the predicate that it is, and the facts that it can be asked of. Apart from
 * condition.ts, so that a screen that asks it need not load the schema.
 */
import type { Condition, FieldTest } from './condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from './fact.ts';

export type Predicate = (row: Readonly<Record<string, unknown>>) => boolean;

/** Thrown when a condition names a field that the fact does not have, or tests it in a way its role has not. */
export class ConditionError extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

/**
 * Roles of the fields that facts are to be grouped by, in their order. A list counts a fact under each of its members; two of
 * them would count it under pairs that nobody said together. Throws ConditionError.
 */
export function groupRoles(kind: FactKind, by: readonly string[]): ('dim' | 'list')[] {
  const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
  let list: string | null = null;
  return by.map((field) => {
    const role = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (role !== 'dim' && role !== 'list')
      throw new ConditionError(`/by/${field}`, `a ${kind} cannot be grouped by it`);
    if (role === 'list' && list !== null && list !== field)
      throw new ConditionError(`/by/${field}`, `only one list can be grouped by, and ${list} is one`);
    if (role === 'list') list = field;
    return role;
  });
}

/** The field tests of a condition, one by one, with the role of each field. The only parser of conditions. */
export function* testsOf(
  kind: FactKind,
  condition: Condition,
): Generator<{ field: string; role: FieldRole; test: FieldTest }> {
  const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
  for (const [field, given] of Object.entries(condition)) {
    if (field === 'any' || given === undefined) continue;
    const role = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!role) throw new ConditionError(`/${field}`, `a ${kind} has no such field`);
    const test: FieldTest = typeof given === 'object' ? (given as FieldTest) : { in: [given] };
    for (const name of ['lt', 'le', 'gt', 'ge'] as const) {
      const bound = test[name];
      if (typeof bound === 'string' && !Object.hasOwn(fields, bound)) {
        throw new ConditionError(`/${field}/${name}`, `a ${kind} has no field ${bound}`);
      }
    }
    if (test.has !== undefined && role !== 'list')
      throw new ConditionError(`/${field}/has`, 'only a list field has members');
    yield { field, role, test };
  }
}

function compileTest(field: string, test: FieldTest): Predicate {
  const parts: Predicate[] = [];
  if (test.in) {
    const wanted = new Set<unknown>(test.in);
    const only = test.in.length === 1 ? test.in[0] : undefined;
    parts.push(only === undefined ? (row) => wanted.has(row[field]) : (row) => row[field] === only);
  }
  if (test.not) {
    const unwanted = new Set<unknown>(test.not);
    parts.push((row) => row[field] !== null && !unwanted.has(row[field]));
  }
  if (test.set !== undefined) parts.push((row) => (row[field] !== null) === test.set);
  const compare = (bound: number | string, holds: (a: number, b: number) => boolean): void => {
    const other = (row: Readonly<Record<string, unknown>>) => (typeof bound === 'number' ? bound : row[bound]);
    parts.push((row) => {
      const a = row[field];
      const b = other(row);
      return typeof a === 'number' && typeof b === 'number' && holds(a, b);
    });
  };
  if (test.lt !== undefined) compare(test.lt, (a, b) => a < b);
  if (test.le !== undefined) compare(test.le, (a, b) => a <= b);
  if (test.gt !== undefined) compare(test.gt, (a, b) => a > b);
  if (test.ge !== undefined) compare(test.ge, (a, b) => a >= b);
  const { under, has, contains } = test;
  if (under !== undefined) {
    const branch = `${under}.`;
    parts.push((row) => row[field] === under || (typeof row[field] === 'string' && row[field].startsWith(branch)));
  }
  if (has !== undefined) parts.push((row) => (row[field] as string[]).includes(has));
  if (contains !== undefined) parts.push((row) => typeof row[field] === 'string' && row[field].includes(contains));
  return all(parts);
}

function all(parts: Predicate[]): Predicate {
  const [a, b, c] = parts;
  if (!a) return () => true;
  if (!b) return a;
  if (!c) return (row) => a(row) && b(row);
  return (row) => parts.every((part) => part(row));
}

/** Compiles a condition to a predicate over rows of one kind. Throws ConditionError. */
export function compile(kind: FactKind, condition: Condition): Predicate {
  const parts: Predicate[] = [];
  for (const { field, test } of testsOf(kind, condition)) parts.push(compileTest(field, test));
  if (condition.any) {
    const alternatives = condition.any.map((one) => compile(kind, one));
    parts.push((row) => alternatives.some((one) => one(row)));
  }
  return all(parts);
}

/** Whether every field of a condition exists on facts of this kind (a call has no district). */
export function applies(kind: FactKind, condition: Condition): boolean {
  try {
    for (const one of [condition, ...(condition.any ?? [])]) Array.from(testsOf(kind, one));
    return true;
  } catch (error) {
    if (error instanceof ConditionError) return false;
    throw error;
  }
}
