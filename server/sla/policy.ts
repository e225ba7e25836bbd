/** Deadline policies of a city: which limit and which clock a ticket has, when it is due and when it turns due-soon. */
import type { LadderStep, Policy } from '../../contract/city.ts';
import { compile } from '../../contract/condition.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { HOUR } from '../../contract/time.ts';
import type { WorkTime } from './calendar.ts';
import { clockRules, type Turning } from './clock.ts';

/** A policy, compiled. */
export interface Limit extends Turning {
  /** When a ticket with the deadline `due` turns due-soon, Unix ms. */
  warn(due: number): number;
}

export interface Deadlines {
  /**
   * What holds for a ticket of this content, the same object for the same policy. Where no policy fits there is no limit, and
   * the default clock runs for deadlines that upstream sets.
   */
  of(ticket: TicketRow): Limit;
}

/** An amount of time, as profiles say it. */
export type Span = Pick<LadderStep, 'amount' | 'unit'>;

const workingMs = ({ amount, unit }: Span, work: WorkTime): number =>
  amount * (unit === 'working_days' ? work.dayLength : HOUR);

/** The moment at which a span has passed after `from`, Unix ms. */
export const later = (from: number, span: Span, work: WorkTime): number =>
  span.unit === 'hours' ? from + span.amount * HOUR : work.add(from, workingMs(span, work));

const earlier = (from: number, span: Span, work: WorkTime): number =>
  span.unit === 'hours' ? from - span.amount * HOUR : work.add(from, -workingMs(span, work));

/**
 * Compiles the policies of a profile; the first whose condition matches a ticket decides. Throws ConditionError, and Error
 * on a clock that contradicts itself.
 */
export function deadlines(policies: readonly Policy[], work: WorkTime): Deadlines {
  const compiled = policies.map(({ when, limit, warn, clock }) => ({
    matches: compile('ticket', when),
    rules: clockRules(clock),
    due: (start: number) => later(start, limit, work),
    warn: (due: number) => earlier(due, warn, work),
  }));
  const none: Limit = { rules: clockRules(), due: () => null, warn: (due) => due };
  return { of: (ticket) => compiled.find((one) => one.matches(ticket)) ?? none };
}
