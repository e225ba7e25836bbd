/** Rules and silences for the console: seen, edited with a check, taken back; made and ended. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { Rule, Silence } from '../../contract/rule.ts';
import { DAY } from '../../contract/time.ts';
import { backtest, TooMuch } from '../alerts/backtest.ts';
import { checkRule, currentRules, rulesOf } from '../alerts/rules.ts';
import { listSilences, putSilence, silencesOf } from '../alerts/silences.ts';
import { RuleError, type SignalKind } from '../alerts/signals/signal.ts';
import type { FarCity } from '../far/far-city.ts';
import type { State } from '../state/state.ts';
import { cityOf, type Cities, type Shown } from './cities.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

/** Facts older than this are not kept with their lives at hand. */
const DAYS_MAX = 35;
const City = Type.Object({ city: Type.String({ maxLength: 64 }) });
const One = Type.Object({ city: Type.String({ maxLength: 64 }), id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) });
const Try = Type.Object(
  { rule: Rule, days: Type.Integer({ minimum: 1, maximum: DAYS_MAX, description: 'Whole days up to now.' }) },
  { additionalProperties: false },
);
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
/** A silence that lasts longer is a rule that should be off. */
const LONGEST = 90 * DAY;

export interface RuleParts {
  cities: Cities;
  fars: ReadonlyMap<string, FarCity>;
  state: State;
  signals: ReadonlyMap<string, SignalKind>;
  allow: Allow;
}

/** The rule, or HttpProblem 400 with the path of the member that is wrong. */
export function ruleFrom(body: unknown, shown: Shown, signals: RuleParts['signals']): Rule {
  try {
    return checkRule(body, shown.loaded.city, signals);
  } catch (error) {
    if (error instanceof RuleError) throw new HttpProblem(400, error.path, error.rule);
    throw error;
  }
}

/** Everything here is in the shared state, so any server answers for any city it knows. */
export function ruleRoutes(app: FastifyInstance, { cities, fars, state, signals, allow }: RuleParts): void {
  const shown = (id: string): Shown => fars.get(id) ?? cityOf(cities, id);
  const reread = (id: string): Promise<void> => cities.get(id)?.alerts.reread() ?? Promise.resolve();

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/rules',
    { schema: { tags: ['alerts'], summary: 'The rules of alerts as they hold', params: City, response: answers } },
    async ({ params }) => {
      const { city } = shown(params.city).loaded;
      const profile = new Map(city.alerting.rules.map((rule) => [rule.id, JSON.stringify(rule)]));
      const lacks = new Map(cities.get(city.id)?.alerts.engine.watches.map((watch) => [watch.rule.id, watch.lacks ?? null]));
      const rules = await currentRules(city, state);
      return {
        rules: rules.map((rule) => ({
          rule,
          from: profile.get(rule.id) === JSON.stringify(rule) ? 'profile' : profile.has(rule.id) ? 'edited' : 'console',
          lacks: lacks.get(rule.id) ?? null,
        })),
      };
    },
  ); // prettier-ignore
  app.put<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/rules/:id',
    { schema: { tags: ['alerts'], summary: 'Edits a rule, or makes one', params: One, body: Rule, response: answers } },
    async (request) => {
      const { city, id } = request.params;
      await allow(request, city, ['admin']);
      const rule = ruleFrom(request.body, shown(city), signals);
      if (rule.id !== id) throw new HttpProblem(400, '/id', 'must be that of the address');
      await state.put(rulesOf(city), id, rule as never);
      await reread(city);
      return { rule };
    },
  );
  app.delete<{ Params: Static<typeof One> }>(
    '/api/v1/cities/:city/rules/:id',
    {
      schema: {
        tags: ['alerts'],
        summary: 'Takes an edit back; a rule made in the console is gone',
        params: One,
        response: { ...answers, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['admin']);
      if (!(await state.drop(rulesOf(city), id))) throw new HttpProblem(404, '/id', 'this rule was not edited');
      await reread(city);
      return reply.code(204).send(null);
    },
  );

  /** One at a time: it runs beside the live city. */
  let trying = false;
  app.post<{ Params: Static<typeof City>; Body: { rule: unknown; days: number } }>(
    '/api/v1/cities/:city/rules/try',
    {
      schema: {
        tags: ['alerts'],
        summary: 'What a rule would have raised in the last days',
        params: City,
        body: Try,
        response: answers,
      },
    },
    async (request) => {
      const { headers, method, url, body } = request;
      const { city: id } = request.params;
      await allow(request, id, ['desk', 'admin']);
      const far = fars.get(id)?.forward(method, url, body, headers.authorization);
      if (far) return far;
      const city = cityOf(cities, id);
      const rule = ruleFrom(body.rule, city, signals);
      if (trying) throw new HttpProblem(503, '', 'another one is under way; try again in a moment');
      trying = true;
      try {
        const to = city.now();
        const { history, loaded } = city;
        return await backtest({ city: loaded.city, history, signals, rule, from: to - body.days * DAY, to });
      } catch (error) {
        if (error instanceof TooMuch) throw new HttpProblem(400, '/days', error.message);
        throw error;
      } finally {
        trying = false;
      }
    },
  );

  app.get<{ Params: Static<typeof City> }>(
    '/api/v1/cities/:city/silences',
    { schema: { tags: ['alerts'], summary: 'Silences, ended ones for a week', params: City, response: answers } },
    async ({ params }) => ({ silences: await listSilences(state, shown(params.city).loaded.city.id) }),
  );
  app.post<{ Params: Static<typeof City>; Body: Silence }>(
    '/api/v1/cities/:city/silences',
    {
      schema: { tags: ['alerts'], summary: 'Silences what fits', params: City, body: Silence, response: answers },
    },
    async (request, reply) => {
      const { city } = request.params;
      await allow(request, city, ['desk', 'admin']);
      const { body } = request;
      shown(city);
      if (body.to <= body.from) throw new HttpProblem(400, '/to', 'must be after from');
      if (body.to - body.from > LONGEST) throw new HttpProblem(400, '/to', 'must be at most 90 days after from');
      const id = randomUUID();
      if (!(await putSilence(state, city, id, body, cities.get(city)?.now() ?? Date.now())))
        throw new HttpProblem(400, '', 'there are too many silences');
      await reread(city);
      return reply.code(201).send({ id, silence: body });
    },
  );
  app.delete<{ Params: { city: string; id: string } }>(
    '/api/v1/cities/:city/silences/:id',
    {
      schema: {
        tags: ['alerts'],
        summary: 'Ends a silence',
        params: Type.Object({ ...City.properties, id: Type.String({ maxLength: 64 }) }),
        response: { ...answers, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { city, id } = request.params;
      await allow(request, city, ['desk', 'admin']);
      if (!(await state.drop(silencesOf(city), id))) throw new HttpProblem(404, '/id', 'there is no such silence');
      await reread(city);
      return reply.code(204).send(null);
    },
  );
}
