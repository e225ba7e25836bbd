/**
 * The way of the data, in the order in which a ticket meets the stages:
 * intake → log → facts → views → hub, with history filled behind them. Read this first.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { StoryItem } from '../contract/replay.ts';
import { zone } from '../contract/time.ts';
import { originAllowed } from './access/origin.ts';
import { keyRing, type KeyRing } from './access/keys.ts';
import { alertRoutes } from './api/alerts.ts';
import { cityRoutes, type Shown } from './api/cities.ts';
import { allowWith } from './api/guard.ts';
import { exploreRoutes } from './api/explore.ts';
import { healthRoutes } from './api/health.ts';
import { importRoutes } from './api/import.ts';
import { issueRoutes } from './api/issues.ts';
import { metricsRoutes } from './api/metrics.ts';
import { queryRoutes } from './api/queries.ts';
import { replayRoutes } from './api/replays.ts';
import { ruleRoutes } from './api/rules.ts';
import { screenRoutes } from './api/screen.ts';
import { wallRoutes } from './api/walls.ts';
import { sceneRoutes } from './api/scenes.ts';
import { surroundings } from './api/surroundings.ts';
import { notifyRoutes } from './alerts/notify/api.ts';
import { findChannels } from './alerts/notify/channel.ts';
import { startNotifier } from './alerts/notify/notifier.ts';
import { checkRules, currentRules } from './alerts/rules.ts';
import { listSilences } from './alerts/silences.ts';
import { findSignals } from './alerts/signals/signal.ts';
import { unitNames } from './alerts/words.ts';
import { loadCity, ProfileError, type LoadedCity } from './city/load.ts';
import { readiness } from './city/readiness.ts';
import { runCity, type RunningCity } from './city/run.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { FarCity } from './far/far-city.ts';
import type { FeedSnapshot } from './feeds.ts';
import { patiently } from './patience.ts';
import { peerRoutes } from './peer/serve.ts';
import { openHub, type Hub } from './hub/hub.ts';
import { openImports, type Imports } from './import/imports.ts';
import { ingest } from './ingest/ingest.ts';
import type { Heard, RefusedCount } from './ingest/take.ts';
import { calendarNotice, workTime } from './sla/calendar.ts';
import { sourceFigures, sourceRoutes } from './sources/api.ts';
import { checkSources } from './sources/profile.ts';
import { findSources } from './sources/source.ts';
import { startSources, type RunningSources } from './sources/start.ts';
import type { State } from './state/state.ts';
import { openDesk } from './reading/desk.ts';
import { openReplays } from './replay/replays.ts';
import { listStories, loadStories } from './replay/stories.ts';
import { openScenes, type Scenes } from './scenes/scenes.ts';
import { exchangeDir, openStores, type CityStores } from './stores.ts';
import { findViews } from './views/view.ts';
import { loadBriefings } from './walls/briefings.ts';
import { buildOf } from './walls/build.ts';
import { tourWith } from './walls/tours.ts';
import { openWalls, type Walls } from './walls/walls.ts';

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
/** Cities that are opened at the same time: each waits for its disk and its threads. */
const OPENED_AT_ONCE = 4;

/** Secret of this installation, by which requesters are told apart without being known. */
const secretOf = async (state: State): Promise<string> =>
  String(await state.make('secrets', 'requester', randomBytes(32).toString('base64url')));

