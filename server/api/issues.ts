/** Hot issues for desks: one with its life, and what a desk does with it. */
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { IssueRow, MentionRow, Row, TicketRow } from '../../contract/fact.ts';
import { ISSUE_ACTS, IssueWords } from '../../contract/issue.ts';
import type { IssueAnswer } from '../../contract/query.ts';
import type { RunningCity } from '../city/run.ts';
import type { FarCity } from '../far/far-city.ts';
import { LogUnavailable } from '../log/log.ts';
import { IssueActRefused, stepsOfAct, type IssueFacts } from '../reading/acts.ts';
import { cityOf, type Cities } from './cities.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const One = Type.Object({ city: Type.String({ maxLength: 64 }), id: Type.String({ maxLength: 128 }) });
const ActOf = Type.Object({ ...One.properties, act: Type.Enum([...ISSUE_ACTS]) });
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 503: Problem };

/** The issues of a city as its live facts have them. */
const factsOf = (city: RunningCity): IssueFacts => {
  const among = (rows: readonly (Row | null)[], id: string) =>
    rows.filter((row): row is TicketRow | MentionRow => (row as TicketRow | null)?.issue === id);
  return {
    issue: (id) => (city.rows('issue') as (IssueRow | null)[]).find((row) => row?.id === id) ?? undefined,
    members: (id) => [...among(city.rows('ticket'), id), ...among(city.rows('mention'), id)],
  };
};

/** Serves the issues of `cities`; those of `fars` are asked of a server that follows the city. */
export function issueRoutes(
  app: FastifyInstance,
  cities: Cities,
  fars: ReadonlyMap<string, Pick<FarCity, 'forward'>>,
  allow: Allow,
): void {
  const answerOf = async (city: RunningCity, id: string): Promise<IssueAnswer> => {
    const record = await city.record('issue', id);
    if (!record) throw new HttpProblem(404, '/id', `there is no issue ${id}`);
    return { id, row: record.row as IssueRow, steps: record.steps };
  };
  app.get<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/issues/:id',
    { schema: { tags: ['issues'], summary: 'One hot issue with its life', params: One, response: answers } },
    async (request) => {
      const { city, id } = request.params;
      const far = fars.get(city)?.forward(request.method, request.url, undefined);
      return far ?? answerOf(cityOf(cities, city), id);
    },
  );
  app.post<{ Params: Static<typeof ActOf>; Body: IssueWords }>(
    '/api/v1/cities/:city/issues/:id/:act',
    {
      schema: {
        tags: ['issues'],
        summary: 'Renames, merges, splits, dismisses or restores a hot issue',
        params: ActOf,
        body: IssueWords,
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
      if (!(await city.record('issue', id))) throw new HttpProblem(404, '/id', `there is no issue ${id}`);
      try {
        const now = city.now();
        await city.log.append(stepsOfAct(act, id, body, factsOf(city), now), now);
      } catch (error) {
        if (error instanceof IssueActRefused) throw new HttpProblem(409, error.path, error.rule);
        if (error instanceof LogUnavailable) throw new HttpProblem(503, '', 'nothing was done; try again in a moment');
        throw error;
      }
      await city.folded();
      return answerOf(city, id);
    },
  );
}
