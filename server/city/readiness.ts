/** Whether a server can do its work for its cities. */
import type { FarCity } from '../far/far-city.ts';
import type { State } from '../state/state.ts';
import type { RunningCity } from './run.ts';

/** What each city still lacks before a balancer may send viewers and events here. */
export async function readiness(
  cities: ReadonlyMap<string, RunningCity>,
  fars: ReadonlyMap<string, FarCity>,
  state: State,
): Promise<Record<string, string[]>> {
  const usable = async (name: string, answers: Promise<unknown>): Promise<string[]> =>
    answers.then(
      () => [],
      () => [`${name} cannot be used`],
    );
  // One for all cities: asked once.
  const shared = await usable('the shared state', state.get('secrets', 'requester'));
  const lacks = async (city: RunningCity): Promise<string[]> => {
    const { log_head, folded } = city.figures() as { log_head: number; folded: number };
    return [
      ...(city.ready() ? [] : [`${log_head - folded} events of the log are still to be folded`]),
      ...shared,
      ...(await usable('the log', city.log.read(log_head, 1))),
      ...(await usable('the history', city.history.position())),
    ];
  };
  const found = await Promise.all([...cities].map(async ([id, city]) => [id, await lacks(city)] as const));
  const far = await Promise.all(
    [...fars].map(
      async ([id, city]) => [id, await usable('a server that follows the city', city.reachable())] as const,
    ),
  );
  return Object.fromEntries([...found, ...far]);
}
