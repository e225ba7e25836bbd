/** Keeps an eye on the upstream sources of a city: when each was last heard, how much it sends, how late it is. */
import { WALL } from '../contract/alert.ts';
import type { City } from '../contract/city.ts';
import { IMPORT_SOURCES } from '../contract/mapping.ts';
import { DAY, MINUTE, SECOND } from '../contract/time.ts';
import type { FeedState } from '../contract/topic.ts';
import type { Entry } from './log/log.ts';

const LAGS = 100;
/** Sources beyond the profile's that are followed; more are added up under one name. */
const MAX_SOURCES = 200;
const OTHERS = 'others';

/** What is kept over a restart, with the log position that it includes. */
export interface FeedSnapshot {
  seq: number;
  sources: Record<string, { seen: number; total: number; refused: number }>;
}

interface Source {
  seen: number;
  total: number;
  refused: number;
  lags: number[];
  /** Start of the minute being counted, its count, and the count of the minute before it. */
  minute: number;
  now: number;
  before: number;
}

export interface Feeds {
  /** Counts entries of the log. Those at or before the snapshot's position are known already. */
  note(entries: readonly Entry[]): void;
  /** Counts events that were heard but not logged: known ones and refused ones. */
  heard(source: string, at: number, refused: number): void;
  states(now: number): Record<string, FeedState>;
  snapshot(): FeedSnapshot;
}

/** What the wall says itself comes from no upstream system, whoever claims to be it. */
const own = (source: string): boolean => source.startsWith(WALL);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Follows the profile's feeds and whoever else sends. */
export function feeds(profile: City['feeds'], kept: FeedSnapshot = { seq: 0, sources: {} }): Feeds {
  const sources = new Map<string, Source>();
  const silentAfter = new Map(profile.map((feed) => [feed.source, feed.silentAfter * SECOND]));
  let seq = kept.seq;
  const source = (name: string): Source => {
    const known = sources.get(name);
    if (known) return known;
    if (sources.size >= MAX_SOURCES && name !== OTHERS) return source(OTHERS);
    const fresh = { seen: 0, total: 0, refused: 0, lags: [], minute: 0, now: 0, before: 0, ...kept.sources[name] };
    sources.set(name, fresh);
    return fresh;
  };
  for (const name of [...profile.map((feed) => feed.source), ...Object.keys(kept.sources)]) source(name);

  const turn = (one: Source, at: number): void => {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    if (minute <= one.minute) return;
    one.before = minute === one.minute + MINUTE ? one.now : 0;
    one.now = 0;
    one.minute = minute;
  };
  return {
    note(entries) {
      for (const entry of entries) {
        if (entry.seq <= seq) continue;
        seq = entry.seq;
        if (own(entry.source)) continue;
        const one = source(entry.source);
        one.total++;
        one.seen = Math.max(one.seen, entry.taken);
        turn(one, entry.taken);
        one.now++;
        // What is older than a day was filled in later: it says nothing of how quick the feed is.
        if (entry.taken - entry.at > DAY) continue;
        one.lags.push(entry.taken - entry.at);
        if (one.lags.length > LAGS) one.lags.shift();
      }
    },
    heard(name, at, refused) {
      if (own(name)) return;
      const one = source(name);
      one.seen = Math.max(one.seen, at);
      one.refused += refused;
    },
    states(now) {
      const states: Record<string, FeedState> = {};
      for (const [name, one] of sources) {
        turn(one, now);
        // Nobody waits for a file.
        const limit = name.startsWith(IMPORT_SOURCES) ? undefined : silentAfter.get(name);
        states[name] = {
          seen: one.seen,
          perMinute: one.before,
          lag: median(one.lags),
          total: one.total,
          refused: one.refused,
          silent: limit !== undefined && now - one.seen > limit,
        };
      }
      return states;
    },
    snapshot: () => ({
      seq,
      sources: Object.fromEntries(
        [...sources].map(([name, { seen, total, refused }]) => [name, { seen, total, refused }]),
      ),
    }),
  };
}
