/** Whether the process lives, and whether it can do its work: for people, supervisors and load balancers. */
import type { FastifyInstance } from 'fastify';
import type { Watched } from './metrics.ts';

export interface HealthParts {
  cities: ReadonlyMap<string, Watched>;
  /** Connections of viewers. */
  sockets(): number;
  /** City → what is not ready there, in words; an empty list is ready. */
  ready(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** An answer of `ready` is waited for so long, ms; then it counts as not ready. */
  patience?: number;
}

const PATIENCE = 3000;

/** What `/readyz` answers; `reason` says why the cities could not be asked. */
interface Readiness {
  status: 'ready' | 'not ready';
  cities: Record<string, readonly string[]>;
  reason?: string;
}

/**
 * `GET /healthz`: 200 as long as the process answers, with its figures. `GET /readyz`: 200 when every city is ready, else
 * 503 with what is not ready, by city.
 */
export function healthRoutes(app: FastifyInstance, parts: HealthParts): void {
  const { patience = PATIENCE } = parts;
  // Those who ask at once share one answer: a store in trouble is not asked more often the more it is watched.
  let asking: ReturnType<HealthParts['ready']> | undefined;
  const ask = (): ReturnType<HealthParts['ready']> =>
    (asking ??= Promise.resolve()
      .then(() => parts.ready())
      .finally(() => (asking = undefined)));

  async function readiness(): Promise<Readiness> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patience);
    });
    try {
      const found = await Promise.race([ask(), late]);
      if (found === null) return { status: 'not ready', cities: {}, reason: `no answer within ${patience} ms` };
      const lacking = Object.entries(found).filter(([, lacks]) => lacks.length > 0);
      return { status: lacking.length === 0 ? 'ready' : 'not ready', cities: Object.fromEntries(lacking) };
    } catch (error) {
      app.log.error({ err: error }, 'readiness could not be found out');
      return { status: 'not ready', cities: {}, reason: 'it could not be found out; it is logged' };
    } finally {
      clearTimeout(timer);
    }
  }

  app.get('/healthz', { schema: { hide: true } }, () => ({
    status: 'up',
    cities: Object.fromEntries([...parts.cities].map(([id, city]) => [id, city.figures()])),
    sockets: parts.sockets(),
  }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const answer = await readiness();
    return reply
      .code(answer.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });
}
