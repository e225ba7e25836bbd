/**
 * One matter, one card: of all suspicions that rest on the same facts, the one that explains most is kept. The most
 * improbable comes first; what it accounts for is taken out of the others, and those that are then no longer abnormal are
 * part of it. So a storm of ten thousand tickets in many places is one card, and one cold compound is that compound's and
 * not its whole district's. Pure.
 */
import type { AlertKeys } from '../../contract/alert.ts';
import { compile } from '../../contract/condition.ts';
import { BIRTH, type Row } from '../../contract/fact.ts';
import { measureOf } from '../../contract/measure.ts';
import { filterOf, keysOf } from './keys.ts';
import type { Seen, Watch } from './signals/signal.ts';

/** A group of a watch that looks abnormal. */
export interface Suspicion {
  watch: Watch;
  group: string;
  keys: AlertKeys;
  seen: Seen;
}

/** A suspicion that another one explains. `by` is null where an alert that is open already does. */
export interface Explained {
  suspicion: Suspicion;
  by: Suspicion | null;
}

/** The larger the further from normal; a threshold is as far as it is exceeded. */
const strength = ({ seen: { sight } }: Suspicion): number => (sight.odds === undefined ? 0 : -sight.odds);

const byStrength = (a: Suspicion, b: Suspicion): number =>
  strength(b) - strength(a) ||
  // Of two that are as improbable, the one that says more precisely what it is about.
  Object.keys(b.keys).length - Object.keys(a.keys).length ||
  (a.watch.rule.id + a.group < b.watch.rule.id + b.group ? -1 : 1);

/** Which facts a suspicion is about. */
function accountsFor({ watch: { rule }, keys, seen: { sight } }: Suspicion): (fact: Row) => boolean {
  if (rule.measure === undefined) return () => false;
  const measure = measureOf(rule.measure);
  const at = measure.at ?? BIRTH[measure.fact];
  const fits = compile(measure.fact, filterOf(rule.filter, keys));
  return (fact) => {
    const moment = (fact as unknown as Record<string, unknown>)[at];
    return typeof moment === 'number' && moment >= (sight.from ?? -Infinity) && fits(fact as never);
  };
}

/**
 * Chooses among suspicions. `known` tells facts that alerts account for already; `bound` is how many are chosen at most,
 * the rest waits for the next time. `accounts` tell the facts of those that were chosen.
 */
export function choose(
  suspicions: readonly Suspicion[],
  known: (fact: Row, suspicion: Suspicion) => boolean,
  bound: number,
): { chosen: Suspicion[]; explained: Explained[]; accounts: ((fact: Row) => boolean)[] } {
  const chosen: Suspicion[] = [];
  const explained: Explained[] = [];
  const accounts: ((fact: Row) => boolean)[] = [];
  let left = [...suspicions];
  for (let round = 0; left.length > 0 && chosen.length < bound; round++) {
    const still: Suspicion[] = [];
    for (const suspicion of left) {
      const rest = suspicion.watch.see(
        suspicion.group,
        (fact) => known(fact, suspicion) || accounts.some((one) => one(fact)),
      );
      if (rest === undefined || rest.verdict === 'raise') still.push(rest ? { ...suspicion, seen: rest } : suspicion);
      else explained.push({ suspicion, by: chosen.at(-1) ?? null });
    }
    still.sort(byStrength);
    const best = still.shift();
    left = still;
    if (!best) break;
    chosen.push(best);
    accounts.push(accountsFor(best));
  }
  return { chosen, explained, accounts };
}

/** The suspicions of a watch. */
export const suspicionsOf = (watch: Watch): Suspicion[] =>
  watch.suspects().flatMap((group) => {
    const seen = watch.see(group);
    return seen ? [{ watch, group, keys: keysOf(watch.rule, group), seen }] : [];
  });
