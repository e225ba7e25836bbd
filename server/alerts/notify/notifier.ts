/**
 * Tells people of alerts: follows the log of a city, puts a notice for everybody concerned into the outbox, and has it
 * sent. Only the server that holds the city does so; where it read to is kept, so that the next one goes on there.
 */
import type { AlertCard } from '../../../contract/alert.ts';
import type { City } from '../../../contract/city.ts';
import type { Route } from '../../../contract/rule.ts';
import { systemClock, type Clock } from '../../clock.ts';
import type { Lease } from '../../lease/lease.ts';
import { LogTrimmed, type Entry, type Log } from '../../log/log.ts';
import type { State } from '../../state/state.ts';
import { calmly } from './calmly.ts';
import type { Channel } from './channel.ts';
import { concernedBy } from './concerned.ts';
import { httpSender, type SendHttp } from './http.ts';
import { kindOf, noticeOf, placeOf, speaksForItself, type Locale } from './notice.ts';
import { openOutbox, type OutboxParts } from './outbox.ts';
import { recipientsOf } from './recipients.ts';
import { toldBook } from './told.ts';

export interface NotifierParts {
  city: Pick<City, 'id' | 'names' | 'timeZone'>;
  log: Pick<Log, 'epoch' | 'read' | 'head' | 'first' | 'watch'>;
  state: State;
  lease: Pick<Lease, 'token' | 'watch'>;
  /** Who is told of what, as it is now. */
  routes(): readonly Route[];
  /** The card of an alert as far as the log is folded here; null while it is not. */
  cardOf(id: string): AlertCard | null;
  unitName(id: string, locale: Locale): string;
  channels: ReadonlyMap<string, Channel>;
  /** Address of the wall for those who are told. */
  wallUrl: string;
  onError(error: unknown): void;
  random?: () => number;
  /** The machine's clock, not the city's: receivers count and check by it. */
  machine?: Clock;
  http?: SendHttp;
  bounds?: OutboxParts['bounds'];
  /** How often it looks for what is due, ms. */
  every?: number;
  /** How long a step waits until its alert is folded here, ms. */
  patience?: number;
}

export interface Notifier {
  figures(): Record<'waiting' | 'sent' | 'failed' | 'dropped', number>;
  /** Ends when nothing is being sent any more. */
  close(): Promise<void>;
}

const EVERY = 1000;
const BATCH = 1000;
/** A cursor that passed over nothing of concern is kept now and then only. */
const UNKEPT = 20_000;
/** How long a card that is not known is waited for before its step is passed over, ms. */
const PATIENCE = 30_000;

