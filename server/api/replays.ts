/** Replays and stories over HTTP: opened, moved, ended; saved, listed and taken away. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { ReplayAsk, ReplayChange, Story, type StoryItem } from '../../contract/replay.ts';
import type { Replays } from '../replay/replays.ts';
import { checkStory, listStories, STORIES_MAX, storiesOf } from '../replay/stories.ts';
import type { State } from '../state/state.ts';
import { cityOf, type Shown } from './cities.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const City = Type.Object({ city: Type.String({ maxLength: 64 }) });
const One = Type.Object({ city: Type.String({ maxLength: 64 }), id: Type.String({ maxLength: 96 }) });
const StoryId = Type.Object({
  city: Type.String({ maxLength: 64 }),
  id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
});
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const nothing = { ...answers, 204: Type.Null() };

export interface ReplayRouteParts {
  replays: Replays;
  shown(id: string): Shown | undefined;
  state: State;
  /** The stories of the folder of a city. */
  stories(city: string): readonly StoryItem[];
  allow: Allow;
}

/** Who looks may replay for themselves; what all walls show is for a desk to say. */
export function replayRoutes(
  app: FastifyInstance,
  { replays, shown, state, stories: own, allow }: ReplayRouteParts,
): void {
  const known = (city: string): Shown => cityOf({ get: shown } as ReadonlyMap<string, Shown>, city);
  const mayShowAll = async (request: FastifyRequest, city: string, change: { everyone?: boolean }): Promise<void> => {
    if (change.everyone !== undefined) await allow(request, city, ['desk', 'admin']);
  };
  const ofCity = (city: string, id: string): string => {
    if (!id.startsWith(`${city}~`)) throw new HttpProblem(404, '/id', 'there is no such replay of this city');
    return id;
  };

  app.post<{ Params: Static<typeof City>; Body: ReplayAsk }>(
    '/api/v1/cities/:city/replays',
    { schema: { tags: ['replay'], summary: 'Opens a replay of a time that is past', params: City, body: ReplayAsk, response: answers } },
    async (request, reply) => {
      const { city } = request.params;
      await mayShowAll(request, city, request.body);
      return reply.code(201).send(replays.open(city, request.body));
    },
  ); // prettier-ignore
  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/replays',
    { schema: { tags: ['replay'], summary: 'The replays that run', params: City, response: answers } },
    ({ params }) => ({ replays: replays.list(params.city) }),
  );
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/replays/:id',
    { schema: { tags: ['replay'], summary: 'How a replay stands', params: One, response: answers } },
    ({ params }) => replays.state(ofCity(params.city, params.id)),
  );
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/replays/:id/timeline',
    { schema: { tags: ['replay'], summary: 'Tickets by time and alerts, for its timeline', params: One, response: answers } },
    ({ params }) => replays.timeline(ofCity(params.city, params.id)),
  ); // prettier-ignore
  app.patch<{ Params: Static<typeof One>; Body: ReplayChange }>(
    '/api/v1/cities/:city/replays/:id',
    { schema: { tags: ['replay'], summary: 'Moves it, lets it run or stand', params: One, body: ReplayChange, response: answers } },
    async (request) => {
      const { city, id } = request.params;
      await mayShowAll(request, city, request.body);
      return replays.change(ofCity(city, id), request.body);
    },
  ); // prettier-ignore
  app.delete<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/replays/:id',
    { schema: { tags: ['replay'], summary: 'Ends it', params: One, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      if (replays.state(ofCity(city, id)).everyone) await allow(request, city, ['desk', 'admin']);
      await replays.end(id);
      return reply.code(204).send(null);
    },
  );

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/stories',
    { schema: { tags: ['replay'], summary: 'Stories: replays saved with chapters', params: City, response: answers } },
    async ({ params }) => {
      known(params.city);
      return { stories: await listStories(state, params.city, own(params.city)) };
    },
  );
  app.put<{ Params: Static<typeof StoryId>; Body: Story }>(
    '/api/v1/cities/:city/stories/:id',
    { schema: { tags: ['replay'], summary: 'Saves a story', params: StoryId, body: Story, response: answers } },
    async (request) => {
      const { city, id } = request.params;
      const { loaded } = known(city);
      await allow(request, city, ['desk', 'admin']);
      checkStory(request.body, loaded.city);
      const stories = await listStories(state, city, own(city));
      if (stories.length >= STORIES_MAX && !stories.some((one) => one.id === id))
        throw new HttpProblem(400, '', `at most ${STORIES_MAX} stories a city`);
      await state.put(storiesOf(city), id, request.body as never);
      return { id, story: request.body };
    },
  );
  app.delete<{ Params: Static<typeof StoryId> }>(
    '/api/v1/cities/:city/stories/:id',
    { schema: { tags: ['replay'], summary: 'Takes a story away', params: StoryId, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['desk', 'admin']);
      if (!(await state.drop(storiesOf(city), id))) throw new HttpProblem(404, '/id', 'there is no such story');
      return reply.code(204).send(null);
    },
  );
}
