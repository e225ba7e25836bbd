/**
 * The facts of one city that are alive: all open ones and those touched within the horizon. A fact changes only
 * here, by an entry of the log or by the clock, and every change is given back as a pair (rule F1).
 */
import {
  compareSteps,
  factIdOf,
  FACT_FIELDS,
  FACT_KINDS,
  type AlertRow,
  type FactKind,
  type IssueRow,
  type Row,
  type RowsByKind,
  type Step,
  type TicketRow,
} from '../../contract/fact.ts';
import { matterOf, stepOf, type EntryType } from '../../contract/event.ts';
import type { FactRecord } from '../history/history.ts';
import type { Entry, LogEvent } from '../log/log.ts';
import { agenda } from '../sla/agenda.ts';
import { foldAlert } from './alert.ts';
import { foldCall } from './call.ts';
import { foldGauge } from './gauge.ts';
import { foldIssue } from './issue.ts';
import { foldMention } from './mention.ts';
import { clockState, copyTicket, foldTicket, nextMoment, type TicketContext, type TicketState } from './ticket.ts';

/** A change of one fact. `slot` is its place among the rows of its kind; views that are being built look at it. */
export interface Change {
  kind: FactKind;
  id: string;
  slot: number;
  before: Row | null;
  after: Row | null;
}

interface Fact {
  slot: number;
  steps: Step[];
  row: Row | null;
  /** Of a ticket: where its fold stands. */
  state: TicketState | null;
}

/** Facts of one kind: by id, and as a dense table of rows that can be scanned by slot. */
class Table {
  readonly facts = new Map<string, Fact>();
  readonly rows: (Row | null)[] = [];
  readonly #free: number[] = [];

  take(id: string): Fact {
    let fact = this.facts.get(id);
    if (!fact) {
      const slot = this.#free.pop() ?? this.rows.push(null) - 1;
      this.facts.set(id, (fact = { slot, steps: [], row: null, state: null }));
    }
    return fact;
  }

  drop(id: string): void {
    const fact = this.facts.get(id);
    if (!fact) return;
    this.facts.delete(id);
    this.rows[fact.slot] = null;
    this.#free.push(fact.slot);
  }
}

/** Kind of the fact that events of a type concern, or null (heartbeats make no facts). */
export function factOf(type: EntryType): FactKind | null {
  const matter = matterOf(type);
  return Object.hasOwn(FACT_FIELDS, matter) ? (matter as FactKind) : null;
}

/** Puts a step in its place. Returns null when it is there already (rule E3 holds in the fact as well). */
export function insertStep(steps: readonly Step[], step: Step): Step[] | null {
  let i = steps.length;
  while (i > 0) {
    const order = compareSteps(steps[i - 1]!, step);
    if (order === 0) return null;
    if (order < 0) break;
    i--;
  }
  return i === steps.length ? [...steps, step] : [...steps.slice(0, i), step, ...steps.slice(i)];
}

/** An event as a step of the fact it is about. */
export const stepFrom = ({ at, type, source, id, data }: LogEvent): Step => ({
  at,
  type: stepOf(type),
  source,
  id,
  data,
});

/**
 * The row under which history keeps the steps of a fact whose birth is not known yet. It has no time of birth and is
 * neither open nor waiting, so no measure counts it.
 */
function unborn(kind: FactKind, id: string, steps: readonly Step[]): Row {
  const fields = Object.entries(FACT_FIELDS[kind]).map(([name, role]) => [name, role === 'list' ? [] : null]);
  return { ...Object.fromEntries(fields), id, updated: steps.at(-1)!.at } as Row;
}

export interface FactStore {
  has(kind: FactKind, id: string): boolean;
  /** Folds one entry at the city's time `now`; null when nothing changed. */
  apply(entry: Entry, now: number): Change | null;
  /** Takes in facts that history gave back, as of `now`. They must not be here already. */
  restore(records: readonly FactRecord[], now: number): Change[];
  /** Moves the clock on: tickets whose moment has come, in the order of their moments, at most `limit`. */
  tick(now: number, limit?: number): Change[];
  /** Since when the deadline of a ticket is the present one, Unix ms: its clock's last start or move. Null: it has none. */
  deadlineSince(id: string): number | null;
  /** Rows of a kind by slot; null where a slot is empty or a fact is not born yet. */
  rows(kind: FactKind): readonly (Row | null)[];
  /** The record of a fact, for history. Undefined when it is not here. */
  record(kind: FactKind, id: string): FactRecord | undefined;
  /** Lets go of resting facts last touched before `horizon` for which `kept` says that history has them. */
  evict(horizon: number, kept: (kind: FactKind, id: string) => boolean): Change[];
  count(kind: FactKind): number;
}

