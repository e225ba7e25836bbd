/** Conditions as ClickHouse spells them. */
import type { Condition } from '../../../contract/condition.ts';
import type { FactKind } from '../../../contract/fact.ts';
import { conditionIn } from '../condition.ts';
import { quoted } from '../schema.ts';
import type { Dialect } from './dialect.ts';
import { SEARCHED } from './tables.ts';
import type { Values } from './values.ts';

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

/** A condition as an expression over the columns of its kind; it is true for the same rows. Throws ConditionError. */
export function conditionSql(kind: FactKind, condition: Condition, values: Values, dialect: Dialect): string {
  const spelling = {
    always: '1',
    never: '0',
    values,
    float: (column: string) => `toFloat64(${column})`,
    startsWith: (column: string, value: string) => `startsWith(${column}, ${value})`,
    has: (column: string, value: string) => `has(${column}, ${value})`,
    contains: (of: FactKind, field: string, part: string) => holds(of, field, part, values, dialect),
  };
  return conditionIn(spelling, kind, condition);
}
