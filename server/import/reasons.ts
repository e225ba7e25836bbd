/** Counts what is said of rows, by path and rule. What is quoted of a cell does not count as another rule. */
import type { Reason } from '../../contract/import.ts';
import type { Said } from '../mapping/refusal.ts';

/** Different reasons that are told apart. */
const MOST = 100;
const OTHERS = { path: '', rule: 'other reasons' };

export const ruleOf = (rule: string): string => rule.replaceAll(/; is “.*$/gs, '');

export interface Reasons {
  note(said: Said, row: number): void;
  list(): Reason[];
}

/** Counts on from `before`. */
export function reasons(before: readonly Reason[] = []): Reasons {
  const counts = new Map(before.map((one) => [`${one.path} ${one.rule}`, { ...one }]));
  const note = ({ path, rule }: Said, row: number): void => {
    const plain = ruleOf(rule);
    const key = `${path} ${plain}`;
    const known = counts.get(key);
    if (known) known.count++;
    else if (counts.size >= MOST && path !== OTHERS.path) note(OTHERS, row);
    else counts.set(key, { path, rule: plain, count: 1, row });
  };
  return { note, list: () => [...counts.values()].toSorted((a, b) => b.count - a.count || a.row - b.row) };
}
