/** What is said of a suspicion or an alert: its title, place, sentence and the facts behind it, in the words of a city. */
import type { AlertContent, AlertKeys, AlertPlace, Reason, Sight } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import type { TicketRow } from '../../contract/fact.ts';
import type { Level } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { filterOf, groupOf } from './keys.ts';
import type { Watch } from './signals/signal.ts';
import { namesOf, saysOf, titleOf, type Names } from './words.ts';

export interface Wording {
  titles(watch: Watch, keys: AlertKeys): Text;
  content(watch: Watch, keys: AlertKeys, level: Level, sight: Sight, why: Reason[]): AlertContent;
}

/** The wording of a city. */
export function wordingOf(city: City): Wording {
  const names = namesOf(city);
  const titles = (watch: Watch, keys: AlertKeys): Text => titleOf(names, watch.rule, keys, placeOf(names, watch, keys));
  return {
    titles,
    content(watch, keys, level, sight, why) {
      const { rule } = watch;
      const owner = rule.owner ?? keys.unit;
      return {
        rule: rule.id,
        signal: rule.signal,
        family: rule.family,
        keys,
        place: placeOf(names, watch, keys),
        level,
        ...(owner !== undefined && { owner }),
        titles: titles(watch, keys),
        says: saysOf(rule, sight),
        ...(rule.advice && { advice: rule.advice }),
        sight,
        ...(rule.measure !== undefined && { measure: rule.measure, filter: filterOf(rule.filter, keys) }),
        why,
      };
    },
  };
}

/** Where a group is: its keys, and what they lie in. A compound is known by name only; one of its facts tells the street. */
function placeOf(names: Names, watch: Watch, keys: AlertKeys): AlertPlace {
  const { district, street, community } = keys;
  let place: AlertPlace = {
    ...(district && { district }),
    ...(street && { street }),
    ...(community && { community }),
  };
  if (community && !street) {
    const fact = watch.sample?.(groupOf(watch.rule, keys)) as Partial<TicketRow> | undefined;
    place = { ...(fact?.street && { street: fact.street }), ...place };
  }
  const within = place.street === undefined ? undefined : names.districtOf(place.street);
  return within === undefined ? place : { district: within, ...place };
}
