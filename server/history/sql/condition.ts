/** Conditions as the embedded engine spells them. */
import type { Condition } from '../../../contract/condition.ts';
import type { FactKind } from '../../../contract/fact.ts';
import { conditionIn } from '../condition.ts';
import { quoted } from '../schema.ts';
import type { Params } from './params.ts';

/** A condition as an SQL expression over the table of its kind; it is true for the same rows. Throws ConditionError. */
export function conditionSql(kind: FactKind, condition: Condition, params: Params): string {
  const spelling = {
    always: 'TRUE',
    never: 'FALSE',
    values: params,
    float: (column: string) => `${column}::DOUBLE`,
    startsWith: (column: string, value: string) => `starts_with(${column}, ${value})`,
    has: (column: string, value: string) => `list_contains(${column}, ${value})`,
    contains: (_: FactKind, field: string, part: string) => `contains(${quoted(field)}, ${params.text(part)})`,
  };
  return conditionIn(spelling, kind, condition);
}
