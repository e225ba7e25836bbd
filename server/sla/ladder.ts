/**
 * The ladder 催办 → 黄牌 → 红牌 of a city: which open ticket is supervised at which level, at which moment. It is fed by the
 * pairs that the fact store gives and finds what is due by the agenda, so that it costs nothing while nothing is due, however
 * many tickets are open. What it gives are events for the log: only when one is folded does the ticket stand on that step.
 */
import { CLOCK_SOURCE } from '../../contract/alert.ts';
import type { LadderLevel, LadderStep } from '../../contract/city.ts';
import type { Row, TicketRow } from '../../contract/fact.ts';
import { MINUTE } from '../../contract/time.ts';
import type { LogEvent } from '../log/log.ts';
import { agenda } from './agenda.ts';
import type { WorkTime } from './calendar.ts';
import { cardId, rankOf } from './clock.ts';
import { later } from './policy.ts';

/**
 * A step that is learned of so long after its moment, ms, belongs to a life that is being filled in. It waits until nothing
 * was heard of the ticket for a while: the rest of that life, which mostly ends well, comes a moment later.
 */
const LATE = 10 * MINUTE;
const WHILE = MINUTE;

/** What the ladder asks of the facts. */
export interface LadderFacts {
  /** Rows of tickets by slot. */
  rows(): readonly (Row | null)[];
  /** Since when the deadline of a ticket is the present one, Unix ms; null: it has none. */
  deadlineSince(id: string): number | null;
}

/** A pair as the fact store gives it; of it only the place and the row after are looked at. */
export interface LadderChange {
  kind: string;
  id: string;
  slot: number;
  after: Row | null;
}

export interface Ladder {
  /**
   * Takes in changes of facts at the city's time `now`; null: they are not new, history gave them back. What the clock alone
   * changes moves no step and is not wanted.
   */
  note(changes: readonly LadderChange[], now: number | null): void;
  /**
   * Events of the steps whose moment has come by `now`, in the order of their moments, at most `limit`. What it gave it does
   * not give again, unless told to.
   */
  due(now: number, limit: number): LogEvent[];
  /** These could not be logged: they are given again. */
  again(events: readonly LogEvent[]): void;
}

/** A ladder without tickets. `steps`: as the profile has them. */
export function ladder(steps: readonly LadderStep[], work: WorkTime, facts: LadderFacts): Ladder {
  const ranked = steps.map((step) => ({ ...step, rank: rankOf(step.level) }));
  /** By the moment of the next step. */
  const ready = agenda();
  /** The moment at which a slot is in `ready`; 0: it is not. */
  const moments: number[] = [];
  /** Steps that are held back, by the moment at which that ends. */
  const held = agenda();
  /** Of tickets by id: the last step that was given and is not folded yet. */
  const given = new Map<string, { slot: number; due: number; rank: number }>();

  const next = (row: TicketRow): { at: number; level: LadderLevel; rank: number } | null => {
    const { due, warn } = row;
    if (!row.open || due === null || row.done !== null) return null;
    const reached = Math.max(rankOf(row.supervision), given.get(row.id)?.rank ?? -1);
    let first: { at: number; level: LadderLevel; rank: number } | null = null;
    for (const step of ranked) {
      if (step.rank <= reached) continue;
      const base = step.after === 'due' ? due : (warn ?? due);
      if (first && base > first.at) continue;
      // The deadline has passed a millisecond after it, as for the clock of the row.
      const passed = step.after === 'due' && step.amount === 0 ? base + 1 : later(base, step, work);
      const at = Math.round(passed);
      if (!first || at < first.at) first = { at, level: step.level, rank: step.rank };
    }
    // Where little time is given, the warning lies before the start of the clock: it turns due-soon as it starts.
    if (first) first.at = Math.max(first.at, (facts.deadlineSince(row.id) ?? 0) + 1);
    return first;
  };
  const put = (slot: number, at: number | null): void => {
    ready.set(slot, at);
    moments[slot] = at ?? 0;
  };
  const place = (slot: number): void => {
    const row = facts.rows()[slot] as TicketRow | null | undefined;
    put(slot, (row && next(row)?.at) ?? null);
  };

  return {
    note(changes, now) {
      if (ranked.length === 0) return;
      for (const { kind, id, slot, after } of changes) {
        if (kind !== 'ticket') continue;
        const row = after as TicketRow | null;
        const last = given.get(id);
        if (last && (row?.due !== last.due || row.done !== null || rankOf(row.supervision) >= last.rank))
          given.delete(id);
        const step = row && next(row);
        held.set(slot, null);
        if (step && now !== null && step.at < now - LATE && moments[slot] !== step.at) {
          put(slot, null);
          held.set(slot, now + WHILE);
        } else put(slot, step?.at ?? null);
      }
    },
    due(now, limit) {
      const rows = facts.rows() as readonly (TicketRow | null)[];
      for (let slot = held.due(now); slot !== undefined; slot = held.due(now)) place(slot);
      const events: LogEvent[] = [];
      while (events.length < limit) {
        const slot = ready.due(now);
        if (slot === undefined) break;
        moments[slot] = 0;
        const row = rows[slot];
        const step = row && next(row);
        if (!step) continue;
        const { at, level, rank } = step;
        given.set(row.id, { slot, due: row.due!, rank });
        events.push({
          source: CLOCK_SOURCE,
          id: cardId(row.id, row.due!, level),
          type: 'hotline.ticket.supervised',
          subject: row.id,
          at,
          data: { level },
        });
        place(slot);
      }
      return events;
    },
    again(events) {
      for (const { subject } of events) {
        const last = given.get(subject);
        if (!last) continue;
        given.delete(subject);
        place(last.slot);
      }
    },
  };
}
