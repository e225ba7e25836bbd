/**
 * How upstream systems really deliver: late, twice, out of order, in bursts after a gap, by polling, with names where
 * codes should be. A pure stage after the simulation, which never drops an event and never makes up one.
 */
import type { HotlineEvent } from '../../contract/event.ts';
import { MINUTE, SECOND } from '../../contract/time.ts';
import type { SimEvent } from './life.ts';
import { Rng } from './random.ts';
import type { World } from './world.ts';

/** An event and when its source sends it, Unix ms. */
export interface Delivery {
  at: number;
  event: HotlineEvent;
}

/** The habits of one source. Shares are of its events. */
export interface Dialect {
  /** Usual delay, ms, mean. */
  lag: number;
  /** Share that comes much later, and by how many minutes, mean. */
  late: number;
  lateMinutes: number;
  /** Share that is sent again. */
  twice: number;
  /** Gaps a day and their length in minutes; what was held back comes in a burst. */
  gaps: number;
  gapMinutes: number;
  /** Sends only every so many ms. */
  poll?: number;
  /** Share with names of places, and of units, in place of codes. */
  placeNames?: number;
  unitNames?: number;
}

const PLAIN: Dialect = { lag: 300, late: 0, lateMinutes: 0, twice: 0, gaps: 0, gapMinutes: 0 };
/** Dialects by the last part of the source's name. */
export const DIALECTS: Record<string, Dialect> = {
  callcentre: { lag: 250, late: 0.001, lateMinutes: 2, twice: 0.004, gaps: 0.2, gapMinutes: 2 },
  workorder: { lag: 900, late: 0.01, lateMinutes: 12, twice: 0.012, gaps: 0.5, gapMinutes: 5, unitNames: 0.25 },
  app: { lag: 600, late: 0.006, lateMinutes: 20, twice: 0.02, gaps: 0.3, gapMinutes: 6, placeNames: 1 },
  wechat: { lag: 700, late: 0.01, lateMinutes: 15, twice: 0.03, gaps: 0.3, gapMinutes: 6, placeNames: 0.6 },
  mailbox: {
    lag: 2000,
    late: 0.02,
    lateMinutes: 60,
    twice: 0.01,
    gaps: 0.1,
    gapMinutes: 15,
    poll: 5 * MINUTE,
    placeNames: 1,
  },
  media: {
    lag: 5000,
    late: 0.05,
    lateMinutes: 45,
    twice: 0.03,
    gaps: 0.2,
    gapMinutes: 10,
    poll: MINUTE,
    placeNames: 0.5,
  },
  sensors: { lag: 400, late: 0.002, lateMinutes: 5, twice: 0.005, gaps: 0.3, gapMinutes: 8 },
  '12319': { lag: 1500, late: 0.02, lateMinutes: 30, twice: 0.02, gaps: 0.4, gapMinutes: 10, placeNames: 1 },
  petition: {
    lag: 3000,
    late: 0.05,
    lateMinutes: 120,
    twice: 0.01,
    gaps: 0.1,
    gapMinutes: 20,
    poll: 10 * MINUTE,
    placeNames: 1,
  },
};

/** A time in which a source is cut off. [from, to), Unix ms. */
export interface Outage {
  source: string;
  from: number;
  to: number;
}

export interface QuirkOptions {
  seed: number;
  /** false: events are delivered at the moment they happen, once, as they are. Outages hold all the same. */
  on: boolean;
  outages?: readonly Outage[];
}

const dialectOf = (source: string): Dialect => DIALECTS[source.slice(source.lastIndexOf('/') + 1)] ?? PLAIN;

/** The stage. Its gaps are also asked for by the heartbeats, which a source that is cut off cannot send. */
export class Quirks {
  private readonly gapsOf = new Map<string, Outage[]>();

  constructor(
    private readonly world: World,
    private readonly options: QuirkOptions,
  ) {}

  /** The gap that a source is in at this moment, if it is in one. */
  gap(source: string, at: number): Outage | undefined {
    const planned = this.options.outages?.find((gap) => gap.source === source && at >= gap.from && at < gap.to);
    if (planned || !this.options.on) return planned;
    return this.daily(source, at).find((gap) => at >= gap.from && at < gap.to);
  }

  /** Deliveries of these events, in order of sending. Every event comes at least once, and never before it happens. */
  deliver(events: readonly SimEvent[]): Delivery[] {
    const list: Delivery[] = [];
    for (const sim of events) this.push(list, sim);
    return list.sort((a, b) => a.at - b.at);
  }

  private push(list: Delivery[], { at, event }: SimEvent): void {
    if (!this.options.on) {
      list.push({ at: this.held(event.source, at), event });
      return;
    }
    const dialect = dialectOf(event.source);
    const rng = new Rng(this.options.seed, 'quirk', event.source, event.id);
    let sent = at + rng.exp(dialect.lag);
    if (rng.chance(dialect.late)) sent += rng.exp(dialect.lateMinutes) * MINUTE;
    if (dialect.poll) sent = Math.ceil(sent / dialect.poll) * dialect.poll;
    const told = this.inNames(event, dialect, rng);
    list.push({ at: this.held(event.source, Math.round(sent)), event: told });
    if (!rng.chance(dialect.twice)) return;
    list.push({ at: this.held(event.source, Math.round(sent + rng.exp(4) * MINUTE)), event: told });
  }

  /** What falls into a gap comes when it ends, in a burst that keeps the order. */
  private held(source: string, at: number): number {
    const gap = this.gap(source, at);
    if (!gap) return at;
    const after = gap.to + SECOND + Math.round((at - gap.from) / 60);
    return this.gap(source, after) ? this.held(source, after) : after;
  }

  private daily(source: string, at: number): Outage[] {
    const { tz } = this.world;
    const start = tz.dayStart(at);
    const key = `${source}|${start}`;
    let gaps = this.gapsOf.get(key);
    if (!gaps) {
      if (this.gapsOf.size > 5000) this.gapsOf.clear();
      const dialect = dialectOf(source);
      const rng = new Rng(this.options.seed, 'gap', source, tz.date(at));
      const end = tz.addDays(start, 1);
      gaps = Array.from({ length: rng.poisson(dialect.gaps) }, () => {
        const from = start + Math.floor(rng.next() * (end - start));
        return {
          source,
          from,
          to: Math.min(end, from + Math.round(rng.range(0.5, 1.5) * dialect.gapMinutes * MINUTE)),
        };
      });
      this.gapsOf.set(key, gaps);
    }
    return gaps;
  }

  private inNames(event: HotlineEvent, dialect: Dialect, rng: Rng): HotlineEvent {
    const places = dialect.placeNames !== undefined && rng.chance(dialect.placeNames);
    const units = dialect.unitNames !== undefined && rng.chance(dialect.unitNames);
    if (!places && !units) return event;
    const { placeNames, unitNames } = this.world;
    const data = { ...event.data } as { place?: Record<string, unknown>; district?: string; unit?: string };
    const name = (code: unknown): unknown => placeNames.get(code as string) ?? code;
    if (places && data.place) {
      const { district, street } = data.place;
      data.place = {
        ...data.place,
        ...(district ? { district: name(district) } : {}),
        ...(street ? { street: name(street) } : {}),
      };
    }
    if (places && data.district) data.district = name(data.district) as string;
    // A gauge has the unit of its value in a member of this name.
    if (units && data.unit && event.type.startsWith('hotline.ticket.'))
      data.unit = unitNames.get(data.unit) ?? data.unit;
    return { ...event, data } as HotlineEvent;
  }
}
