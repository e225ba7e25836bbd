/**
 * A city at work: its log is folded to facts, facts feed rooms and history, and the clock moves what time alone
 * changes. Everything it needs is handed in, so that it runs on any log and any history.
 */
import type { Condition } from '../../contract/condition.ts';
import { FACT_KINDS, type FactKind, type Row } from '../../contract/fact.ts';
import type { Rule, Silence } from '../../contract/rule.ts';
import type { CityFace } from '../../contract/city.ts';
import type { Frame } from '../../contract/protocol.ts';
import { DAY, MINUTE, SECOND, zone } from '../../contract/time.ts';
import type { Archive } from '../archive/archive.ts';
import { startAlerting, type RunningAlerts } from '../alerts/alerting.ts';
import { hoursOf } from '../alerts/normal/hours.ts';
import type { SignalKind } from '../alerts/signals/signal.ts';
import type { Clock } from '../clock.ts';
import { keeper as openKeeper } from '../facts/keeper.ts';
import { startProjector } from '../facts/projector.ts';
import { factStore, type Change } from '../facts/store.ts';
import { feeds as openFeeds, type Feeds, type FeedSnapshot } from '../feeds.ts';
import type { FactRecord, History } from '../history/history.ts';
import { Rooms } from '../hub/rooms.ts';
import type { Desk } from '../reading/desk.ts';
import { startReader } from '../reading/reader.ts';
import type { Lease } from '../lease/lease.ts';
import type { Log } from '../log/log.ts';
import { ladder as openLadder } from '../sla/ladder.ts';
import type { View, ViewContext } from '../views/view.ts';
import { ticketContext } from './context.ts';
import { openImporter, type Importer } from './importer.ts';
import { letGo } from './let-go.ts';
import { faceOf, type LoadedCity } from './load.ts';
import { startAfter } from './rebuild.ts';
import { residentsOf } from './residents.ts';
import { supervisor } from './supervise.ts';

/** The longest window, compared with the same a week earlier, reaches back 37 days. */
export const HORIZON = 39 * DAY;
/** Tickets whose state time changes are taken in lots of so many, so that the loop is given back. */
const LOT = 5000;

export interface CityParts {
  loaded: LoadedCity;
  log: Log;
  history: History;
  lease: Lease;
  archive: Archive;
  /** Whether this history is the only one, so that the long past may be put into it beside the log. */
  alone: boolean;
  clock: Clock;
  /** Names this run; viewers that hold another epoch get snapshots. */
  epoch: string;
  views: ReadonlyMap<string, View>;
  signals: ReadonlyMap<string, SignalKind>;
  /** Rules and silences as they hold now. */
  rules(): Promise<Rule[]>;
  silences(): Promise<Silence[]>;
  /** Sends a frame to viewers at this server, and to those at servers that do not follow the city. */
  send(frame: Frame, to: { near: boolean; far: boolean }): void;
  feedSnapshot?: FeedSnapshot;
  /** What its walls show. */
  walls?: ViewContext['walls'];
  /** Which versions of its scenes are shown. */
  scenes?: ViewContext['scenes'];
  /** Entries that history has are kept in the log up to this number. */
  keepEntries: number;
  /** Who reads texts: hot issues, and suggestions of categories. Null: nobody. */
  desk: Desk | null;
  /** Told of what takes long. */
  say(text: string): void;
  onError(error: unknown): void;
}

export interface RunningCity {
  readonly id: string;
  readonly face: CityFace;
  readonly loaded: LoadedCity;
  readonly log: Log;
  readonly history: History;
  readonly lease: Lease;
  readonly rooms: Rooms;
  readonly feeds: Feeds;
  readonly alerts: RunningAlerts;
  readonly importer: Importer;
  /** The city's time, Unix ms; it never goes back. */
  now(): number;
  /** Whether everything that was in the log at the start is folded. */
  ready(): boolean;
  /** Entries logged but not yet folded. */
  lag(): number;
  residents(scope: Condition): number | undefined;
  /** Live rows of a kind; null where a slot is empty. */
  rows(kind: FactKind): readonly (Row | null)[];
  /** A fact with its life, live or from history. */
  record(kind: FactKind, id: string): Promise<FactRecord | undefined>;
  /** The same of several, in any order; those that are not known are left out. */
  records(kind: FactKind, ids: readonly string[]): Promise<FactRecord[]>;
  /** Resolves when everything that is in the log now is folded. */
  folded(): Promise<void>;
  /** Resolves when history includes everything that is in the log now. */
  settle(): Promise<void>;
  /** Figures for whoever watches over it. */
  figures(): Record<string, number>;
  stop(): Promise<void>;
}

