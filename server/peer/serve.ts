/**
 * What a server gives to others that follow the same city: its history as of one position, so that one that joins with
 * an empty disk need not fold years again. Guarded by a secret that all servers share.
 */
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FACT_KINDS } from '../../contract/fact.ts';
import type { Position } from '../../contract/protocol.ts';
import { HttpProblem } from '../api/problem.ts';
import type { History } from '../history/history.ts';

/** What is told of an export: sizes in bytes of its files, by fact kind. */
export interface Export {
  id: string;
  position: Position;
  sizes: Record<string, number>;
}

/** An export that was not fetched is removed after so long, ms. */
const KEPT_FOR = 30 * 60_000;
/** Exports of one city that lie here at once; each is as large as the history. */
const MAX_EXPORTS = 2;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Routes under `/peer/`. `dir` is where exports lie for a while; `history` finds that of a city. */
export function peerRoutes(
  app: FastifyInstance,
  options: { secret: string; dir: string; history(city: string): History | undefined },
): void {
  const { secret, dir, history } = options;
  const exports = new Map<string, { city: string; dir: string; timer: NodeJS.Timeout }>();

  const check = (request: FastifyRequest): void => {
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(hashOf(given), hashOf(secret)))
      throw new HttpProblem(401, '', 'only servers of this wall may');
  };
  const drop = async (id: string): Promise<void> => {
    const one = exports.get(id);
    if (!one) return;
    exports.delete(id);
    clearTimeout(one.timer);
    await rm(one.dir, { recursive: true, force: true });
  };
  app.addHook('onClose', () => Promise.all([...exports.keys()].map(drop)).then(() => undefined));

  app.post<{ Params: { city: string } }>('/peer/:city/exports', { schema: { hide: true } }, async (request) => {
    check(request);
    const { city } = request.params;
    const from = history(city);
    if (!from) throw new HttpProblem(404, '/city', `there is no city ${city}`);
    if ([...exports.values()].filter((one) => one.city === city).length >= MAX_EXPORTS)
      throw new HttpProblem(503, '', 'enough exports are under way');
    await mkdir(dir, { recursive: true });
    const place = await mkdtemp(join(dir, `${city}-export-`));
    const id = place.slice(place.lastIndexOf('-') + 1);
    const timer = setTimeout(() => void drop(id), KEPT_FOR);
    timer.unref();
    exports.set(id, { city, dir: place, timer });
    try {
      const position = await from.exportTo(place);
      if (!position) throw new HttpProblem(404, '', 'this history is empty');
      const sizes: Record<string, number> = {};
      for (const kind of FACT_KINDS) sizes[kind] = (await stat(join(place, `${kind}.parquet`))).size;
      return { id, position, sizes } satisfies Export;
    } catch (error) {
      await drop(id);
      throw error;
    }
  });

  app.get<{ Params: { city: string; id: string; kind: string } }>(
    '/peer/:city/exports/:id/:kind',
    { schema: { hide: true } },
    (request, reply) => {
      check(request);
      const { city, id, kind } = request.params;
      const one = exports.get(id);
      if (one?.city !== city || !(FACT_KINDS as readonly string[]).includes(kind))
        throw new HttpProblem(404, '', 'there is no such export');
      return reply.type('application/vnd.apache.parquet').send(createReadStream(join(one.dir, `${kind}.parquet`)));
    },
  );

  app.delete<{ Params: { city: string; id: string } }>(
    '/peer/:city/exports/:id',
    { schema: { hide: true } },
    async (request) => {
      check(request);
      if (exports.get(request.params.id)?.city === request.params.city) await drop(request.params.id);
      return {};
    },
  );
}
