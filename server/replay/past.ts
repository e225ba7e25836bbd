/**
 * A city at a past moment: the same fold, the same views and rooms as the live city's, on a clock of its own. It lives in a
 * thread of its own (thread.ts), so that the live city does not feel it; here is what it does, without the thread.
 */
import type { AlertRow, FactKind, Row } from '../../contract/fact.ts';
import { FACT_KINDS, subjectOf } from '../../contract/fact.ts';
import type { City } from '../../contract/city.ts';
import type { Frame } from '../../contract/protocol.ts';
import type { Rule } from '../../contract/rule.ts';
import { zone } from '../../contract/time.ts';
import { cardOf } from '../alerts/book.ts';
import { Engine } from '../alerts/engine.ts';
import { hoursOf } from '../alerts/normal/hours.ts';
import type { SignalKind } from '../alerts/signals/signal.ts';
import { ticketContext } from '../city/context.ts';
import { residentsOf } from '../city/residents.ts';
import { active, factStore, type Change } from '../facts/store.ts';
import { feeds as openFeeds } from '../feeds.ts';
import type { History } from '../history/history.ts';
import { Rooms } from '../hub/rooms.ts';
import type { Entry } from '../log/log.ts';
import type { View, ViewContext } from '../views/view.ts';
import { replayClock } from './clock.ts';
import { dueIn, recordAt, upTo, type Due, type Life } from './lives.ts';

/** Facts untouched for so long before the range are not needed: the longest window and what it is compared with, ms. */
const HORIZON = 39 * 86_400_000;
/** Facts that one replay may hold. */
export const FACTS_MAX = 400_000;
/** Steps that are taken one by one; a longer way is gone by folding anew. */
const LONG_WAY = 20_000;
const SLICE = 5000;
/** The normal of a surge is read anew this often, ms of the past. */
const REFRESH = 60_000;

export class TooMuch extends Error {}

export interface PastOptions {
  city: City;
  /** What stands for the city in rooms. */
  id: string;
  from: number;
  to: number;
  views: ReadonlyMap<string, View>;
  signals: ReadonlyMap<string, SignalKind>;
  /** Rules as they are now, for the numbers on cards of alerts. */
  rules: Rule[];
  history: Pick<History, 'recent' | 'count'>;
  /** Machine time, ms. */
  machine(): number;
  send(frame: Frame): void;
  /** Rooms begin anew, so that viewers must join again. */
  onMoved(): void;
  onError(error: unknown): void;
}

export class Past {
  readonly clock;
  readonly #store;
  readonly #zone;
  readonly #context;
  readonly #options: PastOptions;
  #feeds;
  /** Lives that change within the range, or could by the clock. */
  #moving: Life[] = [];
  #due: Due[] = [];
  #taken = 0;
  #rooms: Rooms;
  #engine: Engine | null = null;
  #refreshed = -Infinity;
  #epoch = 0;
  #seq = 0;
  #now: number;
  /** Going to a moment is done in turn; beats wait for it. */
  #going: Promise<void> | null = null;

  constructor(options: PastOptions) {
    const { city, from, to } = options;
    this.#options = options;
    this.#zone = zone(city.timeZone);
    this.#context = ticketContext(city, this.#zone);
    this.#store = factStore(this.#context);
    this.#feeds = openFeeds(city.feeds);
    this.#now = from;
    this.clock = replayClock(from, to);
    this.#rooms = this.#open();
  }

  get rooms(): Rooms {
    return this.#rooms;
  }
  /** The moment that the facts are of, Unix ms. */
  get now(): number {
    return this.#now;
  }
  rows(kind: FactKind): readonly (Row | null)[] {
    return this.#store.rows(kind);
  }
  /** A fact with its life so far. */
  record(kind: FactKind, id: string) {
    return this.#store.record(kind, id);
  }

  /** Fetches the facts of the range. `told` is given how many there are. Rejects with TooMuch. */
  async load(told: (facts: number) => void): Promise<void> {
    const { history, from, to } = this.#options;
    let facts = 0;
    for (const kind of FACT_KINDS) {
      for await (const records of history.recent(kind, from - HORIZON, to + 1)) {
        const lives = records.map(({ row, steps }): Life => ({ kind, id: row.id, steps })).filter(({ steps }) => steps.length > 0 && steps[0]!.at <= to);
        facts += lives.length;
        if (facts > FACTS_MAX) throw new TooMuch(`more than ${FACTS_MAX} facts were there in this time: take a shorter one`);
        told(facts);
        this.#store.restore(lives.filter(({ steps }) => steps[0]!.at <= from).map((life) => recordAt(life, from)), from);
        for (const life of lives) {
          const row = this.#store.record(kind, life.id)?.row;
          if (life.steps.at(-1)!.at > from || (row && active(kind, row))) this.#moving.push(life);
        }
      }
    } // prettier-ignore
    this.#due = dueIn(this.#moving, from, to);
  }

