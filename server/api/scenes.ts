/** Scenes over HTTP: what holds, their versions, and what makes a new one. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { SceneBack, SceneHide, SceneNew, SceneSave } from '../../contract/scene.ts';
import type { Scenes } from '../scenes/scenes.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const CityId = Type.String({ maxLength: 64 });
const SceneId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const City = Type.Object({ city: CityId });
const One = Type.Object({ city: CityId, scene: SceneId });
const Version = Type.Object({ city: CityId, scene: SceneId, version: Type.Integer({ minimum: 0 }) });
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 503: Problem };
const tags = ['scenes'];

export interface SceneRouteParts {
  scenes(city: string): Scenes | undefined;
  allow: Allow;
}

/** Looking is free, as at everything that a wall shows; what makes a version needs a key of a desk or an admin. */
export function sceneRoutes(app: FastifyInstance, { scenes, allow }: SceneRouteParts): void {
  const of = (city: string): Scenes => {
    const found = scenes(city);
    if (!found) throw new HttpProblem(404, '/city', `there is no city ${city}`);
    return found;
  };

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/scenes',
    { schema: { tags, summary: 'The scenes that are shown, and which are hidden', params: City, response: answers } },
    ({ params }) => of(params.city).answer(),
  );
  app.post<{ Params: Static<typeof City>; Body: SceneNew }>(
    '/api/v1/cities/:city/scenes',
    { schema: { tags, summary: 'Makes a scene', params: City, body: SceneNew, response: answers } },
    async (request, reply) => {
      const { city } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return reply.code(201).send(await of(city).make(request.body));
    },
  );
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/scenes/:scene/versions',
    { schema: { tags, summary: 'Versions of a scene, newest first', params: One, response: answers } },
    async ({ params }) => ({ versions: await of(params.city).list(params.scene) }),
  );
  app.get<{ Params: Static<typeof Version> }>(
    '/api/v1/cities/:city/scenes/:scene/versions/:version',
    { schema: { tags, summary: 'A version with its content', params: Version, response: answers } },
    ({ params }) => of(params.city).read(params.scene, Number(params.version)),
  );
  app.post<{ Params: Static<typeof One>; Body: SceneSave }>(
    '/api/v1/cities/:city/scenes/:scene/versions',
    { schema: { tags, summary: 'Saves a scene as a new version', params: One, body: SceneSave, response: answers } },
    async (request, reply) => {
      const { city, scene } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return reply.code(201).send(await of(city).save(scene, request.body));
    },
  );
  app.post<{ Params: Static<typeof One>; Body: SceneBack }>(
    '/api/v1/cities/:city/scenes/:scene/rollback',
    {
      schema: { tags, summary: 'Makes a new version of an older one', params: One, body: SceneBack, response: answers },
    },
    async (request, reply) => {
      const { city, scene } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return reply.code(201).send(await of(city).back(scene, request.body));
    },
  );
  for (const [name, act, summary] of [
    ['delete', 'remove', 'Deletes a hidden scene; it can be rolled back to as long as its versions are kept'],
    ['hide', 'hide', 'Shows a scene no longer; it can be rolled back to'],
  ] as const)
    app.post<{ Params: Static<typeof One>; Body: SceneHide }>(
      `/api/v1/cities/:city/scenes/:scene/${name}`,
      { schema: { tags, summary, params: One, body: SceneHide, response: answers } },
      async (request, reply) => {
        const { city, scene } = request.params;
        await allow(request, city, ['desk', 'admin']);
        return reply.code(201).send(await of(city)[act](scene, request.body));
      },
    );
}
