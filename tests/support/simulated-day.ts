/** A simulated day of a city lived in this process, with what its topics showed at given moments, and its facts in a history. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACT_KINDS } from '../../contract/fact.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Rule } from '../../contract/rule.ts';
import type { Json } from '../../contract/text.ts';
import { DAY, MINUTE, zone } from '../../contract/time.ts';
import type { Topic } from '../../contract/topic.ts';
import { simulateDay } from '../../mock-feeds/core/day.ts';
import { shiftDate } from '../../mock-feeds/core/worktime.ts';
import { loadWorld } from '../../mock-feeds/shell/load.ts';
import { countHours } from '../../server/alerts/normal/hours.ts';
import { Rehearsal, type Delivery } from '../../server/alerts/rehearsal.ts';
import { findSignals, type SignalKind } from '../../server/alerts/signals/signal.ts';
import { cardOf } from '../../server/alerts/book.ts';
import { loadCity } from '../../server/city/load.ts';
import { residentsOf } from '../../server/city/residents.ts';
import type { City } from '../../contract/city.ts';
import { openEmbeddedHistory } from '../../server/history/embedded/open.ts';
import type { FactRecord, History } from '../../server/history/history.ts';
import { Rooms } from '../../server/hub/rooms.ts';
import { normalise } from '../../server/ingest/normalise.ts';
import { findViews, type View } from '../../server/views/view.ts';

export interface LivedDay {
  city: City;
  from: number;
  to: number;
  history: History;
  views: ReadonlyMap<string, View>;
  signals: ReadonlyMap<string, SignalKind>;
  /** What each topic showed at each moment that was asked for, Unix ms. */
  shown: ReadonlyMap<number, readonly Json[]>;
  facts: number;
  close(): Promise<void>;
}

const WRITTEN = 5000;
/** A rule that any busy hour raises, so that there are cards to compare. */
const OFTEN: Rule = {
  id: 'busy', names: { zh: '来件多', en: 'Busy' }, signal: 'threshold', family: 'service', measure: 'accepted', by: ['district'],
  window: 60, raise: 8, clear: 5, for: 0, keep: 600, level: 4,
}; // prettier-ignore

/**
 * Lives a local day of a city after `past` days of it. `topics` are followed from its beginning on, by pairs, as a wall
 * follows them; their values are noted at these minutes of the day.
 */
export async function liveDay(options: {
  city: string;
  date: string;
  past: number;
  topics: readonly Topic[];
  minutes: readonly number[];
}): Promise<LivedDay> {
  const { topics, date, past } = options;
  const world = await loadWorld(options.city);
  const loaded = await loadCity(`cities/${options.city}`);
  const city: City = { ...loaded.city, alerting: { ...loaded.city.alerting, rules: [...loaded.city.alerting.rules, OFTEN] } }; // prettier-ignore
  const tz = zone(city.timeZone);
  const from = tz.moment(date, 0);
  const to = from + DAY;
  const [views, signals] = await Promise.all([findViews(), findSignals()]);
  const deliveries: Delivery[] = [];
  for (let back = past; back >= 0; back--)
    for (const { at, event } of simulateDay(world, 1, shiftDate(date, -back)))
      deliveries.push({ due: at, event: normalise(structuredClone(event), city, (value) => value) });
  // Sources give signs of life: how long one was silent is no fact, and not what is compared here.
  for (const { source } of city.feeds)
    for (let at = from; at <= to; at += MINUTE)
      deliveries.push({ due: at, event: { source, id: `beat ${at}`, type: 'hotline.feed.heartbeat', subject: source, at, data: {} } }); // prettier-ignore
  deliveries.sort((a, b) => a.due - b.due);

  const dir = await mkdtemp(join(tmpdir(), 'hotline-day-'));
  const history = await openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: city.timeZone });
  const shown = new Map<number, readonly Json[]>();
  const wanted = new Set(options.minutes.map((minute) => from + minute * MINUTE));
  const seen = async (): Promise<readonly Json[]> => {
    // Joins at this moment: a room that was followed gives the value that its viewers have.
    const reply = await rooms.join({ city: city.id, topics: [...topics] });
    if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
    return reply.topics.map((topic) => structuredClone((topic as { value: Json }).value));
  };
  const pending: Promise<void>[] = [];
  const rehearsal: Rehearsal = new Rehearsal({
    city,
    alerting: city.alerting,
    signals,
    start: from,
    every: 5 * MINUTE,
    hours: (rule, after, until) =>
      Promise.resolve(countHours(rehearsal.store.rows(measureOf(rule.measure!).fact), rule, tz, after, until)),
    changed: (changes) => rooms?.apply(changes),
    looked(moment) {
      rooms.beat();
      rooms.flush();
      if (wanted.has(moment)) pending.push(seen().then((values) => void shown.set(moment, values)));
    },
  });
  let rooms: Rooms = undefined as never;
  const split = deliveries.findIndex(({ due }) => due > from);
  rehearsal.take(deliveries.slice(0, split).map(({ event }) => event));
  rooms = new Rooms({
    city: city.id,
    epoch: 'live',
    views,
    context: {
      city,
      zone: tz,
      count: (query) => history.count(query),
      feeds: () => ({}),
      card: (alert, at) => cardOf(alert, rehearsal.engine.sees(alert.id, at)),
      residents: residentsOf(city),
    },
    rows: (kind) => rehearsal.store.rows(kind),
    now: () => rehearsal.now,
    log: () => 0,
    send: () => undefined,
  });
  await seen();
  const last = deliveries.findIndex(({ due }) => due > to);
  await rehearsal.run(to, deliveries.slice(split, last < 0 ? undefined : last));
  await Promise.all(pending);
  rooms.close();

  let facts = 0;
  for (const kind of FACT_KINDS) {
    const records: FactRecord[] = rehearsal.store.rows(kind).flatMap((row) => (row ? [rehearsal.store.record(kind, row.id)!] : [])); // prettier-ignore
    facts += records.length;
    for (let i = 0; i < records.length; i += WRITTEN)
      await history.write(records.slice(i, i + WRITTEN), { epoch: 'live', seq: facts + i });
  }
  return {
    city, from, to, history, views, signals, shown, facts,
    async close() {
      await history.close();
      await rm(dir, { recursive: true, force: true });
    },
  }; // prettier-ignore
}
