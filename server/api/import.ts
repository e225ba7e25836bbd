/** Imports of files: uploaded in pieces, looked at, started, followed; what was refused is downloaded. Admin keys only. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { NewImport, PIECE_BYTES, PreviewImport, StartImport } from '../../contract/import.ts';
import { ImportProblem, type Imports } from '../import/imports.ts';
import { ImportFailed } from '../import/run.ts';
import { MappingError } from '../mapping/refusal.ts';
import type { Allow } from './guard.ts';
import { HttpProblem, Problem } from './problem.ts';

const City = Type.Object({ city: Type.String({ maxLength: 64 }) });
const One = Type.Object({ ...City.properties, id: Type.String({ pattern: '^[0-9a-f]{16}$' }) });
const From = Type.Object({
  from: Type.Integer({ minimum: 0, description: 'Byte of the file at which the piece begins.' }),
});
const answers = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 503: Problem };
type OneParams = Static<typeof One>;

export interface ImportRouteParts {
  /** The imports of a city that this server follows; undefined: it does not. */
  imports(city: string): Imports | undefined;
  allow: Allow;
}

/** What is wrong with an import, as an answer. */
function problemOf(error: unknown): unknown {
  if (error instanceof ImportProblem) return new HttpProblem(error.status, error.path, error.rule);
  if (error instanceof MappingError) return new HttpProblem(400, `/mapping${error.path}`, error.rule);
  return error instanceof ImportFailed ? new HttpProblem(400, '/file', error.message) : error;
}

export async function importRoutes(app: FastifyInstance, { imports, allow }: ImportRouteParts): Promise<void> {
  const schema = (summary: string, more: object = {}): { schema: object } => ({
    schema: { tags: ['imports'], summary, params: One, response: answers, ...more },
  });
  /** The imports of a city, for whoever may see them. */
  const open = async (request: FastifyRequest, city: string): Promise<{ of: Imports; by: string }> => {
    const key = await allow(request, city, ['admin']);
    const of = imports(city);
    if (!of) throw new HttpProblem(404, '/city', 'this server does not follow the city: import at one that does');
    return { of, by: key.name };
  };
  const wrapped = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw problemOf(error);
    }
  };

  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: PIECE_BYTES },
      (_, body, done) => done(null, body),
    );
    scope.get<{ Params: Static<typeof City> }>(
      '/api/v1/cities/:city/imports',
      schema('Imports, the newest first', { params: City }),
      async (request) => wrapped(async () => ({ imports: (await open(request, request.params.city)).of.list() })),
    );
    scope.post<{ Params: Static<typeof City>; Body: NewImport }>(
      '/api/v1/cities/:city/imports',
      schema('Announces a file; its pieces follow', { params: City, body: NewImport }),
      async (request, reply) =>
        wrapped(async () =>
          reply.code(201).send(await (await open(request, request.params.city)).of.create(request.body)),
        ),
    );
    scope.get<{ Params: OneParams }>(
      '/api/v1/cities/:city/imports/:id',
      schema('One import and its progress'),
      async (request) => wrapped(async () => (await open(request, request.params.city)).of.get(request.params.id)),
    );
    scope.put<{ Params: OneParams; Querystring: Static<typeof From>; Body: Buffer }>(
      '/api/v1/cities/:city/imports/:id/file',
      {
        bodyLimit: PIECE_BYTES,
        ...schema('Takes a piece of the file; 409 says where to go on', {
          querystring: From,
          consumes: ['application/octet-stream'],
        }),
        // Before the piece is read: who may send one.
        onRequest: async (request) => void (await open(request, (request.params as OneParams).city)),
      },
      async (request) =>
        wrapped(async () => {
          if (!Buffer.isBuffer(request.body)) throw new HttpProblem(400, '', 'a piece is application/octet-stream');
          const { of } = await open(request, request.params.city);
          return of.receive(request.params.id, request.query.from, request.body);
        }),
    );
    scope.post<{ Params: OneParams; Body: Static<typeof PreviewImport> }>(
      '/api/v1/cities/:city/imports/:id/preview',
      schema('What the first rows would become; without a mapping one is proposed', { body: PreviewImport }),
      async (request) =>
        wrapped(async () =>
          (await open(request, request.params.city)).of.preview(request.params.id, request.body.mapping),
        ),
    );
    scope.post<{ Params: OneParams; Body: Static<typeof StartImport> }>(
      '/api/v1/cities/:city/imports/:id/start',
      // The mapping is checked by hand: the answer then names what in it is wrong.
      schema('Starts it with a mapping', {
        body: Type.Object({ mapping: Type.Unknown() }, { additionalProperties: false }),
      }),
      async (request) =>
        wrapped(async () => {
          const { of, by } = await open(request, request.params.city);
          return of.start(request.params.id, request.body.mapping, by);
        }),
    );
    const acts = {
      pause: 'Pauses it after the rows that are under way',
      resume: 'Goes on where it was paused',
      cancel: 'Ends it; what was taken stays',
    } as const;
    for (const [act, summary] of Object.entries(acts) as [keyof typeof acts, string][])
      scope.post<{ Params: OneParams }>(`/api/v1/cities/:city/imports/:id/${act}`, schema(summary), async (request) =>
        wrapped(async () => (await open(request, request.params.city)).of[act](request.params.id)),
      );
    scope.delete<{ Params: OneParams }>(
      '/api/v1/cities/:city/imports/:id',
      schema('Forgets an import that does not run; what was taken stays', {
        response: { ...answers, 204: Type.Null() },
      }),
      async (request, reply) =>
        wrapped(async () => {
          await (await open(request, request.params.city)).of.remove(request.params.id);
          return reply.code(204).send(null);
        }),
    );
    scope.get<{ Params: OneParams }>(
      '/api/v1/cities/:city/imports/:id/refused',
      schema('Refused rows with their reasons, as NDJSON, personal numbers masked'),
      async (request, reply: FastifyReply) =>
        wrapped(async () => {
          const { path, bytes } = (await open(request, request.params.city)).of.refused(request.params.id);
          // Only of rows that are done: what is being written comes with its batch.
          const stream = bytes === 0 ? Readable.from([]) : createReadStream(path, { end: bytes - 1 });
          return reply
            .header('content-type', 'application/x-ndjson; charset=utf-8')
            .header('content-disposition', `attachment; filename="refused-${request.params.id}.ndjson"`)
            .send(stream);
        }),
    );
  });
}
