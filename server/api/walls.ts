/** Walls over HTTP: configured, shown, driven, with their briefings and the codes of presenters. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { Briefing, ShowChange, Wall, WallId } from '../../contract/wall.ts';
import { limit } from '../walls/limit.ts';
import type { Walls } from '../walls/walls.ts';
import { deviceRoutes } from './devices.ts';
import { bearer, type Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const CityId = Type.String({ maxLength: 64 });
const City = Type.Object({ city: CityId });
const One = Type.Object({ city: CityId, wall: WallId });
const Id = Type.Object({ city: CityId, id: WallId });
const Code = Type.Object({ city: CityId, id: Type.String({ pattern: '^[A-Z0-9]{4}$' }) });
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem, 503: Problem };
const nothing = { ...answers, 204: Type.Null() };
/** What a touch at a screen may change. */
const TOUCHED = new Set(['by', 'touch', 'scene', 'drill', 'tour', 'story']);

export interface WallRouteParts {
  walls(city: string): Walls | undefined;
  allow: Allow;
  /** Which build of the screen is given out. */
  build: string;
}

/** Looking is free, as at everything that a wall shows; driving needs a key, a presenter's code, or a touch at a screen. */
export function wallRoutes(app: FastifyInstance, { walls, allow, build }: WallRouteParts): void {
  const of = (city: string): Walls => {
    const found = walls(city);
    if (!found) throw new HttpProblem(404, '/city', `there is no city ${city}`);
    return found;
  };
  /** Wrong codes and tokens by address, and changes by who makes them. */
  const wrong = limit(20, 20);
  const changes = limit(60, 600);
  const unknown = (request: FastifyRequest, rule: string): never => {
    if (!wrong.take(request.ip)) throw new HttpProblem(429, '', 'too many wrong codes; wait a minute');
    throw new HttpProblem(401, '', rule);
  };
  const often = (who: string): void => {
    if (!changes.take(who)) throw new HttpProblem(429, '', 'too many changes; wait a moment');
  };

  /** Who may drive a wall (`null`: may read what presenters read). Gives whether it was a touch only. */
  const mayDrive = async (request: FastifyRequest, city: string, wall: string | null): Promise<'all' | 'touch'> => {
    const token = bearer(request);
    if (token.startsWith('hp_')) {
      const presenter = await of(city).presenter(token);
      if (!presenter) return unknown(request, 'this presenter’s code is not good (any more)');
      if (wall !== null && presenter.wall !== wall)
        throw new HttpProblem(403, '/wall', 'this code is for another wall');
      often(`p${city}${presenter.id}`);
      return 'all';
    }
    if (token.startsWith('hd_')) {
      const device = await of(city).device(token);
      if (!device) return unknown(request, 'this screen does not belong to a wall (any more)');
      if (device.wall !== wall) throw new HttpProblem(403, '/wall', 'this screen is of another wall');
      often(`d${city}${device.id}`);
      return 'touch';
    }
    const key = await allow(request, city, ['desk', 'admin']);
    often(`k${key.id}`);
    return 'all';
  };

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/walls',
    { schema: { tags: ['walls'], summary: 'The walls of a city', params: City, response: answers } },
    ({ params }) => ({ walls: of(params.city).book.list() }),
  );
  app.put<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/walls/:wall',
    { schema: { tags: ['walls'], summary: 'Makes or changes a wall', params: One, body: Wall, response: answers } },
    async (request) => {
      const { city, wall } = request.params;
      await allow(request, city, ['admin']);
      return { id: wall, wall: await of(city).put(wall, request.body) };
    },
  );
  app.delete<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/walls/:wall',
    { schema: { tags: ['walls'], summary: 'Takes a wall away; main is then as nobody configured it', params: One, response: nothing } },
    async (request, reply) => {
      const { city, wall } = request.params;
      await allow(request, city, ['admin']);
      await of(city).drop(wall);
      return reply.code(204).send(null);
    },
  ); // prettier-ignore
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/walls/:wall/show',
    { schema: { tags: ['walls'], summary: 'What a wall shows now: the value of its topic', params: One, response: answers } },
    ({ params }) => {
      const value = of(params.city).book.value(params.wall);
      if (!value) throw new HttpProblem(404, '/wall', `there is no wall ${params.wall}`);
      return value;
    },
  ); // prettier-ignore
  app.patch<{ Params: Static<typeof One>; Body: ShowChange }>(
    '/api/v1/cities/:city/walls/:wall/show',
    { schema: { tags: ['walls'], summary: 'Changes what a wall shows', params: One, body: ShowChange, response: answers } },
    async (request) => {
      const { city, wall } = request.params;
      const change = request.body;
      if ((await mayDrive(request, city, wall)) === 'touch') {
        const beyond = Object.keys(change).find((name) => !TOUCHED.has(name));
        if (beyond !== undefined) throw new HttpProblem(403, `/${beyond}`, 'a touch at a screen may not change this');
        if (!change.touch) throw new HttpProblem(400, '/touch', 'must be true: it is a touch at a screen');
      }
      return of(city).change(wall, change);
    },
  ); // prettier-ignore

  app.post<{ Params: Static<typeof One>; Body: { by: string } }>(
    '/api/v1/cities/:city/walls/:wall/presenters',
    {
      schema: {
        tags: ['walls'],
        summary: 'Makes a code by which somebody may drive this wall for some hours',
        params: One,
        body: Type.Object({ by: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }),
        response: answers,
      },
    },
    async (request, reply) => {
      const { city, wall } = request.params;
      await allow(request, city, ['desk', 'admin']);
      const { token, presenter } = await of(city).present(wall, request.body.by);
      return reply.code(201).send({ token, id: presenter.id, wall, until: presenter.until });
    },
  );
  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/presenters',
    { schema: { tags: ['walls'], summary: 'Codes of presenters that are good now', params: City, response: answers } },
    async (request) => {
      const { city } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return { presenters: (await of(city).presenters()).map(({ id, wall, by, until }) => ({ id, wall, by, until })) };
    },
  );
  app.delete<{ Params: Static<typeof Code> }>(
    '/api/v1/cities/:city/presenters/:id',
    { schema: { tags: ['walls'], summary: 'Takes a code back', params: Code, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['desk', 'admin']);
      await of(city).dropPresenter(id);
      return reply.code(204).send(null);
    },
  );

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/briefings',
    { schema: { tags: ['walls'], summary: 'Briefings, with what is for the speaker only', params: City, response: answers } },
    async (request) => {
      const { city } = request.params;
      await mayDrive(request, city, null);
      return { briefings: await of(city).briefings() };
    },
  ); // prettier-ignore
  app.put<{ Params: Static<typeof Id> }>(
    '/api/v1/cities/:city/briefings/:id',
    { schema: { tags: ['walls'], summary: 'Makes or changes a briefing', params: Id, body: Briefing, response: answers } },
    async (request) => {
      const { city, id } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return { briefing: await of(city).putBriefing(id, request.body) };
    },
  ); // prettier-ignore
  app.delete<{ Params: Static<typeof Id> }>(
    '/api/v1/cities/:city/briefings/:id',
    { schema: { tags: ['walls'], summary: 'Takes an edit back; a briefing made later is gone', params: Id, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['desk', 'admin']);
      await of(city).dropBriefing(id);
      return reply.code(204).send(null);
    },
  ); // prettier-ignore

  deviceRoutes(app, { of, allow, unknown, build });
}
