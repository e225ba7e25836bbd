/**
 * The HTTP intake: `POST /api/v1/events` and the quarantine. A thin shell: it checks the key, holds back what is too
 * much, reads the body, and leaves the rest to `take`.
 */
import type { FastifyError, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { keyRing, type KeyRing } from '../access/keys.ts';
import { StateUnavailable, type KeyRecord, type Role, type State } from '../state/state.ts';
import { LIMITS, checkLag, gate, rates, type Admission, type Limits } from './admit.ts';
import { gunzip } from './inflate.ts';
import { BODIES, parseBody, type BodyKind } from './parse.ts';
import { personHash, rawOfText } from './person.ts';
import { quarantineRoutes } from './quarantine.ts';
import { Refused } from './refusal.ts';
import { IntakeBody, intakeAnswers } from './schemas.ts';
import { take, type Heard, type Intake, type RefusedCount, type TakeContext } from './take.ts';

export interface IngestOptions {
  /** The cities of this server. */
  cities: (id: string) => Intake | undefined;
  state: State;
  /** The server's own key ring, so that a key revoked here is bad at once; made of `state` when absent. */
  keys?: KeyRing;
  /** The cities' clock, Unix ms. */
  clock: () => number;
  /** Of the keyed hash of persons. Another secret makes other hashes: repeats are not recognised across it. */
  secret: string | Buffer;
  /** Entries of a city's log that are not folded yet. */
  lag?: (city: string) => number;
  limits?: Partial<Limits>;
  /** After it became durable, once a source and request. */
  onTaken?: (heard: Heard) => void;
  onRefused?: (refused: RefusedCount) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the intake's routes were asked with. */
    intakeKey: KeyRecord | null;
    intakeAdmission: Admission | null;
  }
}

/** Fails the request unless it carries a good key of this role for a city of this server. */
export type Guard = (role: Role) => (request: FastifyRequest) => Promise<void>;
/** The context of `take` for a request that passed the guard. */
export type ContextOf = (request: FastifyRequest) => TakeContext;

export const ingest: FastifyPluginAsync<IngestOptions> = async (server, options) => {
  const { state, clock } = options;
  const limits: Limits = { ...LIMITS, ...options.limits };
  const keys = options.keys ?? keyRing(state.keys, clock);
  const hash = personHash(options.secret);
  const door = gate(limits.inFlightBytes);
  const pace = rates(limits.perKey, clock);

  const guard: Guard = (role) => async (request) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const key = token === undefined ? null : await keys.verify(token);
    if (!key) throw new Refused(401, '', 'a good key is needed: Authorization: Bearer hk_…');
    if (key.role !== role) throw new Refused(403, '', `this needs a key with the role ${role}`);
    if (!options.cities(key.city)) throw new Refused(403, '', "this server does not serve the key's city");
    request.intakeKey = key;
  };
  const contextOf: ContextOf = (request) => {
    const key = request.intakeKey!;
    return {
      ...options.cities(key.city)!,
      key,
      state,
      hash,
      clock,
      onTaken: options.onTaken,
      onRefused: options.onRefused,
    };
  };
  /** Before the body is read: whether there is room for it. */
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const key = request.intakeKey!;
    pace.check(key.id);
    checkLag(options.lag?.(key.city) ?? 0, limits.lag);
    const given = request.headers['content-length'];
    const bytes = given === undefined ? limits.bodyBytes : Number(given);
    if (bytes > limits.bodyBytes) throw new Refused(413, '', `the body must have at most ${limits.bodyBytes} bytes`);
    request.intakeAdmission = door.admit(bytes);
    // Comes for every end: an answer, an abort, an error.
    reply.raw.once('close', () => request.intakeAdmission?.release());
  };

  server.decorateRequest('intakeKey', null);
  server.decorateRequest('intakeAdmission', null);
  ownManner(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    Object.keys(BODIES),
    { parseAs: 'buffer', bodyLimit: limits.bodyBytes },
    async (_request: FastifyRequest, bytes: Buffer) => bytes,
  );

  server.route({
    method: 'POST',
    url: '/api/v1/events',
    bodyLimit: limits.bodyBytes,
    schema: {
      tags: ['intake'],
      summary: 'Takes events in',
      description: 'All events that are not refused are durable when it answers 200 or 422. Bodies may be gzipped.',
      body: IntakeBody,
      response: intakeAnswers,
    },
    onRequest: [guard('intake'), admit],
    handler: async (request, reply) => {
      const kind = kindOf(request.headers['content-type']);
      const bytes = await unpacked(request, limits.bodyBytes);
      const context = contextOf(request);
      try {
        const body = parseBody(kind, bytes, request.headers, limits.events);
        const answer = await take(body, context);
        pace.spend(context.key.id, answer.taken + answer.known + answer.refused);
        return reply.code(answer.refused > 0 ? 422 : 200).send(answer);
      } catch (error) {
        if (error instanceof Refused && error.status === 400) await keepBody(context, bytes, error);
        throw error;
      }
    },
  });
  quarantineRoutes(server, { guard, contextOf, limits });
};

