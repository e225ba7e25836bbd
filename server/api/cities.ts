/** What a screen asks once: which cities there are, what they are called, what their map looks like. */
import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { RunningCity } from '../city/run.ts';
import { HttpProblem, Problem } from './problem.ts';

export type Cities = ReadonlyMap<string, RunningCity>;

/** What is told of a city to a screen. */
export type Shown = Pick<RunningCity, 'face' | 'loaded'>;

const Params = Type.Object({ city: Type.String({ maxLength: 64 }) });

/** The city of this id. Throws HttpProblem 404. */
export function cityOf<C>(cities: ReadonlyMap<string, C>, id: string): C {
  const city = cities.get(id);
  if (!city) throw new HttpProblem(404, '/city', `there is no city ${id}`);
  return city;
}

export function cityRoutes(app: FastifyInstance, cities: ReadonlyMap<string, Shown>): void {
  app.get('/api/v1/cities', { schema: { tags: ['cities'], summary: 'The cities of this server' } }, () =>
    [...cities.values()].map(({ face }) => ({ id: face.id, names: face.names })),
  );
  app.get<{ Params: { city: string } }>(
    '/api/v1/cities/:city',
    {
      schema: {
        tags: ['cities'],
        summary: 'Names, places, units, categories and scenes of a city',
        params: Params,
        response: { 404: Problem },
      },
    },
    (request) => cityOf(cities, request.params.city).face,
  );
  app.get<{ Params: { city: string } }>(
    '/api/v1/cities/:city/shapes.geojson',
    {
      schema: {
        tags: ['cities'],
        summary: 'Shapes of its districts, WGS-84',
        params: Params,
        response: { 404: Problem },
      },
    },
    (request, reply) => {
      const { shapesPath } = cityOf(cities, request.params.city).loaded;
      if (!shapesPath) throw new HttpProblem(404, '/city', 'this city has no shapes');
      return reply
        .type('application/geo+json')
        .header('cache-control', 'public, max-age=3600')
        .send(createReadStream(shapesPath));
    },
  );
}
