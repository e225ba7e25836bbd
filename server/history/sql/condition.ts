/**
 * Conditions as SQL: the same language as `compile` in contract/condition.ts, over columns instead of objects.
 *
 * A condition has no negation over its parts, so the third truth value of SQL does no harm: what is NULL here is false
 * there, and stays "not true" through AND and OR. A value that a field of this role can never hold makes its test
 * plainly false (or plainly true, of `not`), so types never clash in the database. Names come from the field table
 * only; values are bound. A string with half of a surrogate pair is stored and compared as if U+FFFD stood there.
 */
import { testsOf, type Condition, type FieldTest } from '../../../contract/condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../../contract/fact.ts';
import { quoted } from '../schema.ts';
import type { Params } from './params.ts';

const TRUE = 'TRUE';
const FALSE = 'FALSE';

const isText = (role: FieldRole): boolean => role === 'key' || role === 'dim' || role === 'text';
const isNumber = (role: FieldRole): boolean => role === 'time' || role === 'num';

/** Placeholders of those values that a field of this role can hold. */
function holdable(role: FieldRole, values: readonly unknown[], params: Params): string[] {
  const places: string[] = [];
  for (const value of new Set(values)) {
    if (typeof value === 'string' && isText(role)) places.push(params.text(value));
    else if (typeof value === 'boolean' && role === 'flag') places.push(params.flag(value));
    else if (typeof value !== 'number' || Number.isNaN(value)) continue;
    else if (role === 'num') places.push(params.num(value));
    else if (role === 'time' && Number.isSafeInteger(value)) places.push(params.int(value));
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
  params: Params,
): string {
  if (!isNumber(role)) return FALSE;
  if (typeof bound === 'string') {
    const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
    return isNumber(fields[bound]!) ? `${column} ${op} ${quoted(bound)}` : FALSE;
  }
  if (Number.isNaN(bound)) return FALSE;
  if (role === 'num') return `${column} ${op} ${params.num(bound)}`;
  const whole = WHOLE[op](bound);
  // A constant of the column's own type lets the engine skip what lies outside.
  if (Number.isSafeInteger(whole)) return `${column} ${op} ${params.int(whole)}`;
  return `${column}::DOUBLE ${op} ${params.num(bound)}`;
}

function testSql(kind: FactKind, field: string, role: FieldRole, test: FieldTest, params: Params): string[] {
  const column = quoted(field);
  const parts: string[] = [];
  if (test.in) {
    const values = holdable(role, test.in, params);
    parts.push(values.length === 0 ? FALSE : `${column} IN (${values.join(', ')})`);
  }
  if (test.not) {
    const values = holdable(role, test.not, params);
    parts.push(`${column} IS NOT NULL`);
    if (values.length > 0) parts.push(`${column} NOT IN (${values.join(', ')})`);
  }
  if (test.set !== undefined) parts.push(`${column} IS ${test.set ? 'NOT ' : ''}NULL`);
  for (const [name, op] of Object.entries(COMPARISONS) as ['lt' | 'le' | 'gt' | 'ge', Comparison][]) {
    const bound = test[name];
    if (bound !== undefined) parts.push(compare(kind, column, role, op, bound, params));
  }
  if (test.under !== undefined) {
    const { under } = test;
    parts.push(
      isText(role)
        ? `(${column} = ${params.text(under)} OR starts_with(${column}, ${params.text(`${under}.`)}))`
        : FALSE,
    );
  }
  if (test.has !== undefined) parts.push(`list_contains(${column}, ${params.text(test.has)})`);
  if (test.contains !== undefined) {
    parts.push(isText(role) ? `contains(${column}, ${params.text(test.contains)})` : FALSE);
  }
  return parts;
}

/** A condition as an SQL expression over the table of its kind; it is true for the same rows. Throws ConditionError. */
export function conditionSql(kind: FactKind, condition: Condition, params: Params): string {
  const parts: string[] = [];
  for (const { field, role, test } of testsOf(kind, condition)) parts.push(...testSql(kind, field, role, test, params));
  if (condition.any) {
    const alternatives = condition.any.map((one) => conditionSql(kind, one, params));
    parts.push(alternatives.length === 0 ? FALSE : `(${alternatives.join(' OR ')})`);
  }
  return parts.length === 0 ? TRUE : `(${parts.join(' AND ')})`;
}
