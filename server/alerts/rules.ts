/** Rules as they hold: those of the profile, and what was edited in the console in their place. */
import { Compile } from 'typebox/compile';
import { ConditionError } from '../../contract/condition.ts';
import type { City } from '../../contract/city.ts';
import { Rule } from '../../contract/rule.ts';
import { zone } from '../../contract/time.ts';
import type { State } from '../state/state.ts';
import { RuleError, type SignalKind } from './signals/signal.ts';

const checker = Compile(Rule);
const RULES_MAX = 200;

/** Where edited rules of a city are kept; one that is off stands in for the profile's too. */
export const rulesOf = (city: string): string => `rules:${city}`;

/** Whether it is a rule that can work in a city. Throws RuleError with the path of the member and what it must be. */
export function checkRule(value: unknown, city: City, signals: ReadonlyMap<string, SignalKind>): Rule {
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    throw new RuleError(first?.instancePath || '/', first?.message ?? 'is not a rule');
  }
  const rule = value as Rule;
  const unknown = rule.feeds?.findIndex((source) => !city.feeds.some((feed) => feed.source === source)) ?? -1;
  if (unknown >= 0) throw new RuleError(`/feeds/${unknown}`, 'is not a source of the profile');
  if (rule.owner !== undefined && !city.units.some(({ id }) => id === rule.owner))
    throw new RuleError('/owner', 'is not a unit of the profile');
  try {
    signals
      .get(rule.signal)!
      .open(
        rule,
        { city, zone: zone(city.timeZone), isWorkday: () => true, feeds: () => ({}), hours: () => Promise.resolve([]) },
        0,
      );
  } catch (error) {
    if (error instanceof ConditionError) throw new RuleError(error.path, error.rule);
    throw error;
  }
  return rule;
}

/** Whether all rules of a profile can work. Throws RuleError with the path from the profile's root. */
export function checkRules(city: City, signals: ReadonlyMap<string, SignalKind>): void {
  const ids = new Set<string>();
  for (const [i, rule] of city.alerting.rules.entries()) {
    const path = `/alerting/rules/${i}`;
    if (ids.has(rule.id)) throw new RuleError(`${path}/id`, 'is there twice');
    ids.add(rule.id);
    try {
      checkRule(rule, city, signals);
    } catch (error) {
      if (error instanceof RuleError) throw new RuleError(path + error.path, error.rule);
      throw error;
    }
  }
}

/** The rules of a city now: the profile's in their order, each as it was edited, and then those made in the console. */
export async function currentRules(city: City, state: State): Promise<Rule[]> {
  const edited = new Map(
    (await state.list(rulesOf(city.id), '', RULES_MAX)).map(({ id, value }) => [id, value as unknown as Rule]),
  );
  const rules = city.alerting.rules.map((rule) => edited.get(rule.id) ?? rule);
  const known = new Set(rules.map(({ id }) => id));
  return [...rules, ...[...edited.values()].filter(({ id }) => !known.has(id))];
}
