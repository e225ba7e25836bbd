import fastifySwagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { healthRoutes, type HealthParts } from './health.ts';
import { metricsRoutes, type ExtraFigures, type Metrics, type Watched } from './metrics.ts';

const figures = {
  log_head: 120,
  log_first: 11,
  folded: 117,
  kept: 100,
  to_keep: 9,
  tickets: 40,
  calls: 30,
  mentions: 20,
  topics: 5,
  viewers: 3,
};
let app: FastifyInstance;
let cities: Map<string, Watched>;
beforeEach(() => {
  app = fastify();
  cities = new Map([
    ['wuxi', { figures: () => figures }],
    ['weifang', { figures: () => ({ ...figures, log_head: 7, novel: 1.5 }) }],
  ]);
});
afterEach(() => app.close());

describe('metrics', () => {
  let metrics: Metrics;
  let extra: ExtraFigures;
  beforeEach(() => {
    extra = {};
    metrics = metricsRoutes(app, cities, () => extra);
  });
  const scrape = async (): Promise<string[]> => (await app.inject('/metrics')).body.split('\n');
  const of = (lines: string[], name: string): string[] =>
    lines.filter((line) => line.startsWith(`hotline_wall_${name}`));

  it('are in the text format of Prometheus, with those of the process', async () => {
    const answer = await app.inject('/metrics');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes'])
      expect(answer.body).toMatch(new RegExp(`^${name} \\S+$`, 'm'));
    const told = answer.body.split('\n').filter((line) => line && !line.startsWith('#'));
    expect(told.filter((line) => !/^[a-z_:][a-z0-9_:]*(\{.*\})? \S+$/i.test(line))).toEqual([]);
  });

  it('tell the figures of each city, and the lags that follow from them', async () => {
    const lines = await scrape();
    expect(of(lines, 'lag_events')).toEqual([
      'hotline_wall_lag_events{city="wuxi"} 3',
      'hotline_wall_lag_events{city="weifang"} 0',
    ]);
    expect(of(lines, 'history_lag_events{city="wuxi"}')).toEqual(['hotline_wall_history_lag_events{city="wuxi"} 20']);
    expect(of(lines, 'facts').slice(0, 3)).toEqual([
      'hotline_wall_facts{city="wuxi",kind="ticket"} 40',
      'hotline_wall_facts{city="wuxi",kind="call"} 30',
      'hotline_wall_facts{city="wuxi",kind="mention"} 20',
    ]);
    for (const name of [
      'log_head',
      'log_first',
      'folded',
      'history_position',
      'history_waiting_facts',
      'topics',
      'viewers',
    ])
      expect(of(lines, `${name}{city="wuxi"}`)).toHaveLength(1);
    expect(of(lines, 'novel')).toEqual(['hotline_wall_novel{city="weifang"} 1.5']);
  });

  it('count the intake by city and result, from nought on', async () => {
    expect(of(await scrape(), 'intake_events_total{city="wuxi"')).toEqual([
      'hotline_wall_intake_events_total{city="wuxi",result="taken"} 0',
      'hotline_wall_intake_events_total{city="wuxi",result="known"} 0',
      'hotline_wall_intake_events_total{city="wuxi",result="refused"} 0',
    ]);
    metrics.counted('wuxi', 'taken', 5);
    metrics.counted('wuxi', 'taken', 2);
    metrics.counted('wuxi', 'known', 0);
    metrics.counted('weifang', 'refused', 1);
    await scrape();
    const lines = of(await scrape(), 'intake_events_total').filter((line) => !line.endsWith(' 0'));
    expect(lines).toEqual([
      'hotline_wall_intake_events_total{city="wuxi",result="taken"} 7',
      'hotline_wall_intake_events_total{city="weifang",result="refused"} 1',
    ]);
  });

  it('tell what the server adds, and not what is gone', async () => {
    extra = { redis_up: 1, holder: { wuxi: 1, weifang: 0 } };
    expect(of(await scrape(), 'holder')).toEqual([
      'hotline_wall_holder{city="wuxi"} 1',
      'hotline_wall_holder{city="weifang"} 0',
    ]);
    extra = { redis_up: 0, holder: { wuxi: 0 } };
    cities.delete('weifang');
    const lines = await scrape();
    expect(of(lines, 'redis_up')).toEqual(['hotline_wall_redis_up 0']);
    expect(of(lines, 'holder')).toEqual(['hotline_wall_holder{city="wuxi"} 0']);
    expect(of(lines, 'viewers')).toEqual(['hotline_wall_viewers{city="wuxi"} 3']);
  });

  it('escape what a name may hold', async () => {
    cities.set('a"b\\c\nd', { figures: () => ({ viewers: 1 }) });
    expect(of(await scrape(), 'viewers{city="a')).toEqual(['hotline_wall_viewers{city="a\\"b\\\\c\\nd"} 1']);
  });

  it('of two servers in one process do not mix', async () => {
    const other = fastify();
    metricsRoutes(other, new Map()).counted('wuxi', 'taken', 100);
    expect(of(await scrape(), 'intake').filter((line) => line.endsWith(' 100'))).toEqual([]);
    await other.close();
  });
});

describe('health', () => {
  const routes = (ready: HealthParts['ready'], patience?: number): void =>
    healthRoutes(app, { cities, sockets: () => 4, ready, patience });

  it('says that the process lives, with its figures, whatever is ready', async () => {
    routes(() => Promise.reject(new Error('no')));
    const answer = await app.inject('/healthz');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { status: 'up', cities: { wuxi: figures, weifang: { ...figures, log_head: 7, novel: 1.5 } }, sockets: 4 },
    ]);
  });

  it('is ready when every city is', async () => {
    routes(async () => ({ wuxi: [], weifang: [] }));
    const answer = await app.inject('/readyz');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ready', cities: {} }]);
  });

  it('names what is not ready', async () => {
    routes(async () => ({ wuxi: [], weifang: ['folding: 17 entries to go', 'history cannot be used'] }));
    const answer = await app.inject('/readyz');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { status: 'not ready', cities: { weifang: ['folding: 17 entries to go', 'history cannot be used'] } },
    ]);
  });

  it('is not ready when it cannot be found out, or not in time', async () => {
    let asked = 0;
    routes(() => (asked++ === 0 ? Promise.reject(new Error('secret')) : new Promise(() => undefined)), 50);
    const failed = await app.inject('/readyz');
    expect([failed.statusCode, failed.json<{ status: string }>().status]).toEqual([503, 'not ready']);
    expect(failed.body).not.toContain('secret');
    const [late, other] = await Promise.all([app.inject('/readyz'), app.inject('/readyz')]);
    expect([late.statusCode, late.json()]).toEqual([
      503,
      { status: 'not ready', cities: {}, reason: 'no answer within 50 ms' },
    ]);
    expect([other.statusCode, asked]).toEqual([503, 2]);
  });
});

it('none of them is in the description of the API', async () => {
  await app.register(fastifySwagger);
  await app.register(async (server) => {
    metricsRoutes(server, cities);
    healthRoutes(server, { cities, sockets: () => 0, ready: async () => ({}) });
  });
  await app.ready();
  expect(Object.keys(app.swagger().paths ?? {})).toEqual([]);
  for (const path of ['/metrics', '/healthz', '/readyz']) expect((await app.inject(path)).statusCode).toBe(200);
});
