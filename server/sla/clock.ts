/**
 * The deadline clock of a ticket. Which steps turn it is for the ticket's policy to say, and a ticket picks its policy by
 * what it is about in the end: so the clock is run over the steps when all of them are known. Pure.
 */
import { CLOCK_SOURCE } from '../../contract/alert.ts';
import { DEFAULT_CLOCK, LEVELS, type LadderLevel, type PolicyClock } from '../../contract/city.ts';
import type { Step } from '../../contract/fact.ts';

/** What a step does to a clock. */
export type Effect = keyof PolicyClock;

/** What each step does to the clocks of a policy, by its type (`ticket.dispatched`). */
export type ClockRules = ReadonlyMap<string, Effect>;

/** Compiles the clock of a policy. Throws Error when a step stands in two of its lists. */
export function clockRules(clock: PolicyClock = {}): ClockRules {
  const rules = new Map<string, Effect>();
  for (const [effect, names] of Object.entries({ ...DEFAULT_CLOCK, ...clock }) as [Effect, readonly string[]][]) {
    for (const name of names) {
      const other = rules.get(`ticket.${name}`);
      if (other) throw new Error(`must not have ${name} under ${other} and under ${effect}`);
      rules.set(`ticket.${name}`, effect);
    }
  }
  rules.set('ticket.closed', 'stops');
  // A deadline that upstream sets with a dispatch holds, also where the dispatch does not start the clock.
  if (!rules.has('ticket.dispatched')) rules.set('ticket.dispatched', 'moves');
  return rules;
}

/** Where a clock stands. Times are Unix ms. */
export interface ClockStand {
  /** When it last started; null: never. */
  start: number | null;
  /** Deadline that upstream set or granted; null: the policy's. */
  given: number | null;
  /** Since when the deadline is the present one: the last start or move. */
  since: number | null;
  /** When it last stopped; null: it runs, or never started. */
  stopped: number | null;
  /** Highest step of the ladder since it last started with another deadline. */
  supervision: LadderLevel | null;
}

/** A clock that never started. */
export const unstarted = (): ClockStand => ({
  start: null,
  given: null,
  since: null,
  stopped: null,
  supervision: null,
});

/** What turns a clock: its rules, and the deadline of a clock that started at `start`, null where there is none. */
export interface Turning {
  readonly rules: ClockRules;
  due(start: number): number | null;
}

/** The deadline of a clock, Unix ms; null: it never started, or has none. */
export const dueOf = ({ given, start }: ClockStand, turning: Turning): number | null =>
  start === null ? null : (given ?? turning.due(start));

/** Place of a level on the ladder; -1: none. */
export const rankOf = (level: string | null): number => LEVELS.indexOf(level as LadderLevel);

/** Id of the event that supervises a ticket for a deadline: the same again is known (rule E3). */
export const cardId = (ticket: string, due: number, level: LadderLevel): string => `${ticket}|${due}|${level}`;
const dueOfCard = (id: string): number => Number(id.split('|').at(-2));

/** Takes in the next step of a ticket. */
export function turn(stand: ClockStand, step: Step, turning: Turning): void {
  const { type, at, data } = step;
  if (type === 'ticket.supervised') {
    if (counts(stand, step, turning) && rankOf(data['level'] as string) > rankOf(stand.supervision))
      stand.supervision = data['level'] as LadderLevel;
    return;
  }
  const effect = turning.rules.get(type);
  if (effect === 'stops') stand.stopped ??= at;
  else if (effect === 'moves') {
    const until = (data['until'] ?? data['due']) as string | undefined;
    if (until === undefined) return;
    stand.given = Date.parse(until);
    stand.since = at;
  } else if (effect === 'starts' || (effect === 'restarts' && stand.start !== null)) {
    const before = dueOf(stand, turning);
    stand.start = stand.since = at;
    stand.given = data['due'] === undefined ? null : Date.parse(data['due'] as string);
    stand.stopped = null;
    // Dispatched again for the same deadline, a ticket stays where it stood.
    if (before === null || dueOf(stand, turning) !== before) stand.supervision = null;
  }
}

/**
 * Whether a step of the ladder holds. What upstream says does. The wall's own was right by what was known then: a reply, an
 * extension or a correction that came late may show that the clock had stopped before or that the deadline was another.
 */
function counts(stand: ClockStand, { source, id }: Step, turning: Turning): boolean {
  if (source !== CLOCK_SOURCE) return true;
  return stand.start !== null && stand.stopped === null && dueOfCard(id) === dueOf(stand, turning);
}
