/** A replay in the address: `?replay=<id>`, with the story that is told by it in `?story=<id>`. Both stay from scene to scene. */
import type { LocationQuery, Router } from 'vue-router';
import { cityOfReplay, isReplay } from '../../contract/replay-id.ts';

const one = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The replay of this city that an address names; undefined where it names none, or one of another city. */
export function replayIn(query: LocationQuery, city: string): string | undefined {
  const id = one(query['replay']);
  return id !== undefined && isReplay(id) && cityOfReplay(id) === city ? id : undefined;
}
export const storyIn = (query: LocationQuery): string | undefined => one(query['story']);

/** An address without its replay: of the present. What is open over the scene was of the past and is closed. */
export function presentOf(query: LocationQuery): LocationQuery {
  const { replay: _replay, story: _story, drill: _drill, ticket: _ticket, ...rest } = query;
  return rest;
}

/** Back to the present, without a step in the history: the replay is not stepped back to. */
export const toPresent = (router: Router): Promise<unknown> =>
  router.replace({ query: presentOf(router.currentRoute.value.query) });

/** Into a replay, at a scene where one is given. */
export function toReplay(router: Router, id: string, story?: string, scene?: string): Promise<unknown> {
  const now = router.currentRoute.value;
  const query = { ...presentOf(now.query), replay: id, ...(story !== undefined && { story }) };
  return router.push(scene === undefined ? { query } : { name: 'scene', params: { id: scene }, query });
}
