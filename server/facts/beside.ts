/**
 * Folds events into the facts that history has, beside the live ones: what is imported about the long past, and what an
 * archive gives back. The same fold as the live store's, so a fact is the same whichever way its events came.
 */
import { factIdOf, type FactKind } from '../../contract/fact.ts';
import type { FactRecord, History } from '../history/history.ts';
import type { LogEvent } from '../log/log.ts';
import { active, factOf, factStore } from './store.ts';
import type { TicketContext } from './ticket.ts';

/** A fact after events were folded into it. `fresh` are those that it did not know yet. */
export interface Folded {
  record: FactRecord;
  fresh: LogEvent[];
}

/** A fact and the events about it. */
export interface Matter {
  kind: FactKind;
  id: string;
  events: LogEvent[];
}

/** Name of a fact among all kinds. */
export const keyOf = (kind: FactKind, id: string): string => `${kind} ${id}`;

/** Sorts events by the fact that they are about. Those that are about none (heartbeats) come back as they are. */
export function mattersOf(events: readonly LogEvent[]): { matters: Map<string, Matter>; others: LogEvent[] } {
  const matters = new Map<string, Matter>();
  const others: LogEvent[] = [];
  for (const event of events) {
    const kind = factOf(event.type);
    if (!kind) {
      others.push(event);
      continue;
    }
    const id = factIdOf(kind, event.subject, event.at);
    const key = keyOf(kind, id);
    const matter = matters.get(key);
    if (matter) matter.events.push(event);
    else matters.set(key, { kind, id, events: [event] });
  }
  return { matters, others };
}

/** What became of each matter as of `now`, Unix ms. Nothing is written. */
export async function foldBeside(
  history: Pick<History, 'load'>,
  context: TicketContext,
  matters: Iterable<Matter>,
  now: number,
): Promise<Folded[]> {
  const list = [...matters];
  const store = factStore(context);
  for (const kind of new Set(list.map((matter) => matter.kind))) {
    const ids = list.filter((matter) => matter.kind === kind).map(({ id }) => id);
    store.restore(await history.load(kind, ids), now);
  }
  return list.map(({ kind, id, events }) => {
    const fresh = events.filter((event) => store.apply({ ...event, seq: 0, taken: now }, now) !== null);
    return { record: store.record(kind, id)!, fresh };
  });
}

/** Whether a fact must be among the live ones: open, or touched since `since`, Unix ms. */
export const isLive = ({ kind, row }: FactRecord, since: number): boolean => row.updated! >= since || active(kind, row);
