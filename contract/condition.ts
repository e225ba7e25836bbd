/**
 * Conditions over a row: the one filter language of measures, topic scopes and queries.
 *
 * A condition is an object of field tests that must all hold; `any` adds alternatives of which one must hold.
 * It is data, so that a live view (compiled to a closure, here) and the history (compiled to SQL, in
 * `server/history/`) cannot disagree about what it means.
 */
import Type, { type Static } from 'typebox';
import { FACT_FIELDS, type FactKind, type FieldRole } from './fact.ts';

const Scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);

/** Tests of one field. All given tests must hold. A comparison with an absent (null) value is false. */
export const FieldTest = Type.Object(
  {
    in: Type.Optional(Type.Array(Scalar, { maxItems: 500, description: 'Equal to one of them.' })),
    not: Type.Optional(Type.Array(Scalar, { maxItems: 500, description: 'Known and equal to none of them.' })),
    set: Type.Optional(Type.Boolean({ description: 'true: has a value, false: has none.' })),
    lt: Type.Optional(
      Type.Union([Type.Number(), Type.String()], {
        description: 'Less than this number, or than the field of this name.',
      }),
    ),
    le: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    gt: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    ge: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    under: Type.Optional(Type.String({ maxLength: 64, description: 'Code path equal to this one or in its branch.' })),
    has: Type.Optional(Type.String({ maxLength: 64, description: 'A list field that holds this string.' })),
    contains: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A text that contains this string.' }),
    ),
  },
  { additionalProperties: false },
);
export type FieldTest = Static<typeof FieldTest>;

const Tests = Type.Record(Type.String({ pattern: '^(?!any$)[a-zA-Z]+$' }), Type.Union([Scalar, FieldTest]));

/** See the head of this file. Example: `{ district: '320213', created: { ge: 0 }, words: { has: '供暖不热' } }`. */
export const Condition = Type.Object(
  { any: Type.Optional(Type.Array(Tests, { minItems: 1, maxItems: 20 })) },
  { additionalProperties: Type.Union([Scalar, FieldTest]) },
);
export type Scalar = string | number | boolean;
export type Condition = { any?: Condition[] } & { [field: string]: Scalar | FieldTest | Condition[] | undefined };

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