/** Starts telling. */
export function startNotifier(parts: NotifierParts): Notifier {
  const { city, log, state, lease, routes, cardOf, unitName, channels, wallUrl, every = EVERY } = parts;
  const { random = Math.random, machine = systemClock, http = httpSender(), bounds, patience = PATIENCE } = parts;
  const onError = calmly(parts.onError);
  const cursorId = `notify:${city.id}`;
  const place = placeOf(city, wallUrl);
  const outbox = openOutbox({ place, state, lease, machine, channels, http, random, onError, bounds });
  const told = toldBook(state, city.id, machine);
  const nameOf = (unit: string) => ({ zh: unitName(unit, 'zh'), en: unitName(unit, 'en') });
  /** Strangers that were told of already. */
  const named = new Set<string>();
  let held: number | null = null;
  let seq = 0;
  let keptSeq = 0;
  let missing = { seq: 0, since: 0 };
  let closed = false;
  let woken = false;
  let stir: () => void = () => undefined;
  let worked = -Infinity;

  async function keepCursor(): Promise<void> {
    await state.put('cursors', cursorId, { epoch: log.epoch, seq });
    keptSeq = seq;
  }

  /** Takes over where the last holder was; nobody is told of what was before there was any. */
  async function gain(token: number): Promise<void> {
    const kept = (await state.get('cursors', cursorId)) as { epoch: string; seq: number } | null;
    const good = kept?.epoch === log.epoch && kept.seq <= log.head();
    seq = good ? kept.seq : log.head();
    if (!good) await keepCursor();
    keptSeq = seq;
    await outbox.load();
    held = token;
  }

  /** Puts in the notices of one step. False: its alert is not known here yet. */
  async function tell(entry: Entry): Promise<boolean> {
    const card = cardOf(entry.subject);
    if (!card && !speaksForItself(entry)) {
      if (missing.seq !== entry.seq) missing = { seq: entry.seq, since: performance.now() };
      if (performance.now() - missing.since < patience) return false;
      onError(new Error(`${city.id}: nobody was told of ${entry.type} ${entry.subject}, of which nothing is known`));
      return true;
    }
    const notice = noticeOf(entry, card, nameOf);
    const before = await told.of(entry.subject);
    const { to, strangers } = concernedBy(entry, notice, card, before, routes(), await recipientsOf(state, city.id));
    for (const id of strangers.filter((id) => !named.has(id))) {
      named.add(id);
      onError(new Error(`${city.id}: a route names the recipient ${id}, whom nobody has set up`));
    }
    // In the order of the steps, and the same for the same step, however often it is read.
    const step = `${String(entry.taken).padStart(15, '0')}|${String(entry.seq).padStart(12, '0')}|${entry.id}`;
    await outbox.enqueue(to.map(({ id, opens }) => ({ id: `${step}|${id}`, recipient: id, notice, opens })));
    await told.note(entry.subject, to.map(({ id }) => id), notice.kind); // prettier-ignore
    return true;
  }

  /** Reads on to the end of the log. Returns whether it put anything in. */
  async function follow(token: number): Promise<boolean> {
    let some = false;
    while (!closed && lease.token === token) {
      if (seq < log.first() - 1) {
        onError(
          new Error(`${city.id}: alerts of ${log.first() - 1 - seq} entries that the log let go of were not told`),
        );
        seq = log.first() - 1;
      }
      const entries = await log.read(seq, BATCH).catch((error: unknown) => {
        // Trimmed between the two calls: the next round begins where the log does.
        if (error instanceof LogTrimmed) return null;
        throw error;
      });
      if (entries?.length === 0) return some;
      for (const entry of entries ?? []) {
        const kind = kindOf(entry);
        if (kind && (closed || lease.token !== token || !(await tell(entry)))) return some;
        seq = entry.seq;
        if (kind) await keepCursor();
        some ||= kind !== undefined;
      }
      if (seq - keptSeq >= UNKEPT) await keepCursor();
    }
    return some;
  }

  const turn = async (): Promise<void> => {
    const { token } = lease;
    if (token === null) return void (held = null);
    if (held !== token) await gain(token);
    const some = await follow(token);
    // The log wakes it for every ticket; the outbox need not be looked through so often.
    if (!some && performance.now() - worked < every / 2) return;
    worked = performance.now();
    // Not waited for: a slow receiver keeps nobody else waiting.
    outbox.work().catch(onError);
  };
  /** Until there may be something to do; `deaf`: until the time is over or it ends. */
  const pause = (deaf: boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, every);
      stir = () => {
        if (!closed && (deaf || !woken)) return;
        clearTimeout(timer);
        resolve();
      };
      stir();
    });
  const run = async (): Promise<void> => {
    while (!closed) {
      let failed = false;
      woken = false;
      try {
        await turn();
      } catch (error) {
        failed = true;
        onError(error);
      }
      await pause(failed);
    }
  };
  const wake = (): void => {
    woken = true;
    stir();
  };
  const unwatch = [log.watch(wake), lease.watch(wake)];
  const running = run();

  return {
    figures: () => outbox.figures(),
    async close() {
      closed = true;
      for (const stop of unwatch) stop();
      stir();
      await running;
      await outbox.close();
    },
  };
}
