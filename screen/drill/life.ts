/** A ticket's life as the drawer tells it. Pure. */
import type { TicketRow } from '../../contract/fact.ts';

export interface Milestone {
  name: 'created' | 'dispatched' | 'accepted' | 'replied' | 'closed';
  at: number | null;
  /** Unit that took it on, with the dispatch. */
  unit?: string | null;
}

/** 受理 → 派单 → 签收 → 答复 → 办结, each with its time or null. */
export function milestonesOf(ticket: TicketRow): Milestone[] {
  return [
    { name: 'created', at: ticket.created },
    { name: 'dispatched', at: ticket.dispatched, unit: ticket.unit },
    { name: 'accepted', at: ticket.accepted },
    { name: 'replied', at: ticket.replied },
    { name: 'closed', at: ticket.closed },
  ];
}

export type Deadline =
  | { state: 'none' | 'met' | 'missed' }
  /** `ms` left, or past due when `over`. */
  | { state: 'left' | 'over'; ms: number; soon: boolean };

/** How the ticket stands to its deadline at this moment of the city's clock. */
export function deadlineOf(ticket: TicketRow, now: number): Deadline {
  if (ticket.clock === 'met' || ticket.clock === 'missed') return { state: ticket.clock };
  if (ticket.due === null || ticket.clock === null || ticket.clock === 'none') return { state: 'none' };
  const left = ticket.due - now;
  if (left <= 0) return { state: 'over', ms: -left, soon: true };
  return { state: 'left', ms: left, soon: ticket.warn !== null && now >= ticket.warn };
}
