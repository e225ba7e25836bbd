/**
 * The way of the data, in the order in which a ticket meets the stages:
 * intake → log → facts → views → hub, with history filled behind them. Read this first. Only this file knows which
 * implementation stands behind an interface.
 */
import { mkdirSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import fastifyHelmet from '@fastify/helmet';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance } from 'fastify';
import { hostAllowed, originAllowed } from './access/origin.ts';
import { keyRing, type KeyRing } from './access/keys.ts';
import { cityRoutes } from './api/cities.ts';
import { handleProblems, HttpProblem } from './api/problem.ts';
import { queryRoutes } from './api/queries.ts';
import { screenRoutes } from './api/screen.ts';
import { validatorCompiler } from './api/validate.ts';
import { loadCity } from './city/load.ts';
import { runCity, type RunningCity } from './city/run.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { FeedSnapshot } from './feeds.ts';
import { openEmbeddedHistory } from './history/embedded/open.ts';
import { openHub, type Hub } from './hub/hub.ts';
import { ingest } from './ingest/ingest.ts';
import { openEmbeddedLog } from './log/embedded/embedded.ts';
import { openEmbeddedState } from './state/embedded/embedded.ts';
import type { State } from './state/state.ts';
import { findViews } from './views/view.ts';

export interface App {
  /** Where it listens, such as http://127.0.0.1:12345. */
  address: string;
  keys: KeyRing;
  state: State;
  cities: ReadonlyMap<string, RunningCity>;
  /** Answers what is under way, writes what is open, and ends. */
  stop(): Promise<void>;
}

const FEEDS_SAVED_EVERY = 10_000;

/** Secret of this installation, by which requesters are told apart without being known. */
async function secretOf(state: State): Promise<string> {
  const kept = await state.get('secrets', 'requester');
  if (typeof kept === 'string') return kept;
  const secret = randomBytes(32).toString('base64url');
  await state.put('secrets', 'requester', secret);
  return secret;
}

/** Headers of every answer; scripts, fonts and workers come from here and from nowhere else. */
const security = (app: FastifyInstance) =>
  app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    // The wall is served over plain HTTP inside a city's network; TLS ends before it where there is any.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });

const documentation = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'hotline-wall', version: '1', description: 'Intake and queries of the 12345 hotline wall.' },
    },
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { validatorUrl: null } });
};

/** Starts the server. Throws ProfileError and errors of stores that cannot be opened. */
export async function startApp(config: Config, clock: Clock): Promise<App> {
  const app = fastify({
    logger: { level: config.logLevel },
    forceCloseConnections: true,
    bodyLimit: 1 << 20,
    requestTimeout: 60_000,
  });
  const onError = (error: unknown): void => app.log.error({ err: error }, 'a stage failed and goes on');

  mkdirSync(config.dataDir, { recursive: true });
  const state = await openEmbeddedState({ path: join(config.dataDir, 'state.db') });
  const keys = keyRing(state.keys, Date.now);
  const views = await findViews();
  const cities = new Map<string, RunningCity>();
  let hub: Hub | undefined;

  for (const id of config.cities) {
    const loaded = await loadCity(join(config.citiesDir, id));
    const dir = join(config.dataDir, id);
    mkdirSync(dir, { recursive: true });
    const log = await openEmbeddedLog({ path: join(dir, 'log.db') });
    const history = await openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: loaded.city.timeZone });
    const feedSnapshot = (await state.get('feeds', id)) as unknown as FeedSnapshot | null;
    const epoch = randomUUID();
    const { keepEntries } = config;
    const send = (frame: Parameters<Hub['send']>[0]): void => hub?.send(frame);
    cities.set(
      id,
      await runCity({
        loaded,
        log,
        history,
        clock,
        epoch,
        views,
        send,
        keepEntries,
        onError,
        ...(feedSnapshot && { feedSnapshot }),
      }),
    );
  }

  const heard = (id: string, source: string, refused: number): void => {
    const city = cities.get(id);
    city?.feeds.heard(source, city.now(), refused);
  };

  await security(app);
  handleProblems(app);
  app.setValidatorCompiler(validatorCompiler);
  app.addHook('onRequest', async (request) => {
    if (!hostAllowed(config.host, request.headers.host))
      throw new HttpProblem(403, '', 'this host name is not served here');
  });
  await documentation(app);
  await app.register(ingest, {
    cities: (id: string) => {
      const running = cities.get(id);
      return running && { city: running.loaded.city, log: running.log };
    },
    state,
    keys,
    clock: () => clock.now(),
    secret: await secretOf(state),
    lag: (id) => cities.get(id)?.lag() ?? 0,
    onTaken: ({ city, source, known }) => {
      if (known > 0) heard(city, source, 0);
    },
    onRefused: ({ city, source, count }) => {
      if (source !== null) heard(city, source, count);
    },
  });
  cityRoutes(app, cities);
  queryRoutes(app, cities);
  app.get('/healthz', { schema: { hide: true } }, () => ({
    status: 'up',
    cities: Object.fromEntries([...cities].map(([id, city]) => [id, city.figures()])),
    sockets: hub?.sockets ?? 0,
  }));
  await screenRoutes(app, config.screenDir);

  hub = openHub(
    app.server,
    (id) => cities.get(id)?.rooms,
    (origin, host) => originAllowed(config.host, origin, host),
  );
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;

  const saveFeeds = (): Promise<unknown> =>
    Promise.all([...cities.values()].map((city) => state.put('feeds', city.id, city.feeds.snapshot() as never))).catch(
      onError,
    );
  const saving = setInterval(() => void saveFeeds(), FEEDS_SAVED_EVERY);

  return {
    address: `http://${host}:${port}`,
    keys,
    state,
    cities,
    async stop() {
      clearInterval(saving);
      await hub.close();
      await app.close();
      for (const city of cities.values()) await city.stop();
      await saveFeeds();
      await state.close();
    },
  };
}