/** Starts the server. Throws ProfileError and errors of stores that cannot be opened. */
export async function startApp(config: Config, clock: Clock): Promise<App> {
  const app = fastify({
    logger: { level: config.logLevel },
    forceCloseConnections: true,
    bodyLimit: 1 << 20,
    requestTimeout: 60_000,
    // A bound against hanging. Ten seconds, as it is by default, a starting city on a busy machine can take.
    pluginTimeout: 120_000,
  });
  const onError = (error: unknown): void => app.log.error({ err: error }, 'a stage failed and goes on');

  const say = (text: string): void => console.log(text);

  const stores = await openStores(config, onError, say);
  const { state } = stores;
  const keys = keyRing(state.keys, Date.now);
  const views = await findViews();
  const signals = await findSignals();
  const channels = await findChannels();
  const kinds = await findSources();
  const cities = new Map<string, RunningCity>();
  /** Live sources by city. */
  const asked = new Map<string, RunningSources>();
  const told = new Map<string, CityStores['tell']>();
  const walls = new Map<string, Walls>();
  const scenes = new Map<string, Scenes>();
  /** Stories of the folders of the cities. */
  const stories = new Map<string, StoryItem[]>();
  /** Reads texts for all cities. */
  const desk = config.readTexts ? openDesk() : null;
  /** What runs beside the cities and is stopped before them. */
  const stops: (() => Promise<void>)[] = [];
  let hub: Hub | undefined;

  const fars = new Map<string, FarCity>();
  const send: Hub['send'] = (frame, to) => hub?.send(frame, to);
  const openWallsOf = async ({ city }: LoadedCity, now: () => number): Promise<Walls> => {
    const briefings = await loadBriefings(join(config.citiesDir, city.id), city);
    stories.set(city.id, await loadStories(join(config.citiesDir, city.id), city));
    const toTell = () => listStories(state, city.id, stories.get(city.id) ?? []);
    const changed = (): void => cities.get(city.id)?.rooms.stir('wall');
    const tell = (): void => told.get(city.id)?.({ walls: true });
    const one = await patiently(
      () => openWalls({ city, state, briefings, stories: toTell, now, changed, tell, onError }),
      onError,
    );
    walls.set(city.id, one);
    stops.push(async () => one.close());
    return one;
  };
  const openScenesOf = async (loaded: LoadedCity, now: () => number): Promise<Scenes> => {
    const { id } = loaded.city;
    const changed = (): void => cities.get(id)?.rooms.stir('scenes');
    const tell = (): void => told.get(id)?.({ scenes: true });
    const one = await patiently(
      () =>
        openScenes({
          loaded,
          dir: join(config.citiesDir, id, 'scenes'),
          state,
          now,
          changed,
          tell,
          usedBy: tourWith(walls.get(id)),
          say,
          onError,
        }),
      onError,
    );
    scenes.set(id, one);
    stops.push(async () => one.close());
    return one;
  };
  const open = async (id: string): Promise<void> => {
    const loaded = await loadCity(join(config.citiesDir, id));
    const { calendar, timeZone } = loaded.city;
    for (const year of calendarNotice(workTime(calendar, zone(timeZone)), clock.now()))
      say(
        `${id}: the official calendar of ${year} is not here yet, working days are counted by plain weekends; see cities/README.md`,
      );
    try {
      checkRules(loaded.city, signals);
      checkSources(loaded.city.sources, kinds, process.env);
    } catch (error) {
      throw new ProfileError(`city ${id}: ${(error as Error).message}`);
    }
    const { log, history, lease, archive, alone, tell, onTold } = await stores.city(loaded.city);
    const shows = await openWallsOf(loaded, () => cities.get(id)?.now() ?? clock.now());
    const staged = await openScenesOf(loaded, () => cities.get(id)?.now() ?? clock.now());
    const feedSnapshot = (await patiently(() => state.get('feeds', id), onError)) as unknown as FeedSnapshot | null;
    const city = await runCity({
      loaded,
      log,
      history,
      lease,
      archive,
      alone,
      clock,
      epoch: randomUUID(),
      views,
      signals,
      rules: () => patiently(() => currentRules(loaded.city, state), onError),
      silences: async () => (await patiently(() => listSilences(state, id), onError)).map(({ silence }) => silence),
      send,
      keepEntries: config.keepEntries,
      desk,
      say,
      onError,
      walls: shows.book,
      scenes: staged,
      ...(feedSnapshot && { feedSnapshot }),
    });
    cities.set(id, city);
    told.set(id, tell);
    onTold((message) => {
      if ('walls' in message) shows.told();
      else if ('scenes' in message) staged.told();
      else city.feeds.heard(message.source, message.at, message.refused);
    });
    const notifier = startNotifier({
      city: loaded.city,
      log,
      state,
      lease,
      routes: () => loaded.city.alerting.routes ?? [],
      cardOf: (alert) => city.alerts.card(alert, city.now()),
      unitName: unitNames(loaded.city),
      channels,
      wallUrl: config.wallUrl,
      onError,
    });
    stops.push(() => notifier.close());
    const stop = await stores.far?.answer(id, city.rooms, lease);
    if (stop) stops.push(stop);
  };
  for (let i = 0; i < config.cities.length; i += OPENED_AT_ONCE)
    await Promise.all(config.cities.slice(i, i + OPENED_AT_ONCE).map(open));

  for (const id of config.shown) {
    const loaded = await loadCity(join(config.citiesDir, id));
    const far = await stores.far!.show(
      loaded,
      () => clock.now(),
      (frame) => hub?.deliver(frame),
    );
    fars.set(id, far);
    told.set(id, (message) => far.tell(message));
    await openWallsOf(loaded, () => clock.now());
    await openScenesOf(loaded, () => clock.now());
    stops.push(() => far.close());
  }

  const replays = openReplays({ cities, send: (frame) => send(frame, { near: true, far: false }), onError });
  stops.push(() => replays.close());

  const heard = (id: string, source: string, refused: number): void =>
    told.get(id)?.({ source, at: cities.get(id)?.now() ?? clock.now(), refused });

  await surroundings(app, config.host);
  const metrics = metricsRoutes(
    app,
    cities,
    () => ({
      sockets: hub?.sockets ?? 0,
      holder: Object.fromEntries([...cities].map(([id, { lease }]) => [id, lease.token === null ? 0 : 1])),
      ...(stores.redis && { redis_up: stores.redis.up ? 1 : 0 }),
    }),
    () =>
      [...asked].flatMap(([city, sources]) =>
        sources.states().map((one) => ({ city, source: one.source, figures: sourceFigures(one) })),
      ),
  );
  const intake = {
    state,
    keys,
    clock: () => clock.now(),
    secret: await patiently(() => secretOf(state), onError),
    onTaken: ({ city, source, taken, known }: Heard) => {
      metrics.counted(city, 'taken', taken);
      metrics.counted(city, 'known', known);
      if (known > 0) heard(city, source, 0);
    },
    onRefused: ({ city, source, count }: RefusedCount) => {
      metrics.counted(city, 'refused', count);
      if (source !== null) heard(city, source, count);
    },
  };
  await app.register(ingest, {
    ...intake,
    cities: (id: string) => {
      const city = cities.get(id) ?? fars.get(id);
      return city && { city: city.loaded.city, log: city.log };
    },
    lag: (id) => cities.get(id)?.lag() ?? 0,
  });
  cityRoutes(app, new Map<string, Shown>([...cities, ...fars]));
  queryRoutes(app, cities, { get: (id) => replays.get(id) ?? fars.get(id) });
  exploreRoutes(app, cities, fars);
  const allow = allowWith(keys);
  alertRoutes(app, cities, fars, allow);
  issueRoutes(app, cities, fars, allow);
  replayRoutes(app, {
    replays,
    shown: (id) => cities.get(id) ?? fars.get(id),
    state,
    stories: (id) => stories.get(id) ?? [],
    allow,
  });
  ruleRoutes(app, { cities, fars, state, signals, allow });
  wallRoutes(app, { walls: (id) => walls.get(id), allow, build: buildOf(config.screenDir) });
  sceneRoutes(app, { scenes: (id) => scenes.get(id), allow });
  sourceRoutes(app, (id) => asked.get(id)?.states(), allow);
  notifyRoutes(app, {
    state,
    allow,
    city: (id) => (cities.get(id) ?? fars.get(id))?.loaded.city,
    channels,
    wallUrl: config.wallUrl,
  });
  if (stores.peerSecret !== null)
    peerRoutes(app, {
      secret: stores.peerSecret,
      dir: exchangeDir(config.dataDir),
      history: (id) => cities.get(id)?.history,
    });
  healthRoutes(app, { cities, sockets: () => hub?.sockets ?? 0, ready: () => readiness(cities, fars, state) });
  const importing = new Map<string, Imports>();
  for (const [id, { loaded, importer, now }] of cities) {
    const imports = await openImports({
      city: { city: loaded.city, now, take: (events) => importer.take(events) },
      dir: join(config.dataDir, 'imports', id),
      secret: intake.secret,
      now: Date.now,
      clock: () => performance.now(),
      onError,
    });
    importing.set(id, imports);
    stops.push(() => imports.stop());
  }
  await importRoutes(app, { imports: (id) => importing.get(id), allow });
  await screenRoutes(app, config.screenDir, () => [...cities.keys(), ...fars.keys()]);

  hub = openHub(
    app.server,
    // What a wall shows is of the present, also while all walls show a replay.
    (id, topics) =>
      (topics.length > 0 && topics.every(({ view }) => view === 'wall') ? undefined : replays.rooms(id)) ??
      (cities.get(id) ?? fars.get(id))?.rooms,
    (origin, host) => originAllowed(config.host, origin, host),
    stores.far?.adapter,
    () => clock.now(),
  );
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;

  for (const { loaded, log, lag } of cities.values()) {
    const stream = await stores.streamIntake?.({ ...intake, city: loaded.city, log, lag, onError });
    if (stream) stops.push(() => stream.stop());
  }
  for (const running of cities.values()) {
    const { city } = running.loaded;
    const at = (source: string): void => heard(city.id, source, 0);
    const { log } = running;
    const sources = startSources({ ...intake, running, city, log, kinds, env: process.env, heard: at, onError });
    asked.set(city.id, sources);
    stops.push(() => sources.close());
  }

  const saveFeeds = (): Promise<unknown> =>
    Promise.all(
      [...cities.values()]
        .filter((city) => city.lease.token !== null)
        .map((city) => state.put('feeds', city.id, city.feeds.snapshot() as never)),
    ).catch(onError);
  const saving = setInterval(() => void saveFeeds(), FEEDS_SAVED_EVERY);

  return {
    address: `http://${host}:${port}`,
    keys,
    state,
    cities,
    async stop() {
      clearInterval(saving);
      await saveFeeds();
      // Given back first, so that another server goes on while this one tidies up.
      await Promise.all([...cities.values()].map((city) => city.lease.close()));
      await Promise.all(stops.map((stop) => stop()));
      // The hub waits for the connections of the server that is being closed.
      await Promise.all([hub.close(), app.close()]);
      for (const city of cities.values()) await city.stop();
      await desk?.close();
      await stores.close();
    },
  };
}
