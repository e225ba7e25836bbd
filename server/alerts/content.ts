/** What is said of a suspicion or an alert: its title, place, sentence and the facts behind it, in the words of a city. */
import type { AlertContent, AlertKeys, AlertPlace, Reason, Sight } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import type { IssueRow, TicketRow } from '../../contract/fact.ts';
import type { Level } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { filterOf, groupOf } from './keys.ts';
import type { Watch } from './signals/signal.ts';
import { namesOf, saysOf, titleOf, type Names } from './words.ts';

export interface Wording {
  titles(watch: Watch, keys: AlertKeys): Text;
  content(watch: Watch, keys: AlertKeys, level: Level, sight: Sight, why: Reason[]): AlertContent;
}

/** The wording of a city; `issueOf` knows its hot issues. */
export function wordingOf(city: City, issueOf: (id: string) => IssueRow | undefined): Wording {
  const names = namesOf(city);
  const issue = ({ issue: id }: AlertKeys): IssueRow | undefined => (id === undefined ? undefined : issueOf(id));
  const place = (watch: Watch, keys: AlertKeys): AlertPlace => placeOf(names, watch, keys, issue(keys));
  const titles = (watch: Watch, keys: AlertKeys): Text => {
    const title = issue(keys)?.title;
    // An issue has a title that says place and matter, in the language of its tickets.
    return title ? { zh: title, en: title } : titleOf(names, watch.rule, keys, place(watch, keys));
  };
  return {
    titles,
    content(watch, keys, level, sight, why) {
      const { rule } = watch;
      const fact = keys.issue === undefined ? undefined : watch.sample?.(groupOf(rule, keys));
      const owner = rule.owner ?? keys.unit ?? (fact as Partial<TicketRow> | undefined)?.unit ?? undefined;
      return {
        rule: rule.id,
        signal: rule.signal,
        family: rule.family,
        keys,
        place: place(watch, keys),
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

/** Where a group is: its keys, or its issue, and what they lie in. A compound is known by name only; one of its facts tells the street. */
function placeOf(names: Names, watch: Watch, keys: AlertKeys, issue?: IssueRow): AlertPlace {
  const { district, street, community } = issue ?? keys;
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
