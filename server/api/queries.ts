/**
 * Drill-down: counts, lists and single tickets from history. Whatever is in the log when a query comes is in its
 * answer (rule M2): it waits until history has it, for a bounded time.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { CountQuery, ListQuery, type TicketAnswer } from '../../contract/query.ts';
import { withResidents } from '../city/residents.ts';
import type { RunningCity } from '../city/run.ts';
import type { FarCity } from '../far/far-city.ts';
import { cityOf, type Cities } from './cities.ts';
import { HttpProblem, Problem } from './problem.ts';

/** A query waits this long for history to catch up with the log, ms of machine time; then it says so. */
const PATIENCE = 5000;

/** Resolves when history has everything that is in the log now. Rejects with HttpProblem 503 after five seconds. */
export async function settled(city: RunningCity): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HttpProblem(503, '', 'history is catching up; ask again in a moment')),
      PATIENCE,
    );
  });
  await Promise.race([city.settle(), late]).finally(() => clearTimeout(timer));
}

const answers = { 400: Problem, 404: Problem, 503: Problem };

/** Serves the queries of `cities`; those of `fars` are asked of a server that follows the city. */
export function queryRoutes(
  app: FastifyInstance,
  cities: Cities,
  fars: Pick<ReadonlyMap<string, Pick<FarCity, 'forward'>>, 'get'> = new Map(),
): void {
  const elsewhere = (id: string, { method, url, body }: FastifyRequest): Promise<unknown> | undefined =>
    fars.get(id)?.forward(method, url, body);

  app.post<{ Body: CountQuery }>(
    '/api/v1/query/count',
    {
      schema: { tags: ['query'], summary: 'Counts a measure by fields and time', body: CountQuery, response: answers },
    },
    async (request) => {
      const { body } = request;
      const far = elsewhere(body.city, request);
      if (far) return far;
      const city = cityOf(cities, body.city);
      await settled(city);
      return withResidents(city.residents, body, await city.history.count(body));
    },
  );
  app.post<{ Body: ListQuery }>(
    '/api/v1/query/list',
    { schema: { tags: ['query'], summary: 'Lists the facts behind a measure', body: ListQuery, response: answers } },
    async (request) => {
      const { body } = request;
      const far = elsewhere(body.city, request);
      if (far) return far;
      const city = cityOf(cities, body.city);
      await settled(city);
      return city.history.list(body);
    },
  );
  app.get<{ Params: { city: string; ticket: string } }>(
    '/api/v1/cities/:city/tickets/:ticket',
    {
      schema: {
        tags: ['query'],
        summary: 'One ticket with its life',
        params: Type.Object({ city: Type.String({ maxLength: 64 }), ticket: Type.String({ maxLength: 128 }) }),
        response: answers,
      },
    },
    async (request): Promise<TicketAnswer> => {
      const { params } = request;
      const far = elsewhere(params.city, request);
      if (far) return far as Promise<TicketAnswer>;
      const city = cityOf(cities, params.city);
      await settled(city);
      const answer = await city.history.ticket(params.ticket);
      if (!answer || answer.ticket.created === null)
        throw new HttpProblem(404, '/ticket', `there is no ticket ${params.ticket}`);
      return answer;
    },
  );
}
