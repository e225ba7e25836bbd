/** Who is told of an alert, by the routes of the profile. Pure. */
import type { Route } from '../../../contract/rule.ts';
import { matches, type Matched } from '../match.ts';

/**
 * Ids of the recipients of every route that fits, each once, in the order of the routes: those of `to`, and after n
 * escalations the first n of `above`.
 */
export function routesFor(routes: readonly Route[], alert: Matched, escalations: number): string[] {
  const fitting = routes.filter(({ match }) => match === undefined || matches(match, alert));
  return [...new Set(fitting.flatMap(({ to, above = [] }) => [...to, ...above.slice(0, escalations)]))];
}