/** Brings a city up from its history and the rest of its log, and keeps it going. */
export async function runCity(parts: CityParts): Promise<RunningCity> {
  const { loaded, log, history, lease, clock, epoch, views, send, keepEntries, onError } = parts;
  const { city } = loaded;
  const tz = zone(city.timeZone);
  let latest = clock.now();
  const now = (): number => (latest = Math.max(latest, clock.now()));

  const fold = ticketContext(city, tz);
  const store = factStore(fold);
  const ladder = openLadder(city.ladder ?? [], fold.work, {
    rows: () => store.rows('ticket'),
    deadlineSince: (id) => store.deadlineSince(id),
  });
  const { archive } = parts;
  const from = await startAfter({ city: city.id, log, history, archive, context: fold, now, say: parts.say, onError });
  for (const kind of FACT_KINDS) {
    for await (const records of history.recent(kind, now() - HORIZON)) ladder.note(store.restore(records, now()), null);
  }
  const feeds = openFeeds(city.feeds, parts.feedSnapshot);
  const residents = residentsOf(city);
  const context: ViewContext = {
    city,
    zone: tz,
    count: (query) => history.count(query),
    feeds: (at) => feeds.states(at),
    card: (alert, at) => alerts.shown(alert, at),
    residents,
    ...(parts.walls && { walls: parts.walls }),
    ...(parts.scenes && { scenes: parts.scenes }),
  };
  const keeper = openKeeper(store, history, log.epoch, from, { onError });
  const rooms = new Rooms({
    city: city.id,
    epoch,
    views,
    context,
    rows: (kind) => store.rows(kind),
    now,
    log: () => projector.seq,
    send,
    onError,
  });
  const alerts = await startAlerting({
    log,
    lease,
    signals: parts.signals,
    context: {
      city,
      zone: tz,
      isWorkday: fold.work.isWorkday,
      feeds: (at) => feeds.states(at),
      hours: (rule, after, until) => hoursOf(history, rule, after, until),
    },
    rows: (kind) => store.rows(kind),
    seq: () => projector.seq,
    rules: parts.rules,
    silences: parts.silences,
    now: now(),
    onError,
  });
  /** Whoever lives on pairs takes them. */
  const pass = (changes: readonly Change[]): void => {
    alerts.apply(changes);
    rooms.apply(changes);
  };
  const reader = startReader({
    city,
    log,
    lease,
    desk: parts.desk,
    rows: (kind) => store.rows(kind),
    seq: () => projector.seq,
    now,
    clock: () => performance.now(),
    onError,
  });
  const projector = startProjector({
    log,
    store,
    history,
    keeper,
    clock: { now },
    horizon: HORIZON,
    from,
    onError,
    onBatch(entries, changes) {
      feeds.note(entries);
      pass(changes);
      ladder.note(changes, now());
      reader.note(entries, changes);
    },
  }); // the one place where entries become numbers

  const tick = (): void => {
    const at = now();
    const changes = store.tick(at, LOT);
    pass(changes);
    if (changes.length > 0) keeper.note(changes, projector.seq);
    if (changes.length === LOT) setImmediate(tick);
  };
  // Ready: everything that was in the log when it began is folded, so that it may hold the city.
  let ready = false;
  const becomeReady = async (): Promise<void> => {
    await projector.caughtUp();
    ready = true;
    lease.report(keeper.written, true);
  };
  void becomeReady();
  const supervising = supervisor({ ladder, log, lease, now, onError });
  const beat = setInterval(() => {
    tick();
    if (ready) {
      supervising.beat();
      alerts.beat(now());
      reader.beat();
    }
    rooms.beat();
    lease.report(keeper.written, ready);
  }, SECOND);
  const importer = openImporter({
    log,
    history,
    archive: parts.alone ? archive : null,
    projector,
    store,
    context: fold,
    clock: { now },
    horizon: HORIZON,
  });
  let lettingGo: Promise<void> | null = null;
  const tidy = setInterval(() => {
    const gone = store.evict(now() - HORIZON, (kind, id) => keeper.has(kind, id));
    pass(gone);
    ladder.note(gone, now());
    if (lease.token === null) return;
    const upTo = Math.min(keeper.written, lease.keptByAll, log.head() - keepEntries);
    if (upTo < log.first()) return;
    lettingGo ??= letGo(log, archive, upTo)
      .catch(onError)
      .finally(() => (lettingGo = null));
  }, MINUTE);

  return {
    id: city.id,
    // Scenes change while it runs.
    get face() {
      return faceOf(loaded);
    },
    loaded,
    log,
    history,
    lease,
    rooms,
    feeds,
    alerts,
    importer,
    now,
    ready: () => ready,
    residents,
    lag: () => log.head() - projector.seq,
    rows: (kind) => store.rows(kind),
    record: async (kind, id) => store.record(kind, id) ?? (await history.load(kind, [id]))[0],
    async records(kind, ids) {
      const live = ids.flatMap((id) => store.record(kind, id) ?? []);
      const here = new Set(live.map(({ row }) => row.id));
      const resting = ids.filter((id) => !here.has(id));
      return resting.length === 0 ? live : [...live, ...(await history.load(kind, resting))];
    },
    folded: () => projector.caughtUp(),
    async settle() {
      await projector.caughtUp();
      await keeper.flush();
    },
    figures: () => ({
      log_head: log.head(),
      log_first: log.first(),
      folded: projector.seq,
      kept: keeper.written,
      to_keep: keeper.waiting,
      tickets: store.count('ticket'),
      calls: store.count('call'),
      mentions: store.count('mention'),
      readings: store.count('gauge'),
      issues: store.count('issue'),
      ...reader.figures(),
      topics: rooms.liveTopics,
      viewers: rooms.viewers,
    }),
    async stop() {
      clearInterval(beat);
      clearInterval(tidy);
      await supervising.stop();
      await reader.stop();
      await lease.close();
      await alerts.stop();
      await projector.stop();
      rooms.close();
      await keeper.close().catch(onError);
      await lettingGo;
      await archive.close();
      await history.close();
      await log.close();
    },
  }; // log and history are closed last: everything else writes to them
}