/** A body that cannot be read as a whole is one thing in the quarantine (rule E5). */
async function keepBody(
  { state, city, clock, key, hash, onRefused }: TakeContext,
  bytes: Buffer,
  refused: Refused,
): Promise<void> {
  const raw = rawOfText(bytes.toString('utf8', 0, 32 << 10), hash);
  const whole = raw.whole && bytes.length <= 32 << 10;
  const { path, rule } = refused;
  await state.quarantine.put([{ city: city.id, at: clock(), key: key.id, index: 0, path, rule, raw: raw.raw, whole }]);
  onRefused?.({ city: city.id, source: null, count: 1 });
}

function kindOf(header: string | undefined): BodyKind {
  const [type, ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const kind = Object.hasOwn(BODIES, type!) ? BODIES[type as keyof typeof BODIES] : undefined;
  const charset = parameters
    .find((one) => one.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (!kind || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new Refused(415, '', `the content type must be one of ${Object.keys(BODIES).join(', ')}, in UTF-8`);
  }
  return kind;
}

async function unpacked(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return bytes;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new Refused(415, '', 'the content encoding must be gzip or none');
  return gunzip(bytes, maxBytes, (more) => request.intakeAdmission?.grow(more));
}

/** Validation, answers and errors in the manner of the SPEC, within this plugin. */
function ownManner(server: FastifyInstance): void {
  server.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    // Bodies are read by the handlers: one bad event must not refuse its neighbours.
    if (httpPart === 'body') return () => true;
    const validator = Compile(schema);
    return (given: unknown) => {
      const value = validator.Convert(validator.Default(given));
      if (validator.Check(value)) return { value };
      const [error] = validator.Errors(value);
      return { error: new Refused(400, error?.instancePath ?? '', error?.message ?? 'is not valid') };
    };
  });
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  server.setErrorHandler((error: FastifyError | Refused | Error, request, reply) => {
    const refused = asRefused(error);
    if (refused.status === 500) request.log.error(error);
    if (refused.status === 401) reply.header('www-authenticate', 'Bearer');
    if (refused.retryAfter !== undefined) reply.header('retry-after', String(refused.retryAfter));
    return reply.code(refused.status).send({ error: { path: refused.path, rule: refused.rule } });
  });
}

function asRefused(error: FastifyError | Refused | Error): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof StateUnavailable) return new Refused(503, '', 'the store cannot be used now', 1);
  const status = (error as FastifyError).statusCode ?? 500;
  if (status === 413) return new Refused(413, '', 'the body is too large');
  if (status === 415) return new Refused(415, '', `the content type must be one of ${Object.keys(BODIES).join(', ')}`);
  if (status >= 400 && status < 500) return new Refused(status, '', error.message);
  return new Refused(500, '', 'something went wrong here');
}
