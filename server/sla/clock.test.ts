import { describe, expect, it } from 'vitest';
import type { PolicyClock } from '../../contract/city.ts';
import type { Step } from '../../contract/fact.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { clockRules, dueOf, turn, unstarted, type Turning } from './clock.ts';

/** A clock with a limit of a day. */
const turning = (clock?: PolicyClock): Turning => ({ rules: clockRules(clock), due: (start) => start + DAY });
const stand = (steps: [hour: number, type: string, data?: Record<string, unknown>][], clock?: PolicyClock) => {
  const limit = turning(clock);
  const now = unstarted();
  steps.forEach(([hour, type, data = {}], i) => {
    const step: Step = { at: hour * HOUR, type: `ticket.${type}`, source: '/desk', id: String(i), data };
    turn(now, step, limit);
  });
  const hours = (at: number | null): number | null => (at === null ? null : at / HOUR);
  return { start: hours(now.start), due: hours(dueOf(now, limit)), stopped: hours(now.stopped), since: hours(now.since) };
}; // prettier-ignore
const iso = (hour: number): string => new Date(hour * HOUR).toISOString();

describe('the clock of a policy', () => {
  it('runs from dispatch to reply or close where the policy says nothing, and begins anew with a redo', () => {
    expect(stand([[1, 'created'], [2, 'accepted']])).toEqual({ start: null, due: null, stopped: null, since: null });
    expect(stand([[1, 'dispatched'], [5, 'transferred']])).toEqual({ start: 1, due: 25, stopped: null, since: 1 });
    expect(stand([[1, 'dispatched'], [5, 'replied'], [6, 'closed']])).toEqual({ start: 1, due: 25, stopped: 5, since: 1 });
    expect(stand([[1, 'dispatched'], [5, 'replied'], [9, 'redone']])).toEqual({ start: 9, due: 33, stopped: null, since: 9 });
    expect(stand([[1, 'redone']]).start).toBeNull();
    expect(stand([[1, 'dispatched', { due: iso(7) }], [3, 'dispatched']]).due).toBe(27);
    expect(stand([[1, 'dispatched', { due: iso(7) }], [3, 'extended', { until: iso(50) }]])).toMatchObject({ due: 50, since: 3 });
  }); // prettier-ignore

  it('starts, restarts and stops with the steps that the policy names', () => {
    expect(stand([[1, 'dispatched'], [5, 'transferred']], { restarts: ['transferred'] }).start).toBe(5);
    expect(stand([[1, 'transferred']], { restarts: ['transferred'] }).start).toBeNull();
    expect(stand([[1, 'transferred']], { starts: ['transferred'] }).start).toBe(1);
    expect(stand([[1, 'dispatched'], [5, 'redone']], { restarts: [] }).start).toBe(1);
    const answered: PolicyClock = { starts: ['created'], stops: ['contacted', 'replied'] };
    expect(stand([[1, 'created'], [2, 'dispatched'], [3, 'contacted'], [9, 'replied']], answered)).toEqual({ start: 1, due: 25, stopped: 3, since: 1 });
  }); // prettier-ignore

  it('pauses where a stop is followed by a start, with the whole limit before it again', () => {
    const pausing: PolicyClock = { stops: ['returned', 'replied'] };
    const back: [number, string][] = [[1, 'dispatched'], [4, 'returned']];
    expect(stand(back, pausing)).toMatchObject({ due: 25, stopped: 4 });
    expect(stand([...back, [9, 'dispatched']], pausing)).toEqual({ start: 9, due: 33, stopped: null, since: 9 });
  }); // prettier-ignore

  it('stops with a close whatever the policy says, and moves only where it may', () => {
    expect(
      stand(
        [
          [1, 'dispatched'],
          [5, 'closed'],
        ],
        { stops: [] },
      ).stopped,
    ).toBe(5);
    expect(
      stand(
        [
          [1, 'dispatched'],
          [3, 'extended', { until: iso(50) }],
        ],
        { moves: [] },
      ).due,
    ).toBe(25);
  });

  it('takes the deadline that a dispatch brings also where a dispatch does not start it', () => {
    const early: PolicyClock = { starts: ['created'] };
    expect(
      stand(
        [
          [1, 'created'],
          [3, 'dispatched', { due: iso(7) }],
        ],
        early,
      ),
    ).toMatchObject({ start: 1, due: 7 });
    expect(
      stand(
        [
          [1, 'created'],
          [3, 'dispatched'],
        ],
        early,
      ),
    ).toMatchObject({ start: 1, due: 25, since: 1 });
  });

  it('does not let a step do two things', () => {
    expect(() => clockRules({ restarts: ['dispatched'] })).toThrow('dispatched under starts and under restarts');
  });
});
