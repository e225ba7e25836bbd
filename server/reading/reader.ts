/**
 * Has read what citizens say: while this server holds the city, every new ticket and mention goes to the thread that finds
 * issues and, where it came without a category, suggests one; what follows is written into the log as steps of their lives.
 * All servers see it come back. It works behind the fold, a bounded lot at a time, so that no number waits for it.
 */
import { DESK_SOURCE } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import type { FactKind, IssueRow, MentionRow, Row, TicketRow } from '../../contract/fact.ts';
import { DAY, MINUTE } from '../../contract/time.ts';
import type { Change as FactChange } from '../facts/store.ts';
import type { Lease } from '../lease/lease.ts';
import { LogUnavailable, type Entry, type Log } from '../log/log.ts';
import type { Desk } from './desk.ts';
import { teaches } from './labels.ts';
import type { CallName, Calls } from './messages.ts';
import { keyOf, readRow, saidOf, type Key } from './said.ts';

/** What was said longer ago belongs to nothing that is hot now. */
export const KEPT = 30 * DAY;
/** An issue to which nothing came for so long is over. */
export const COOL = 14 * DAY;
/** Waiting for their turn; beyond it the oldest are not read, and counted. */
const MOST = 50_000;
/** How long it reads before it writes down what it found, ms of machine time. */
const BUDGET = 700;
/** Rows that cross to the thread at once: some milliseconds of the main thread. */
const LOT = 200;
/** After a failure nothing is read for so long, ms. */
const REST = 10_000;

export interface ReaderParts {
  city: City;
  log: Log;
  lease: Lease;
  /** Null: nothing is read. */
  desk: Desk | null;
  rows(kind: FactKind): readonly (Row | null)[];
  /** Log position that the facts include. */
  seq(): number;
  /** The city's time, Unix ms. */
  now(): number;
  /** Machine time, ms. */
  clock(): number;
  onError(error: unknown): void;
}

export interface Reader {
  /** Takes in entries of the log and what became of the facts. */
  note(entries: readonly Entry[], changes: readonly FactChange[]): void;
  /** Call it once a second. */
  beat(): void;
  figures(): Record<string, number>;
  stop(): Promise<void>;
}

/** Whether a fact says something new to read. */
const speaks = (before: TicketRow | MentionRow | null, after: TicketRow | MentionRow): boolean =>
  !before || before.title !== after.title || before.text !== after.text;

/** Takes at most a lot of entries out of a map, the oldest first. */
function lotOf<K, V>(map: Map<K, V>): V[] {
  const lot: V[] = [];
  for (const [key, value] of map) {
    map.delete(key);
    if (lot.push(value) === LOT) break;
  }
  return lot;
}

