/** The screens of walls over HTTP: paired by a code, placed, heard, listed, taken away. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { DeviceReport, PAIRING_CODE, WallId } from '../../contract/wall.ts';
import { limit } from '../walls/limit.ts';
import type { Walls } from '../walls/walls.ts';
import { bearer, type Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const closed = { additionalProperties: false } as const;
const CityId = Type.String({ maxLength: 64 });
const City = Type.Object({ city: CityId });
const PairingCode = Type.String({ pattern: PAIRING_CODE, description: 'As the screen shows it.' });
const One = Type.Object({ city: CityId, id: Type.String({ pattern: '^[A-Za-z0-9_-]{12}$' }) });
const place = {
  wall: WallId,
  row: Type.Integer({ minimum: 0, maximum: 63, description: 'From 0, from above.' }),
  column: Type.Integer({ minimum: 0, maximum: 63, description: 'From 0, from the left.' }),
  name: Type.String({ minLength: 1, maxLength: 64 }),
};
const Claim = Type.Object({ code: PairingCode, ...place, by: Type.String({ minLength: 1, maxLength: 64 }) }, closed);
const Change = Type.Partial(Type.Object(place, closed));
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem, 503: Problem };
const nothing = { ...answers, 204: Type.Null() };

export interface DeviceRouteParts {
  of(city: string): Walls;
  allow: Allow;
  /** Refuses a wrong token. */
  unknown(request: FastifyRequest, rule: string): never;
  build: string;
}

/** A screen without a token may ask for a code and nothing else. */
export function deviceRoutes(app: FastifyInstance, { of, allow, unknown, build }: DeviceRouteParts): void {
  /** Screens behind one address may be many: a whole wall is switched on at once. */
  const begun = limit(80, 40);
  const asked = limit(400, 3000);
  const reports = limit(10, 30);
  const within = (one: boolean): void => {
    if (!one) throw new HttpProblem(429, '', 'too often; wait a moment');
  };

  app.post<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/devices/pairing',
    { schema: { tags: ['walls'], summary: 'A code for a screen that belongs to no wall yet', params: City, response: answers } },
    async (request, reply) => {
      within(begun.take(request.ip));
      return reply.code(201).send(await of(request.params.city).beginPairing());
    },
  ); // prettier-ignore
  app.post<{ Params: Static<typeof City>; Body: { code: string; secret: string } }>(
    '/api/v1/cities/:city/devices/pairing/ask',
    {
      schema: {
        tags: ['walls'],
        summary: 'Asks whether the screen with this code was given its place',
        params: City,
        body: Type.Object({ code: PairingCode, secret: Type.String({ maxLength: 64 }) }, closed),
        response: answers,
      },
    },
    async (request) => {
      within(asked.take(request.ip));
      const answer = await of(request.params.city).askPairing(request.body.code, request.body.secret);
      if (answer === 'waiting') return { state: 'waiting' };
      return { state: 'paired', token: answer.token, id: answer.device.id, wall: answer.device.wall };
    },
  );
  app.post<{ Params: Static<typeof City>; Body: Static<typeof Claim> }>(
    '/api/v1/cities/:city/devices',
    { schema: { tags: ['walls'], summary: 'Gives the screen that shows a code its place', params: City, body: Claim, response: nothing } },
    async (request, reply) => {
      const { city } = request.params;
      const key = await allow(request, city, ['admin']);
      within(asked.take(key.id));
      const { code, by, ...where } = request.body;
      await of(city).claim(code, where, by);
      return reply.code(204).send(null);
    },
  ); // prettier-ignore
  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/devices',
    { schema: { tags: ['walls'], summary: 'The screens, with what they told of themselves', params: City, response: answers } },
    async (request) => {
      const { city } = request.params;
      await allow(request, city, ['desk', 'admin']);
      return { devices: await of(city).devices(), build, now: Date.now() };
    },
  ); // prettier-ignore
  const mine = async (request: FastifyRequest, walls: Walls) => {
    const device = await walls.device(bearer(request));
    if (!device) return unknown(request, 'this screen does not belong to a wall (any more)');
    within(reports.take(device.id));
    const { id, wall, row, column, name } = device;
    return { id, wall, row, column, name, build };
  };
  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/devices/me',
    { schema: { tags: ['walls'], summary: 'The place of the screen that asks', params: City, response: answers } },
    (request) => mine(request, of(request.params.city)),
  );
  app.post<{ Params: Static<typeof City>; Body: DeviceReport }>(
    '/api/v1/cities/:city/devices/me',
    {
      schema: {
        tags: ['walls'],
        summary: 'A screen tells of itself, and is told its place and the build that it should be',
        params: City,
        body: DeviceReport,
        response: answers,
      },
    },
    async (request) => {
      const walls = of(request.params.city);
      const place = await mine(request, walls);
      await walls.report(place.id, request.body);
      return place;
    },
  );
  app.patch<{ Params: Static<typeof One>; Body: Static<typeof Change> }>(
    '/api/v1/cities/:city/devices/:id',
    { schema: { tags: ['walls'], summary: 'Gives a screen another place or name', params: One, body: Change, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['admin']);
      await of(city).move(id, request.body);
      return reply.code(204).send(null);
    },
  ); // prettier-ignore
  app.post<{ Params: Static<typeof City>; Body: { id?: string } }>(
    '/api/v1/cities/:city/devices/reload',
    {
      schema: {
        tags: ['walls'],
        summary: 'Has a screen load its page anew, or all of them',
        params: City,
        body: Type.Object({ id: Type.Optional(One.properties.id) }, closed),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { city } = request.params;
      await allow(request, city, ['desk', 'admin']);
      await of(city).reload(request.body.id ?? null);
      return reply.code(204).send(null);
    },
  );
  app.delete<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/devices/:id',
    { schema: { tags: ['walls'], summary: 'Takes a screen from its wall: it shows a code again at once', params: One, response: nothing } },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['admin']);
      await of(city).revoke(id);
      return reply.code(204).send(null);
    },
  ); // prettier-ignore
}
