/** Deadline policies of a city: which limit a ticket has, when it is due and when it turns due-soon. */
import type { Policy } from '../../contract/city.ts';
import { compile } from '../../contract/condition.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { HOUR } from '../../contract/time.ts';
import type { WorkTime } from './calendar.ts';

export interface Deadlines {
  /** When a ticket of this content, whose clock started at `start`, is due; null when no policy fits. */
  due(ticket: TicketRow, start: number): number | null;
  /** When it turns due-soon, for a deadline `due`. */
  warn(ticket: TicketRow, due: number): number;
}

type Span = Policy['limit'];

/** Compiles the policies of a profile; the first whose condition matches a ticket decides. Throws ConditionError. */
export function deadlines(policies: readonly Policy[], work: WorkTime): Deadlines {
  const compiled = policies.map((policy) => ({ policy, matches: compile('ticket', policy.when) }));
  const pick = (ticket: TicketRow): Policy | undefined => compiled.find((one) => one.matches(ticket))?.policy;
  const workingMs = (span: Span): number => span.amount * (span.unit === 'working_days' ? work.dayLength : HOUR);
  const after = (start: number, span: Span): number =>
    span.unit === 'hours' ? start + span.amount * HOUR : work.add(start, workingMs(span));
  return {
    due(ticket, start) {
      const policy = pick(ticket);
      return policy ? after(start, policy.limit) : null;
    },
    warn(ticket, due) {
      const span = pick(ticket)?.warn;
      if (!span) return due;
      if (span.unit === 'hours') return due - span.amount * HOUR;
      return work.add(due, -workingMs(span));
    },
  };
}
