/** Rules as the console lists and edits them. Pure. */
import { measureOf, MEASURES } from '../../contract/measure.ts';
import type { Rule } from '../../contract/rule.ts';

/** Numbers of a rule in short signs that read the same in every language: `≥ 15`, `×2 · ≥ 12`. */
export function numbersOf(rule: Rule): string {
  const { signal, raise, clear, below, least, times, window } = rule;
  const parts: string[] = [];
  if (raise !== undefined) parts.push(`${below ? '≤' : '≥'} ${raise}`);
  if (clear !== undefined) parts.push(`${below ? '↑' : '↓'} ${clear}`);
  if (times !== undefined) parts.push(`×${times}`);
  if (least !== undefined) parts.push(signal === 'surge' ? `≥ ${least}` : `n ≥ ${least}`);
  if (window !== undefined) parts.push(`${window} min`);
  return parts.join(' · ');
}

/** Name of the rule's measure, or nothing where it has none. */
export function measureName(rule: Rule, locale: 'zh' | 'en'): string {
  const { measure } = rule;
  return measure !== undefined && Object.hasOwn(MEASURES, measure) ? measureOf(measure).names[locale] : '';
}

/** The text in which a rule is edited. */
export const textOf = (rule: Rule): string => JSON.stringify(rule, null, 2);

/** The rule of a text, or why it is not even JSON. */
export function parsed(text: string): { rule: Rule } | { broken: string } {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { rule: value as Rule };
    return { broken: 'not an object' };
  } catch (error) {
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Where the member of a path (`/graver/0/at`) stands in the text of a rule: from the quote of its name to the end of its
 * line. A member that is missing stands where its parent does; null where nothing of the path is there.
 */
export function spotOf(text: string, path: string): [start: number, end: number] | null {
  let from = 0;
  let found: number | null = null;
  for (const part of path.split('/').slice(1)) {
    if (/^\d+$/.test(part)) {
      // The n-th member of a list of objects: each of them opens once.
      for (let n = 0; n <= Number(part) && from >= 0; n++) from = text.indexOf('{', from) + 1 || -1;
      if (from < 0) break;
      continue;
    }
    const at = text.indexOf(`"${part}"`, from);
    if (at < 0) break;
    found = at;
    from = at + part.length + 2;
  }
  if (found === null) return null;
  const end = text.indexOf('\n', found);
  return [found, end < 0 ? text.length : end];
}

/** A rule to begin from. */
export const DRAFT: Rule = {
  id: 'new-rule',
  names: { zh: '新规则', en: 'New rule' },
  signal: 'threshold',
  family: 'matter',
  measure: 'accepted',
  by: ['district'],
  window: 60,
  raise: 30,
  for: 60,
  keep: 1800,
  level: 4,
};

/** What a dry run says: which alerts the rule would have raised. */
export interface Trial {
  days: number;
  alerts: TrialAlert[];
  perDay: number;
  /** How many of them were about the same thing as one before. */
  sameMatter: number;
}
export interface TrialAlert {
  id: string;
  titles: { zh: string; en: string };
  says: { zh: string; en: string };
  level: 1 | 2 | 3 | 4;
  raised: number;
  resolved: number | null;
  peak: number;
  /** How many facts it was about when it was raised. */
  count: number;
  /** How long after it people first did something about one of its tickets, ms; negative: before it. Null: never. */
  noticedAfter?: number | null;
}
