/** What alerts of a rule are grouped by: from a row to its groups, and from a group to a filter that finds its rows. */
import { ConditionError, type Condition } from '../../contract/condition.ts';
import type { AlertKeys } from '../../contract/alert.ts';
import { FACT_FIELDS, type FactKind, type FieldRole } from '../../contract/fact.ts';
import type { KeyField, Rule } from '../../contract/rule.ts';

/** Between the values of a group; no code holds it. */
const BETWEEN = '\u001f';
/** The one group of a rule that groups by nothing. */
export const WHOLE = '';

type Fields = Readonly<Record<string, unknown>>;

/** A code of the category tree cut to a depth. */
export const cut = (code: string, depth: number | undefined): string =>
  depth === undefined ? code : code.split('.').slice(0, depth).join('.');

/** A function that gives the groups of a row; none where a value is not known. Throws ConditionError. */
export function groupsOf(kind: FactKind, { by = [], depth }: Pick<Rule, 'by' | 'depth'>): (row: Fields) => string[] {
  const roles: Record<string, FieldRole> = FACT_FIELDS[kind];
  for (const field of by)
    if (!Object.hasOwn(roles, field)) throw new ConditionError(`/by/${field}`, `a ${kind} has no such field`);
  return (row) => {
    let groups = [WHOLE];
    for (const [i, field] of by.entries()) {
      const value = row[field] as string | readonly string[] | null;
      if (value === null) return [];
      const values =
        typeof value === 'string' ? [field === 'category' ? cut(value, depth) : value] : (value as string[]);
      groups = groups.flatMap((group) => values.map((one) => (i === 0 ? one : group + BETWEEN + one)));
    }
    return groups;
  };
}

/** The values of a group by field. */
export function keysOf({ by = [] }: Pick<Rule, 'by'>, group: string): AlertKeys {
  const values = group.split(BETWEEN);
  return Object.fromEntries(by.map((field, i) => [field, values[i]!]));
}

/** The group of these values. */
export const groupOf = ({ by = [] }: Pick<Rule, 'by'>, keys: AlertKeys): string =>
  by.map((field) => keys[field] ?? '').join(BETWEEN);

/** The group of parts as history gives them; null where one is not known. */
export const groupFrom = (parts: readonly (string | null)[]): string | null =>
  parts.includes(null) ? null : parts.join(BETWEEN);

/** A condition that finds the rows of a rule's filter and of these keys. */
export function filterOf(filter: Condition | undefined, keys: AlertKeys): Condition {
  const tests = Object.entries(keys).map(([field, value]) => [
    field,
    field === 'words' ? { has: value } : field === 'category' ? { under: value } : value,
  ]);
  return { ...filter, ...Object.fromEntries(tests) } as Condition;
}

/** Whether all that has the keys `narrow` has the keys `wide` too, and `wide` says less. */
export function contains(wide: AlertKeys, narrow: AlertKeys): boolean {
  const within = (field: KeyField, value: string): boolean => {
    const other = narrow[field];
    return field === 'category' ? other === value || (other ?? '').startsWith(`${value}.`) : other === value;
  };
  const fields = Object.keys(wide) as KeyField[];
  return fields.every((field) => within(field, wide[field]!)) && JSON.stringify(wide) !== JSON.stringify(narrow);
}
