/**
 * Conditions as SQL: the same language as `compile` in contract/condition.ts, over columns instead of objects, for every
 * engine that spells a few things in its own way.
 *
 * A condition has no negation over its parts, so the third truth value of SQL does no harm: what is NULL here is false
 * there, and stays "not true" through AND and OR. A value that a field of this role can never hold makes its test
 * plainly false (or plainly true, of `not`), so types never clash in the database. Names come from the field table
 * only; values are bound. A string with half of a surrogate pair is stored and compared as if U+FFFD stood there.
 */
import { testsOf, type Condition, type FieldTest } from '../../contract/condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../contract/fact.ts';
import { quoted } from './schema.ts';

/** How an engine spells what engines spell differently. Columns are quoted, values are what stands for them in the text. */
export interface Spelling {
  always: string;
  never: string;
  /** What stands for a value of this type; it travels beside the statement. */
  values: {
    text(value: string): string;
    flag(value: boolean): string;
    num(value: number): string;
    /** A safe integer. */
    int(value: number): string;
  };
  /** A whole number as a floating one. */
  float(column: string): string;
  startsWith(column: string, value: string): string;
  /** Whether a list has a value. */
  has(column: string, value: string): string;
  /** Whether a text has another one in it, character by character. */
  contains(kind: FactKind, field: string, part: string): string;
}

const isText = (role: FieldRole): boolean => role === 'key' || role === 'dim' || role === 'text';
const isNumber = (role: FieldRole): boolean => role === 'time' || role === 'num';

/** What stands for those values that a field of this role can hold. */
function holdable(role: FieldRole, given: readonly unknown[], { values }: Spelling): string[] {
  const places: string[] = [];
  for (const value of new Set(given)) {
    if (typeof value === 'string' && isText(role)) places.push(values.text(value));
    else if (typeof value === 'boolean' && role === 'flag') places.push(values.flag(value));
    else if (typeof value !== 'number' || Number.isNaN(value)) continue;
    else if (role === 'num') places.push(values.num(value));
    else if (role === 'time' && Number.isSafeInteger(value)) places.push(values.int(value));
  }
  return places;
}

/** For a bound that is no whole number: the next whole number that draws the same line between whole numbers. */
const WHOLE = { '<': Math.ceil, '<=': Math.floor, '>': Math.floor, '>=': Math.ceil } as const;
type Comparison = keyof typeof WHOLE;
const COMPARISONS = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function compare(
  kind: FactKind,
  column: string,
  role: FieldRole,
  op: Comparison,
  bound: number | string,
  { values, never, float }: Spelling,
): string {
  if (!isNumber(role)) return never;
  if (typeof bound === 'string') {
    const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
    return isNumber(fields[bound]!) ? `${column} ${op} ${quoted(bound)}` : never;
  }
  if (Number.isNaN(bound)) return never;
  if (role === 'num') return `${column} ${op} ${values.num(bound)}`;
  const whole = WHOLE[op](bound);
  // A constant of the column's own type lets the engine skip what lies outside.
  if (Number.isSafeInteger(whole)) return `${column} ${op} ${values.int(whole)}`;
  return `${float(column)} ${op} ${values.num(bound)}`;
}

function testSql(kind: FactKind, field: string, role: FieldRole, test: FieldTest, spelling: Spelling): string[] {
  const { values, never } = spelling;
  const column = quoted(field);
  const parts: string[] = [];
  if (test.in) {
    const places = holdable(role, test.in, spelling);
    parts.push(places.length === 0 ? never : `${column} IN (${places.join(', ')})`);
  }
  if (test.not) {
    const places = holdable(role, test.not, spelling);
    parts.push(`${column} IS NOT NULL`);
    if (places.length > 0) parts.push(`${column} NOT IN (${places.join(', ')})`);
  }
  if (test.set !== undefined) parts.push(`${column} IS ${test.set ? 'NOT ' : ''}NULL`);
  for (const [name, op] of Object.entries(COMPARISONS) as ['lt' | 'le' | 'gt' | 'ge', Comparison][]) {
    const bound = test[name];
    if (bound !== undefined) parts.push(compare(kind, column, role, op, bound, spelling));
  }
  if (test.under !== undefined) {
    const { under } = test;
    const itself = (): string => `${column} = ${values.text(under)}`;
    const below = (): string => spelling.startsWith(column, values.text(`${under}.`));
    parts.push(isText(role) ? `(${itself()} OR ${below()})` : never);
  }
  if (test.has !== undefined) parts.push(spelling.has(column, values.text(test.has)));
  if (test.contains !== undefined) parts.push(isText(role) ? spelling.contains(kind, field, test.contains) : never);
  return parts;
}

/** A condition as an expression over the columns of its kind; it is true for the same rows. Throws ConditionError. */
export function conditionIn(spelling: Spelling, kind: FactKind, condition: Condition): string {
  const parts: string[] = [];
  for (const { field, role, test } of testsOf(kind, condition)) {
    parts.push(...testSql(kind, field, role, test, spelling));
  }
  if (condition.any) {
    const alternatives = condition.any.map((one) => conditionIn(spelling, kind, one));
    parts.push(alternatives.length === 0 ? spelling.never : `(${alternatives.join(' OR ')})`);
  }
  return parts.length === 0 ? spelling.always : `(${parts.join(' AND ')})`;
}
