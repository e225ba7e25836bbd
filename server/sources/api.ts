/** `GET /api/v1/cities/:city/sources`: how each live source of a city does, as this server knows it. Needs an admin key. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Allow } from '../api/guard.ts';
import { HttpProblem, Problem } from '../api/problem.ts';
import type { SourceState } from './runner.ts';

const City = Type.Object({ city: Type.String({ maxLength: 64 }) });
const answers = { 401: Problem, 403: Problem, 404: Problem };

/** `states`: of a city of this server; undefined where it does not run the city. */
export function sourceRoutes(
  app: FastifyInstance,
  states: (city: string) => SourceState[] | undefined,
  allow: Allow,
): void {
  app.get<{ Params: Static<typeof City> }>('/api/v1/cities/:city/sources', {
    schema: {
      tags: ['sources'],
      summary: 'How the live sources do',
      description: 'Only the server that holds the city asks them: `asking`. Counts are since this server started.',
      params: City,
      response: answers,
    },
    onRequest: async (request) => void (await allow(request, (request.params as Static<typeof City>).city, ['admin'])),
    handler: async ({ params }) => {
      const found = states(params.city);
      if (!found) throw new HttpProblem(404, '/city', `there is no city ${params.city} here`);
      return found;
    },
  });
}

/** Figures of a source for `/metrics`, by their name after `source_`. Times are seconds since 1970, lags seconds. */
export function sourceFigures(state: SourceState): Record<string, number> {
  const { polls, failures, failing, read, taken, known, refused, answered, lag } = state;
  return {
    polls,
    failures,
    failing,
    records: read,
    taken,
    known,
    refused,
    ...(answered !== null && { answered_seconds: answered / 1000 }),
    ...(lag !== null && { lag_seconds: lag / 1000 }),
  };
}
