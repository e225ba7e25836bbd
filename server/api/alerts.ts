/** Alerts for the console: seen, claimed, commented on, dispatched, resolved; and what is held back, and why. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { AlertCard } from '../../contract/alert.ts';
import type { Step } from '../../contract/fact.ts';
import { ActRefused, ACTS, stepOfAct } from '../alerts/desk.ts';
import type { RunningCity } from '../city/run.ts';
import type { FarCity } from '../far/far-city.ts';
import { LogUnavailable } from '../log/log.ts';
import { cityOf, type Cities } from './cities.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const City = Type.Object({ city: Type.String({ maxLength: 64 }) });
const One = Type.Object({ city: Type.String({ maxLength: 64 }), id: Type.String({ maxLength: 128 }) });
const ActOf = Type.Object({ ...One.properties, act: Type.Enum([...ACTS]) });
const Which = Type.Object({
  status: Type.Optional(Type.Enum(['open', 'all'])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
const Words = Type.Object(
  {
    by: Type.String({ minLength: 1, maxLength: 64, description: 'How the desk is called.' }),
    comment: Type.Optional(Type.String({ maxLength: 500 })),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    over: Type.Optional(Type.Boolean({ description: 'Takes it over from whoever has claimed it.' })),
  },
  { additionalProperties: false },
);
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 503: Problem };

/** An alert with its life. */
export interface AlertAnswer {
  id: string;
  card: AlertCard;
  steps: Step[];
}

/** Serves the alerts of `cities`; those of `fars` are asked of a server that follows the city. */
export function alertRoutes(
  app: FastifyInstance,
  cities: Cities,
  fars: ReadonlyMap<string, Pick<FarCity, 'forward'>>,
  allow: Allow,
): void {
  const answerOf = async (city: RunningCity, id: string): Promise<AlertAnswer> => {
    const record = await city.record('alert', id);
    const card = record?.kind === 'alert' ? city.alerts.shown(record.row, city.now()) : null;
    if (!card) throw new HttpProblem(404, '/id', `there is no alert ${id}`);
    return { id, card, steps: record!.steps };
  };

  app.get<{ Params: { city: string }; Querystring: Static<typeof Which> }>(
    '/api/v1/cities/:city/alerts',
    {
      schema: {
        tags: ['alerts'],
        summary: 'Alerts, the latest first',
        params: City,
        querystring: Which,
        response: answers,
      },
    },
    (request) => {
      const far = fars.get(request.params.city)?.forward(request.method, request.url, undefined);
      if (far) return far;
      const { status = 'open', limit = 100 } = request.query;
      const city = cityOf(cities, request.params.city);
      const alerts = [...city.alerts.engine.book.all()]
        .filter(({ row }) => row.raised !== null && (status === 'all' || row.open))
        .sort((a, b) => b.row.raised! - a.row.raised! || (a.row.id < b.row.id ? -1 : 1))
        .slice(0, limit);
      return { alerts: alerts.map(({ row }) => ({ id: row.id, ...city.alerts.shown(row, city.now())! })) };
    },
  );
  app.get<{ Params: { city: string } }>(
    '/api/v1/cities/:city/alerts/held',
    {
      schema: { tags: ['alerts'], summary: 'What is held back now, and why', params: City, response: answers },
    },
    (request) => {
      const far = fars.get(request.params.city)?.forward(request.method, request.url, undefined);
      if (far) return far;
      const city = cityOf(cities, request.params.city);
      return { held: city.alerts.held(city.now()) };
    },
  );
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/alerts/:id',
    { schema: { tags: ['alerts'], summary: 'One alert with its life', params: One, response: answers } },
    async (request) => {
      const { city: id, id: alert } = request.params;
      const far = fars.get(id)?.forward(request.method, request.url, undefined);
      return far ?? answerOf(cityOf(cities, id), alert);
    },
  );
  app.post<{ Params: Static<typeof ActOf>; Body: Static<typeof Words> }>(
    '/api/v1/cities/:city/alerts/:id/:act',
    {
      schema: {
        tags: ['alerts'],
        summary: 'Claims, comments, dispatches or resolves an alert',
        params: ActOf,
        body: Words,
        response: answers,
      },
    },
    async (request) => {
      const { city: cityId, id, act } = request.params;
      await allow(request, cityId, ['desk', 'admin']);
      const { headers, method, url, body } = request;
      const far = fars.get(cityId)?.forward(method, url, body, headers.authorization);
      if (far) return far;
      const city = cityOf(cities, cityId);
      const known = city.alerts.engine.book.get(id);
      if (!known) throw new HttpProblem(404, '/id', `there is no alert ${id}`);
      if (body.unit !== undefined && !city.face.units.some((unit) => unit.id === body.unit))
        throw new HttpProblem(400, '/unit', 'is not a unit of the profile');
      try {
        const now = city.now();
        await city.log.append([stepOfAct(act, known.row, body, now)], now);
      } catch (error) {
        if (error instanceof ActRefused) throw new HttpProblem(409, error.path, error.rule);
        if (error instanceof LogUnavailable) throw new HttpProblem(503, '', 'nothing was done; try again in a moment');
        throw error;
      }
      await city.folded();
      return answerOf(city, id);
    },
  );
}
