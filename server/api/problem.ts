/** Errors of the API: always `{ error: { path, rule } }`. */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ConditionError } from '../../contract/condition.ts';
import { CursorError } from '../history/history.ts';

export const Problem = Type.Object(
  { error: Type.Object({ path: Type.String(), rule: Type.String() }) },
  { description: 'What was wrong: where, and which rule it breaks.' },
);

/** An answer with this status and reason. */
export class HttpProblem extends Error {
  constructor(
    readonly statusCode: number,
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

interface Failure extends Error {
  statusCode?: number;
  code?: string;
  validation?: { instancePath?: string; message?: string }[];
  validationContext?: string;
}

/** One handler for all: callers learn what they can mend; of a fault of ours the log has the whole, they have nothing. */
export function handleProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: Failure, request, reply) => {
    if (error instanceof HttpProblem)
      return reply.code(error.statusCode).send({ error: { path: error.path, rule: error.rule } });
    if (error instanceof ConditionError)
      return reply.code(400).send({ error: { path: `/filter${error.path}`, rule: error.rule } });
    if (error instanceof CursorError) return reply.code(400).send({ error: { path: '/after', rule: error.message } });
    const [broken] = error.validation ?? [];
    if (broken)
      return reply
        .code(400)
        .send({ error: { path: broken.instancePath || '/', rule: broken.message ?? 'is not valid' } });
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: { path: '', rule: error.message } });
    request.log.error({ err: error }, 'request failed');
    return reply.code(status).send({ error: { path: '', rule: 'the server could not do this; it is logged' } });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: { path: request.url.split('?')[0], rule: 'there is nothing here' } }),
  );
}