  #open(): Rooms {
    const { city, id, views, history, machine, send, onError } = this.#options;
    const context: ViewContext = {
      city,
      zone: this.#zone,
      count: (query) => history.count(query),
      feeds: (at) => this.#feeds.states(at),
      card: (alert, at) => cardOf(alert, this.#sees(alert, at)),
      residents: residentsOf(city),
    };
    return new Rooms({
      city: id,
      epoch: `${id}.${this.#epoch++}`,
      views,
      context,
      rows: (kind) => this.#store.rows(kind),
      now: () => this.#now,
      log: () => this.#seq,
      machine,
      send: (frame) => send(frame),
      onError,
    });
  }

  /** What the rule of an alert sees at this moment; the engine is set up when the first card is looked at. */
  #sees(alert: AlertRow, at: number) {
    // How long a source was silent is not known from facts: what was written then stands.
    if (!alert.open || alert.raised === null || (alert.source !== null && alert.family === 'feed')) return null;
    this.#engine ??= this.#startEngine();
    return this.#engine.sees(alert.id, at);
  }

  #startEngine(): Engine {
    const { city, signals, rules, history } = this.#options;
    const engine = new Engine({
      alerting: { ...city.alerting, rules },
      signals,
      context: {
        city,
        zone: this.#zone,
        isWorkday: this.#context.work.isWorkday,
        feeds: (at) => this.#feeds.states(at),
        hours: (rule, after, until) => hoursOf(history, rule, after, until),
      },
      now: this.#now,
    });
    for (const kind of FACT_KINDS)
      for (const row of this.#store.rows(kind)) if (row) engine.apply([{ kind, before: null, after: row }]);
    this.#refreshed = -Infinity;
    return engine;
  }

  #pass(changes: readonly Change[]): void {
    this.#engine?.apply(changes);
    this.#rooms.apply(changes);
  }

  /** Takes the steps up to a moment one by one, as they came. */
  #forward(to: number): void {
    const end = upTo(this.#due, to);
    const changes: Change[] = [];
    const entries: Entry[] = [];
    for (; this.#taken < end; this.#taken++) {
      const { life, step } = this.#due[this.#taken]!;
      const { at, source, id, data } = step;
      const entry: Entry = { seq: ++this.#seq, taken: at, at, source, id, subject: subjectOf(life.kind, life.id), type: `hotline.${step.type}` as Entry['type'], data }; // prettier-ignore
      entries.push(entry);
      const change = this.#store.apply(entry, at);
      if (change) changes.push(change);
    }
    this.#now = to;
    this.#feeds.note(entries);
    changes.push(...this.#store.tick(to));
    this.#pass(changes);
    this.#rooms.beat();
  }

  /** Folds what moves as it was at a moment. Views cannot go back in time: rooms begin anew. */
  async #jump(to: number): Promise<void> {
    this.#engine = null;
    for (let i = 0; i < this.#moving.length; i += SLICE) {
      this.#store.restore(this.#moving.slice(i, i + SLICE).map((life) => recordAt(life, to)), to); // prettier-ignore
      await new Promise(setImmediate);
    }
    this.#now = to;
    this.#taken = upTo(this.#due, to);
    this.#seq = this.#taken;
    this.#store.tick(to);
    this.#feeds = openFeeds(this.#options.city.feeds);
    this.#feeds.note(this.#lately(to));
    this.#rooms.close();
    this.#rooms = this.#open();
    this.#options.onMoved();
  }

  /** The entries of the minutes before, from which the state of the sources is known. */
  #lately(to: number): Entry[] {
    return this.#due.slice(Math.max(0, this.#taken - SLICE), this.#taken).map(
      ({ life, step: { at, source, id, type, data } }, i): Entry => ({ seq: i + 1, taken: Math.min(at, to), at, source, id, subject: subjectOf(life.kind, life.id), type: `hotline.${type}` as Entry['type'], data }),
    ); // prettier-ignore
  }

  /** Goes to a moment in the range. Resolves when its facts are those of that moment. */
  go(at: number): Promise<void> {
    this.clock.go(at, this.#options.machine());
    const goal = this.clock.at(this.#options.machine());
    const before = this.#going ?? Promise.resolve();
    const move = async (): Promise<void> => {
      await before;
      const way = upTo(this.#due, goal) - this.#taken;
      if (goal >= this.#now && way <= LONG_WAY) this.#forward(goal);
      else await this.#jump(goal);
    };
    const going = move();
    this.#going = going.finally(() => {
      if (this.#going === kept) this.#going = null;
    });
    const kept = this.#going;
    return going;
  }

  /** Moves on to where its clock is. Call it often: ten times a second. */
  beat(): void {
    if (this.#going) return;
    const goal = this.clock.at(this.#options.machine());
    if (goal > this.#now) this.#forward(goal);
    else this.#rooms.beat();
    if (this.#engine && this.#now - this.#refreshed >= REFRESH) {
      this.#refreshed = this.#now;
      void this.#engine.refresh(this.#now).catch(this.#options.onError);
    }
  }

  close(): void {
    this.#rooms.close();
  }
}
