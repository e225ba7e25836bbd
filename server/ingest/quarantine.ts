/** Routes of the quarantine: what was refused is seen, mended, tried again or dropped (rule E5). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { Quarantined } from '../state/state.ts';
import type { Limits } from './admit.ts';
import type { ContextOf, Guard } from './ingest.ts';
import { parseBody } from './parse.ts';
import { Refused } from './refusal.ts';
import { dropAnswers, listAnswers, QuarantineParams, QuarantineQuery, retryAnswers } from './schemas.ts';
import { take } from './take.ts';

interface Parts {
  guard: Guard;
  contextOf: ContextOf;
  limits: Limits;
}

export function quarantineRoutes(server: FastifyInstance, { guard, contextOf, limits }: Parts): void {
  const onRequest = guard('admin');
  const found = async (request: FastifyRequest): Promise<Quarantined> => {
    const { id } = request.params as Static<typeof QuarantineParams>;
    // Asked for in the key's own city: another city's is not even said to exist.
    const item = await contextOf(request).state.quarantine.get(request.intakeKey!.city, id);
    if (!item) throw new Refused(404, '/id', 'there is no such thing in the quarantine');
    return item;
  };

  server.get('/api/v1/quarantine', {
    schema: { tags: ['quarantine'], summary: 'What was refused', querystring: QuarantineQuery, response: listAnswers },
    onRequest,
    handler: async (request) => {
      const { city = request.intakeKey!.city, after, limit } = request.query as Static<typeof QuarantineQuery>;
      if (city !== request.intakeKey!.city) throw new Refused(403, '/city', 'this key is of another city');
      const { quarantine } = contextOf(request).state;
      return { ...(await quarantine.count(city)), items: await quarantine.list(city, after, limit) };
    },
  });

  server.post('/api/v1/quarantine/:id/retry', {
    schema: {
      tags: ['quarantine'],
      summary: 'Tries it again',
      description:
        'The body is the corrected event (application/json); without a body what was kept is tried. It leaves the quarantine when it is taken.',
      params: QuarantineParams,
      response: retryAnswers,
    },
    bodyLimit: limits.bodyBytes,
    onRequest,
    handler: async (request, reply) => {
      const item = await found(request);
      const context = { ...contextOf(request), retry: true };
      const { quarantine } = context.state;
      const given = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : undefined;
      if (!given && !item.whole) throw new Refused(422, '', 'only the beginning of it was kept: send the whole event');
      try {
        const answer = await take(parseBody('any', given ?? Buffer.from(item.raw), {}, limits.events), context);
        const failed = answer.results.find((one) => one.status === 'refused');
        if (failed) await quarantine.retried(item.city, item.id, context.clock(), failed.path, failed.rule);
        else await quarantine.drop(item.city, item.id);
        return reply.code(failed ? 422 : 200).send(answer);
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 400) throw error;
        await quarantine.retried(item.city, item.id, context.clock(), error.path, error.rule);
        throw new Refused(422, error.path, error.rule);
      }
    },
  });

  server.delete('/api/v1/quarantine/:id', {
    schema: { tags: ['quarantine'], summary: 'Drops it for good', params: QuarantineParams, response: dropAnswers },
    onRequest,
    handler: async (request, reply) => {
      const item = await found(request);
      await contextOf(request).state.quarantine.drop(item.city, item.id);
      return reply.code(204).send();
    },
  });
}
