/**
 * Conditions as SQL of ClickHouse: the same language as `compile` in contract/condition.ts, and the same way as
 * sql/condition.ts: what is NULL here is false there and stays "not true" through AND and OR; a value that a field of
 * this role can never hold makes its test plainly false, so types never clash in the database.
 */
import { testsOf, type Condition, type FieldTest } from '../../../contract/condition.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../../contract/fact.ts';
import { quoted } from '../schema.ts';
import type { Dialect } from './dialect.ts';
import { SEARCHED } from './tables.ts';
import type { Values } from './values.ts';

const TRUE = '1';
const FALSE = '0';

const isText = (role: FieldRole): boolean => role === 'key' || role === 'dim' || role === 'text';
const isNumber = (role: FieldRole): boolean => role === 'time' || role === 'num';

/** Places of those values that a field of this role can hold. */
function holdable(role: FieldRole, given: readonly unknown[], values: Values): string[] {
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
  values: Values,
): string {
  if (!isNumber(role)) return FALSE;
  if (typeof bound === 'string') {
    const fields: Record<string, FieldRole> = FACT_FIELDS[kind];
    return isNumber(fields[bound]!) ? `${column} ${op} ${quoted(bound)}` : FALSE;
  }
  if (Number.isNaN(bound)) return FALSE;
  if (role === 'num') return `${column} ${op} ${values.num(bound)}`;
  const whole = WHOLE[op](bound);
  if (Number.isSafeInteger(whole)) return `${column} ${op} ${values.int(whole)}`;
  return `toFloat64(${column}) ${op} ${values.num(bound)}`;
}

/**
 * Whether a text holds another, byte for byte. Where there is an index over pairs of characters, LIKE says the same
 * once more, because that is what the index is asked with; `position` alone decides.
 */
function holds(kind: FactKind, field: string, part: string, values: Values, dialect: Dialect): string {
  const column = quoted(field);
  const exact = `position(${column}, ${values.text(part)}) > 0`;
  if (!SEARCHED[kind].includes(field) || dialect.textIndex(column) === null || [...part].length < 2) return exact;
  const pattern = `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return `(${exact} AND ifNull(${column}, '') LIKE ${values.text(pattern)})`;
}

function testSql(
  kind: FactKind,
  field: string,
  role: FieldRole,
  test: FieldTest,
  values: Values,
  dialect: Dialect,
): string[] {
  const column = quoted(field);
  const parts: string[] = [];
  if (test.in) {
    const places = holdable(role, test.in, values);
    parts.push(places.length === 0 ? FALSE : `${column} IN (${places.join(', ')})`);
  }
  if (test.not) {
    const places = holdable(role, test.not, values);
    parts.push(`${column} IS NOT NULL`);
    if (places.length > 0) parts.push(`${column} NOT IN (${places.join(', ')})`);
  }
  if (test.set !== undefined) parts.push(`${column} IS ${test.set ? 'NOT ' : ''}NULL`);
  for (const [name, op] of Object.entries(COMPARISONS) as ['lt' | 'le' | 'gt' | 'ge', Comparison][]) {
    const bound = test[name];
    if (bound !== undefined) parts.push(compare(kind, column, role, op, bound, values));
  }
  if (test.under !== undefined) {
    const { under } = test;
    parts.push(
      isText(role)
        ? `(${column} = ${values.text(under)} OR startsWith(${column}, ${values.text(`${under}.`)}))`
        : FALSE,
    );
  }
  if (test.has !== undefined) parts.push(`has(${column}, ${values.text(test.has)})`);
  if (test.contains !== undefined) {
    parts.push(isText(role) ? holds(kind, field, test.contains, values, dialect) : FALSE);
  }
  return parts;
}

/** A condition as an expression over the columns of its kind; it is true for the same rows. Throws ConditionError. */
export function conditionSql(kind: FactKind, condition: Condition, values: Values, dialect: Dialect): string {
  const parts: string[] = [];
  for (const { field, role, test } of testsOf(kind, condition)) {
    parts.push(...testSql(kind, field, role, test, values, dialect));
  }
  if (condition.any) {
    const alternatives = condition.any.map((one) => conditionSql(kind, one, values, dialect));
    parts.push(alternatives.length === 0 ? FALSE : `(${alternatives.join(' OR ')})`);
  }
  return parts.length === 0 ? TRUE : `(${parts.join(' AND ')})`;
}
