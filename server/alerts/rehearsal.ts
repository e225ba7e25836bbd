/**
 * A rehearsal: the engine on past or invented events with a clock of its own, beside the live city. Backtests, dry runs of
 * rules, tests and benches all run this; it folds with the same fact store and decides with the same engine.
 */
import { FACT_KINDS, type AlertRow, type Row } from '../../contract/fact.ts';
import type { City } from '../../contract/city.ts';
import type { Alerting, Rule } from '../../contract/rule.ts';
import { MINUTE, SECOND, zone } from '../../contract/time.ts';
import { ticketContext } from '../city/context.ts';
import { factStore, type Change, type FactStore } from '../facts/store.ts';
import { feeds as openFeeds, type Feeds } from '../feeds.ts';
import type { Entry, LogEvent } from '../log/log.ts';
import { Engine, type Held } from './engine.ts';
import type { HourCount } from './normal/normal.ts';
import type { SignalKind } from './signals/signal.ts';

/** Looks after which the loop is given back: the live city runs beside it. */
const TURNS = 20;

export interface RehearsalOptions {
  city: City;
  alerting: Alerting;
  signals: ReadonlyMap<string, SignalKind>;
  /** Counts of a rule's groups by hour in [from, to), for what is normal. */
  hours(rule: Rule, from: number, to: number): Promise<HourCount[]>;
  /** Where its clock begins, Unix ms. */
  start: number;
  /** How often rules are looked at, ms of its clock. */
  every?: number;
  /** Told of what changed, and of each moment at which it looked. */
  changed?(changes: readonly Change[]): void;
  looked?(moment: number): void;
}

/** An event and when it reaches the wall, Unix ms. */
export interface Delivery {
  due: number;
  event: LogEvent;
}

export class Rehearsal {
  readonly store: FactStore;
  engine: Engine;
  /** What the engine wrote, in order. */
  readonly written: LogEvent[] = [];
  /** What was held back at the last look. */
  held: Held[] = [];
  now: number;
  readonly #options: RehearsalOptions;
  #feeds: Feeds;
  #seq = 0;

  /** Throws ConditionError and RuleError. */
  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.now = options.start;
    this.store = factStore(ticketContext(options.city));
    this.#feeds = openFeeds(options.city.feeds);
    this.engine = this.#open();
  }

  #open(): Engine {
    const { city, alerting, signals, hours } = this.#options;
    const tz = zone(city.timeZone);
    const { work } = ticketContext(city, tz);
    return new Engine({
      alerting,
      signals,
      context: { city, zone: tz, isWorkday: work.isWorkday, feeds: (now) => this.#feeds.states(now), hours },
      now: this.now,
    });
  }

  /** Takes in events, as the log gives them, at the moment at which its clock stands. */
  take(events: readonly LogEvent[]): void {
    const entries: Entry[] = events.map((event) => ({ ...event, seq: ++this.#seq, taken: this.now }));
    this.#feeds.note(entries);
    const changes: Change[] = [];
    for (const entry of entries) {
      const change = this.store.apply(entry, this.now);
      if (change) changes.push(change);
    }
    this.#pass(changes);
  }

  #pass(changes: readonly Change[]): void {
    this.engine.apply(changes);
    this.#options.changed?.(changes);
  }

  /**
   * Moves its clock to `to`, taking in events as they come (in order of `due`), and looking at the rules at every whole
   * multiple of `every`.
   */
  async run(to: number, events: Iterable<Delivery> = []): Promise<void> {
    const every = this.#options.every ?? 10 * SECOND;
    const coming = events[Symbol.iterator]();
    let next = coming.next();
    let refreshed = -Infinity;
    let turns = 0;
    for (let moment = Math.floor(this.now / every) * every + every; moment <= to; moment += every) {
      const due: LogEvent[] = [];
      for (; !next.done && next.value.due <= moment; next = coming.next()) due.push(next.value.event);
      this.now = moment;
      if (due.length > 0) this.take(due);
      this.#pass(this.store.tick(moment));
      if (moment - refreshed >= MINUTE) {
        await this.engine.refresh(moment);
        refreshed = moment;
      }
      this.look();
      this.#options.looked?.(moment);
      if (++turns % TURNS === 0) await new Promise(setImmediate);
    }
  }

  /** Looks at the rules once and takes in what follows. */
  look(): void {
    const { events, held } = this.engine.evaluate(this.now);
    this.held = held;
    this.written.push(...events);
    this.take(events);
  }

  /** Forgets everything but the facts and the sources, as a restart of the server does. */
  async restart(): Promise<void> {
    const { silences } = this.engine;
    this.engine = this.#open();
    this.engine.silences = silences;
    for (const kind of FACT_KINDS)
      for (const row of this.store.rows(kind)) if (row) this.engine.apply([{ kind, before: null, after: row as Row }]);
    await this.engine.refresh(this.now);
  }

  /** All alerts that were ever raised, in the order in which they were. */
  alerts(): AlertRow[] {
    return (this.store.rows('alert') as (AlertRow | null)[])
      .filter((row): row is AlertRow => row !== null && row.raised !== null)
      .sort((a, b) => a.raised! - b.raised! || (a.id < b.id ? -1 : 1));
  }
}