/** Whether a fact is among the live ones however old it is. */
export const active = (kind: FactKind, row: Row): boolean =>
  kind === 'call'
    ? (row as RowsByKind['call']).waiting === true
    : (kind === 'ticket' || kind === 'alert' || kind === 'issue') &&
      (row as TicketRow | AlertRow | IssueRow).open === true;

/** An empty store. `context` holds what the fold needs of the city. */
export function factStore(context: TicketContext): FactStore {
  const tables = Object.fromEntries(FACT_KINDS.map((kind) => [kind, new Table()])) as Record<FactKind, Table>;
  const moments = agenda();
  const ticketIds: string[] = [];

  const fold = (kind: FactKind, id: string, fact: Fact, now: number, appended: boolean): Row | null => {
    if (kind === 'call') return foldCall(id, fact.steps);
    if (kind === 'mention') return foldMention(id, fact.steps, context);
    if (kind === 'alert') return foldAlert(id, fact.steps);
    if (kind === 'gauge') return foldGauge(id, fact.steps);
    if (kind === 'issue') return foldIssue(id, fact.steps);
    fact.state = foldTicket(id, fact.steps, context, fact.state, appended);
    const { row } = fact.state;
    row.clock = clockState(row, now);
    return row.created === null ? null : row;
  };
  const settle = (kind: FactKind, id: string, fact: Fact, row: Row | null, now: number): Change => {
    const change = { kind, id, slot: fact.slot, before: fact.row, after: row };
    fact.row = row;
    tables[kind].rows[fact.slot] = row;
    if (kind === 'ticket') {
      ticketIds[fact.slot] = id;
      moments.set(fact.slot, row === null ? null : nextMoment(row as TicketRow, now));
    }
    return change;
  };

  return {
    has: (kind, id) => tables[kind].facts.has(id),
    apply(entry, now) {
      const kind = factOf(entry.type);
      if (!kind) return null;
      const id = factIdOf(kind, entry.subject, entry.at);
      const fact = tables[kind].take(id);
      const step = stepFrom(entry);
      const steps = insertStep(fact.steps, step);
      if (!steps) return null;
      fact.steps = steps;
      const appended = steps.at(-1) === step;
      return settle(kind, id, fact, fold(kind, id, fact, now, appended), now);
    },
    restore(records, now) {
      const changes: Change[] = [];
      for (const { kind, row, steps } of records) {
        const fact = tables[kind].take(row.id);
        fact.steps = steps;
        changes.push(settle(kind, row.id, fact, fold(kind, row.id, fact, now, false), now));
      }
      return changes;
    },
    tick(now, limit = Infinity) {
      const changes: Change[] = [];
      while (changes.length < limit) {
        const slot = moments.due(now);
        if (slot === undefined) break;
        const id = ticketIds[slot]!;
        const fact = tables.ticket.facts.get(id)!;
        const row = copyTicket(fact.row as TicketRow);
        row.clock = clockState(row, now);
        fact.state = { ...fact.state!, row };
        changes.push(settle('ticket', id, fact, row, now));
      }
      return changes;
    },
    deadlineSince: (id) => tables.ticket.facts.get(id)?.state?.clock.since ?? null,
    rows: (kind) => tables[kind].rows,
    record(kind, id) {
      const fact = tables[kind].facts.get(id);
      if (!fact || fact.steps.length === 0) return undefined;
      return { kind, row: fact.row ?? unborn(kind, id, fact.steps), steps: fact.steps } as FactRecord;
    },
    evict(horizon, kept) {
      const changes: Change[] = [];
      for (const kind of Object.keys(tables) as FactKind[]) {
        for (const [id, fact] of tables[kind].facts) {
          const { row } = fact;
          if (!row || active(kind, row) || row.updated! >= horizon || !kept(kind, id)) continue;
          changes.push({ kind, id, slot: fact.slot, before: row, after: null });
          if (kind === 'ticket') moments.set(fact.slot, null);
          tables[kind].drop(id);
        }
      }
      return changes;
    },
    count: (kind) => tables[kind].facts.size,
  };
}
