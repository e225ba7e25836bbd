/** Whether a matcher fits an alert: the one meaning of matchers, for routes, silences and inhibitions (rule A1). */
import type { AlertCard } from '../../contract/alert.ts';
import { KEY_FIELDS, type Matcher } from '../../contract/rule.ts';

/** What of an alert a matcher looks at; a card has it, and so has one that is not raised yet. */
export type Matched = Pick<AlertCard, 'rule' | 'family' | 'level' | 'keys'>;

/** A category in a matcher stands for its whole branch: `05.03` also fits `05.03.12`. Other keys are plain codes. */
function fits(field: string, wanted: readonly string[], value: string): boolean {
  if (wanted.includes(value)) return true;
  return field === 'category' && wanted.some((code) => value.startsWith(`${code}.`));
}

/**
 * Whether all given members of the matcher hold; an empty one fits every alert. `level` means at least as grave, and 1 is
 * the gravest. A key that the alert does not have fits nothing.
 */
export function matches(matcher: Matcher, alert: Matched): boolean {
  if (matcher.rule && !matcher.rule.includes(alert.rule)) return false;
  if (matcher.family && !matcher.family.includes(alert.family)) return false;
  if (matcher.level !== undefined && alert.level > matcher.level) return false;
  const { keys = {} } = matcher;
  return KEY_FIELDS.every((field) => {
    const wanted = keys[field];
    const value = alert.keys[field];
    return wanted === undefined || (value !== undefined && fits(field, wanted, value));
  });
}
