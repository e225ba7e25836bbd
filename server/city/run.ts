/**
 * A city at work: its log is folded to facts, facts feed rooms and history, and the clock moves what time alone
 * changes. Everything it needs is handed in, so that it runs on any log and any history.
 */
import type { Condition } from '../../contract/condition.ts';
import { FACT_KINDS } from '../../contract/fact.ts';
import type { CityFace } from '../../contract/city.ts';
import type { Frame, Position } from '../../contract/protocol.ts';
import { DAY, MINUTE, SECOND, zone } from '../../contract/time.ts';
import type { Clock } from '../clock.ts';
import { keeper as openKeeper } from '../facts/keeper.ts';
import { startProjector } from '../facts/projector.ts';
import { factStore } from '../facts/store.ts';
import { feeds as openFeeds, type Feeds, type FeedSnapshot } from '../feeds.ts';
import type { History } from '../history/history.ts';
import { Rooms } from '../hub/rooms.ts';
import type { Lease } from '../lease/lease.ts';
import type { Log } from '../log/log.ts';
import type { View, ViewContext } from '../views/view.ts';
import { ticketContext } from './context.ts';
import { faceOf, type LoadedCity } from './load.ts';
import { residentsOf } from './residents.ts';

/** The longest window, compared with the same a week earlier, reaches back 37 days. */
export const HORIZON = 39 * DAY;
/** Tickets whose state time changes are taken in lots of so many, so that the loop is given back. */
const LOT = 5000;

export interface CityParts {
  loaded: LoadedCity;
  log: Log;
  history: History;
  lease: Lease;
  clock: Clock;
  /** Names this run; viewers that hold another epoch get snapshots. */
  epoch: string;
  views: ReadonlyMap<string, View>;
  /** Sends a frame to viewers at this server, and to those at servers that do not follow the city. */
  send(frame: Frame, to: { near: boolean; far: boolean }): void;
  feedSnapshot?: FeedSnapshot;
  /** Entries that history has are kept in the log up to this number. */
  keepEntries: number;
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
  /** The city's time, Unix ms; it never goes back. */
  now(): number;
  /** Whether everything that was in the log at the start is folded. */
  ready(): boolean;
  /** Entries logged but not yet folded. */
  lag(): number;
  residents(scope: Condition): number | undefined;
  /** Resolves when history includes everything that is in the log now. */
  settle(): Promise<void>;
  /** Figures for whoever watches over it. */
  figures(): Record<string, number>;
  stop(): Promise<void>;
}

/**
 * The log position to fold on after: history's own, or the log's beginning where history is new, of another log, or
 * further than the log, which then is an older copy. What the log no longer holds cannot be folded again, and that is told.
 */
function startAfter(position: Position | null, log: Log, onError: (error: unknown) => void): number {
  if (position?.epoch === log.epoch && position.seq <= log.head()) return position.seq;
  const lost = log.first() - 1;
  if (lost > 0) onError(new Error(`history is built anew, without the ${lost} entries that the log has let go of`));
  return lost;
}

/** Brings a city up from its history and the rest of its log, and keeps it going. */
export async function runCity(parts: CityParts): Promise<RunningCity> {
  const { loaded, log, history, lease, clock, epoch, views, send, keepEntries, onError } = parts;
  const { city } = loaded;
  const tz = zone(city.timeZone);
  let latest = clock.now();
  const now = (): number => (latest = Math.max(latest, clock.now()));

  const store = factStore(ticketContext(city, tz));
  const position = await history.position();
  const from = startAfter(position, log, onError);
  for (const kind of FACT_KINDS) {
    for await (const records of history.recent(kind, now() - HORIZON)) store.restore(records, now());
  }
  const feeds = openFeeds(city.feeds, parts.feedSnapshot);
  const residents = residentsOf(city);
  const context: ViewContext = {
    city,
    zone: tz,
    count: (query) => history.count(query),
    feeds: (at) => feeds.states(at),
    residents,
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
      rooms.apply(changes);
    },
  }); // the one place where entries become numbers

  const tick = (): void => {
    const at = now();
    const changes = store.tick(at, LOT);
    rooms.apply(changes);
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
  const beat = setInterval(() => {
    tick();
    rooms.beat();
    lease.report(keeper.written, ready);
  }, SECOND);
  const tidy = setInterval(() => {
    rooms.apply(store.evict(now() - HORIZON, (kind, id) => keeper.has(kind, id)));
    if (lease.token === null) return;
    const upTo = Math.min(keeper.written, lease.keptByAll, log.head() - keepEntries);
    if (upTo >= log.first()) log.trim(upTo).catch(onError);
  }, MINUTE);

  return {
    id: city.id,
    face: faceOf(loaded),
    loaded,
    log,
    history,
    lease,
    rooms,
    feeds,
    now,
    ready: () => ready,
    residents,
    lag: () => log.head() - projector.seq,
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
      topics: rooms.liveTopics,
      viewers: rooms.viewers,
    }),
    async stop() {
      clearInterval(beat);
      clearInterval(tidy);
      await lease.close();
      await projector.stop();
      rooms.close();
      await keeper.close().catch(onError);
      await history.close();
      await log.close();
    },
  }; // log and history are closed last: everything else writes to them
}