export function startReader(parts: ReaderParts): Reader {
  const { log, lease, now, clock, onError, desk } = parts;
  /** What is to be read, in the order in which it came. */
  const waiting = new Map<Key, TicketRow | MentionRow>();
  /** Given to the thread, and what follows of it is not written yet. */
  const inHand = new Map<Key, TicketRow | MentionRow>();
  /** Tickets whose category, unit or words changed since the thread was told of them, with what it was told. */
  const taught = new Map<string, { before: TicketRow | null; after: TicketRow }>();
  /** Grows when what the thread knows is not what the facts say any more; `known` is the one that it was told. */
  let era = 0;
  let known = -1;
  const forget = (): void => {
    era++;
    // Nothing of it was written: it is read again, unless it says something else by now.
    for (const [key, row] of inHand) if (!waiting.has(key)) waiting.set(key, row);
    inHand.clear();
  };
  let unread = 0;
  let written = 0;
  let working: Promise<void> | null = null;
  let stopped = false;
  let coolDue = 0;
  let calibrationDue = now() + DAY;
  let restsUntil = -Infinity;
  let figures: Record<string, number> = {};

  // What the holder before wrote is to be known first.
  const unwatch = lease.watch((token) => {
    if (token === null) {
      forget();
      // Whoever holds the city now reads it.
      waiting.clear();
      if (known >= 0) call('close', null).catch(() => undefined);
    } else written = Math.max(written, log.head());
  });

  const due = (row: TicketRow | MentionRow): boolean => saidOf(row).at >= now() - KEPT;
  const call = <C extends CallName>(name: C, given: Parameters<Calls[C]>[0]): Promise<ReturnType<Calls[C]>> =>
    desk!.call(parts.city.id, name, given);

  /** Tells the thread what the facts say: what was decided is known, what was not is read now. */
  const open = async (mine: number): Promise<void> => {
    const rows = [...parts.rows('ticket'), ...parts.rows('mention')].filter(
      (row): row is TicketRow | MentionRow => row !== null && due(row as TicketRow | MentionRow),
    );
    rows.sort((a, b) => saidOf(a).at - saidOf(b).at || (a.id < b.id ? -1 : 1));
    const issues = parts.rows('issue').filter((row): row is IssueRow => row !== null);
    // What changes from here on is told after it.
    taught.clear();
    const { language, places, lexicon, suggestions } = parts.city;
    await call('open', {
      places,
      lexicon,
      ...(language !== undefined && { language }),
      ...(suggestions && { suggestions }),
    });
    for (let from = 0; from < rows.length && era === mine && !stopped; from += LOT)
      await call('restore', rows.slice(from, from + LOT).map(readRow));
    if (era !== mine || stopped) return;
    // An issue is known after all its members.
    await call('known', issues);
    known = mine;
  };

  const read = async (): Promise<void> => {
    if (lease.token === null || parts.seq() < written) return;
    const mine = era;
    const goesOn = (): boolean => era === mine && !stopped;
    if (known !== mine) await open(mine);
    while (taught.size > 0 && goesOn())
      await call(
        'learn',
        lotOf(taught).map(({ before, after }) => [before && readRow(before), readRow(after)]),
      );
    const began = clock();
    while (waiting.size > 0 && goesOn() && clock() - began < BUDGET) {
      const lot = lotOf(waiting);
      for (const row of lot) inHand.set(keyOf(row), row);
      await call('read', lot.map(readRow));
    }
    if (!goesOn()) return;
    const moment = now();
    const calibrate = moment >= calibrationDue;
    if (calibrate) calibrationDue = moment + DAY;
    const cools = moment >= coolDue;
    if (cools) coolDue = moment + 10 * MINUTE;
    const drained = await call('drain', {
      now: moment,
      idle: waiting.size === 0,
      calibrate,
      ...(cools && { cool: { before: moment - COOL, since: moment - KEPT } }),
    });
    ({ figures } = drained);
    if (!goesOn()) return;
    if (drained.events.length > 0) {
      const appended = await log.append(drained.events, moment);
      written = Math.max(...appended.map(({ seq }) => seq));
    }
    inHand.clear();
  };

  return {
    note(entries, changes) {
      if (!desk || lease.token === null) return;
      // What a desk did with an issue is in the facts whole: whoever reads begins anew from them.
      if (entries.some(({ type, source }) => source === DESK_SOURCE && type.startsWith('hotline.issue.'))) forget();
      for (const { kind, before, after } of changes) {
        if ((kind !== 'ticket' && kind !== 'mention') || !after) continue;
        const row = after as TicketRow | MentionRow;
        const was = before as TicketRow | MentionRow | null;
        if (!due(row)) continue;
        if (kind === 'ticket' && teaches(was as TicketRow | null, row as TicketRow)) {
          const told = taught.get(row.id);
          taught.set(row.id, { before: told ? told.before : (was as TicketRow | null), after: row as TicketRow });
        }
        if (!speaks(was, row)) continue;
        waiting.set(keyOf(row), row);
        if (waiting.size <= MOST) continue;
        waiting.delete(waiting.keys().next().value!);
        unread++;
      }
    },
    beat() {
      if (!desk || working || stopped || clock() < restsUntil) return;
      working = read()
        .catch((error: unknown) => {
          // What could not be written or read is worked out anew from the facts.
          forget();
          if (stopped) return;
          if (!(error instanceof LogUnavailable)) {
            restsUntil = clock() + REST;
            onError(error);
          }
        })
        .finally(() => (working = null));
    },
    figures: () => ({ to_read: waiting.size, unread, ...figures }),
    async stop() {
      stopped = true;
      unwatch();
      await working;
    },
  };
}
