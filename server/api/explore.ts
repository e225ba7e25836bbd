/** Exploring over HTTP: the question, its answer as a file, and the facts behind it as a file. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { DOWNLOAD_FORMATS, ExploreDownload, ExploreQuery } from '../../contract/explore.ts';
import { MEASURE_IDS } from '../../contract/measure.ts';
import { zone } from '../../contract/time.ts';
import { CONTENT_TYPES, fileOf, listRows, tableRows } from '../explore/download.ts';
import { gate } from '../explore/gate.ts';
import { farSource, nearSource, type Source } from '../explore/source.ts';
import { namesFor } from '../explore/words.ts';
import type { FarCity } from '../far/far-city.ts';
import { cityOf, type Cities } from './cities.ts';
import { HttpProblem, Problem } from './problem.ts';
import { settled } from './queries.ts';

const answers = { 400: Problem, 404: Problem, 503: Problem };
const Query = Type.Object(
  {
    format: Type.Enum([...DOWNLOAD_FORMATS]),
    what: Type.Optional(
      Type.Enum(['table', 'tickets'], { description: 'The table, or the facts behind a measure. Default: the table.' }),
    ),
    measure: Type.Optional(Type.Enum([...MEASURE_IDS], { description: 'Whose facts; default: of the first measure.' })),
    lang: Type.Optional(Type.Enum(['zh', 'en'])),
  },
  { additionalProperties: false },
);

/** Files that are made at once, that wait for it, and how long it may take, ms. */
const MAKING = { atOnce: 2, inLine: 4, patience: 60_000 };

/** A signal of the one who asked: aborted when the connection is closed before the answer is out. */
function leaving(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}

/** Serves the questions of `cities`, and those of `fars` by asking a server that follows them. */
export function exploreRoutes(
  app: FastifyInstance,
  cities: Cities,
  fars: ReadonlyMap<string, Pick<FarCity, 'loaded' | 'forward'>> = new Map(),
): void {
  const making = gate(MAKING);
  const sourceOf = (id: string): Source => {
    const far = fars.get(id);
    return far ? farSource(far) : nearSource(cityOf(cities, id), settled);
  };

  app.post<{ Body: ExploreQuery }>(
    '/api/v1/query/explore',
    {
      schema: {
        tags: ['query'],
        summary: 'Measures by fields and time, beside an earlier range and what is normal',
        body: ExploreQuery,
        response: answers,
      },
    },
    ({ body }, reply) => sourceOf(body.city).explore(body, leaving(reply)),
  );
  app.post<{ Body: ExploreDownload; Querystring: Static<typeof Query> }>(
    '/api/v1/query/explore/download',
    {
      schema: {
        tags: ['query'],
        summary: 'The same as a CSV, XLSX or Parquet file, or the facts behind it',
        body: ExploreDownload,
        querystring: Query,
        response: answers,
      },
    },
    async (request, reply) => {
      const { words, ...query } = request.body;
      const { format, what = 'table', lang = 'zh', measure = query.measures[0]! } = request.query;
      const source = sourceOf(query.city);
      if (!query.measures.includes(measure)) throw new HttpProblem(400, '/measure', 'must be one of the measures asked for');
      const names = namesFor(source.city, lang, words);
      const left = leaving(reply);
      const { stream, size } = await making(async (signal) => {
        const rows = what === 'table' ? await tableRows(source, query, names, signal) : await listRows(source, query, measure, names);
        return fileOf(rows, format, signal);
      }, left);
      const day = zone(source.city.timeZone).date(query.range.from).replaceAll('-', '');
      const name = `${source.city.id}-${what === 'table' ? query.measures.join('-') : measure}${what === 'table' ? '' : '-list'}-${day}.${format}`;
      reply.type(CONTENT_TYPES[format]).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
      if (size !== undefined) reply.header('content-length', size);
      return reply.send(stream);
    },
  );
} // prettier-ignore
