import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyClock } from '../../contract/city.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { FACT_KINDS } from '../../contract/fact.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import { exampleCity } from '../city/fixture.ts';
import { ticketContext } from '../city/context.ts';
import { checkCity } from '../city/load.ts';
import type { Entry, LogEvent } from '../log/log.ts';
import { cardId } from '../sla/clock.ts';
import { anyEvent, anyStream, AROUND } from './arbitrary.ts';
import { factStore, type FactStore } from './store.ts';

const context = ticketContext(exampleCity());
const entry = (event: LogEvent, seq: number): Entry => ({ ...event, seq, taken: AROUND });
const folded = (events: readonly LogEvent[], now = AROUND, fold = context): FactStore => {
  const store = factStore(fold);
  events.forEach((event, i) => store.apply(entry(event, i + 1), now));
  return store;
};
const rowsById = (store: FactStore) =>
  Object.fromEntries(
    FACT_KINDS.flatMap((kind) => store.rows(kind).map((row) => [`${kind} ${row?.id}`, row] as const)).filter(
      ([, row]) => row,
    ),
  );

describe('fold', () => {
  it('[E4] gives the same facts for every order of arrival', () => {
    fc.assert(
      fc.property(anyStream(), fc.infiniteStream(fc.nat()), (events, picks) => {
        const shuffled = events
          .map((event) => ({ event, key: picks.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(rowsById(folded(shuffled))).toEqual(rowsById(folded(events)));
      }),
      { numRuns: 1000 },
    );
  });

  /** Clocks that differ from policy to policy, so that a correction which comes late changes what all steps before it did. */
  const CLOCKS: PolicyClock[] = [
    { restarts: ['transferred', 'redone', 'reopened'] },
    { starts: ['created'], stops: ['contacted', 'replied'], restarts: ['accepted'] },
    { starts: ['dispatched', 'transferred'], stops: ['returned', 'replied'], moves: [] },
  ];
  const { policies, ...rest } = exampleCity();
  const turned = policies.map((policy, i) => (CLOCKS[i] ? { ...policy, clock: CLOCKS[i] } : policy));
  const odd = ticketContext(checkCity('odd', { ...rest, policies: turned }));

  it('[E4] gives the same facts for every order under clocks that differ, with steps of the ladder among them', () => {
    const levels = fc.infiniteStream(fc.constantFrom('urge', 'yellow', 'red'));
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 60, size: 'max' }),
        levels,
        fc.infiniteStream(fc.nat()),
        (events, picks, keys) => {
          const inOrder = folded(events, AROUND, odd);
          const cards = inOrder.rows('ticket').flatMap((row): LogEvent[] => {
            const { id, due } = (row ?? {}) as TicketRow;
            if (!row || due === null) return [];
            const level = picks.next().value as 'urge';
            const type = 'hotline.ticket.supervised';
            return [{ source: '/wall/clock', id: cardId(id, due, level), type, subject: id, at: due + 1, data: { level } }];
          });
          const all = [...events, ...cards];
          const shuffled = all
            .map((event) => ({ event, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ event }) => event);
          const whole = rowsById(folded(all, AROUND, odd));
          expect(rowsById(folded(shuffled, AROUND, odd))).toEqual(whole);
          // A restart folds all steps of a fact at once.
          const store = folded(shuffled, AROUND, odd);
          const again = factStore(odd);
          const ids = [...new Set(events.map((event) => event.subject))].filter((id) => store.has('ticket', id));
          again.restore(ids.map((id) => store.record('ticket', id)!), AROUND);
          const tickets = Object.entries(whole).filter(([key]) => key.startsWith('ticket'));
          expect(rowsById(again)).toEqual(Object.fromEntries(tickets));
        },
      ),
      { numRuns: 300 },
    );
  }); // prettier-ignore

  it('[E3] changes nothing when an event comes again', () => {
    fc.assert(
      fc.property(anyStream(), (events) => {
        const store = folded(events);
        const again = events.map((event, i) => store.apply(entry(event, 1000 + i), AROUND));
        expect(again.every((change) => change === null)).toBe(true);
      }),
    );
  });

  it('[F1] moving the clock in steps or at once gives the same facts', () => {
    fc.assert(
      fc.property(anyStream(), fc.array(fc.integer({ min: 0, max: 12 * DAY }), { maxLength: 6 }), (events, jumps) => {
        const end = AROUND + 12 * DAY;
        const steps = folded(events);
        for (const jump of [...jumps].sort((a, b) => a - b)) steps.tick(AROUND + jump);
        steps.tick(end);
        expect(rowsById(steps)).toEqual(rowsById(folded(events, end)));
      }),
    );
  });

  const life = (...steps: [minutes: number, type: string, data?: Record<string, unknown>][]): LogEvent[] =>
    steps.map(([minutes, type, data = {}], i) => ({
      source: '/example/desk', id: String(i), type: `hotline.ticket.${type}` as LogEvent['type'], subject: 'T1', at: AROUND + minutes * MINUTE, data,
    })); // prettier-ignore
  const born = { channel: 'phone', nature: 'complaint', title: '暖气不热', category: '02' };
  const row = (events: LogEvent[], now: number): TicketRow => folded(events, now).rows('ticket')[0] as TicketRow;

  it('runs the deadline clock from dispatch to reply, restarts it by a redo and moves it by an extension', () => {
    const dispatched = life([0, 'created', born], [5, 'dispatched', { unit: 'u1' }]);
    const due = AROUND + 5 * MINUTE + 24 * HOUR;
    expect(row(dispatched, AROUND + HOUR)).toMatchObject({ due, clock: 'running', open: true, words: ['供暖不热'] });
    expect(row(dispatched, due - 2 * HOUR).clock).toBe('due_soon');
    expect(row(dispatched, due).clock).toBe('due_soon');
    expect(row(dispatched, due + 1).clock).toBe('overdue');
    const replied = [...dispatched, ...life([25 * 60, 'replied']).map((event) => ({ ...event, id: 'r' }))];
    expect(row(replied, due + DAY)).toMatchObject({ clock: 'missed', status: 'replied', open: true });
    const redone = life(
      [0, 'created', born],
      [5, 'dispatched', { unit: 'u1' }],
      [60, 'replied'],
      [70, 'closed'],
      [120, 'redone'],
    );
    expect(row(redone, AROUND + 3 * HOUR)).toMatchObject({
      clock: 'running',
      closed: null,
      due: AROUND + 2 * HOUR + 24 * HOUR,
    });
    const until = AROUND + 9 * DAY;
    const extended = life(
      [0, 'created', born],
      [5, 'dispatched', { unit: 'u1' }],
      [60, 'extended', { until: new Date(until).toISOString() }],
    );
    expect(row(extended, AROUND + 3 * DAY)).toMatchObject({ clock: 'running', due: until, extensions: 1 });
  });

  it('[E4] runs the clock of the policy that its content picks in the end', () => {
    const moved = life([0, 'created', { ...born, category: '01' }], [5, 'dispatched', { unit: 'u1' }], [90, 'transferred', { unit: 'u2' }]);
    const at = (events: LogEvent[]): TicketRow => folded(events, AROUND, odd).rows('ticket')[0] as TicketRow;
    const corrected = (minutes: number, data: Record<string, unknown>): LogEvent[] =>
      [...moved, ...life([minutes, 'corrected', data]).map((event) => ({ ...event, id: 'c' }))];
    // Heating: 24 hours from its creation, whatever comes after. Danger: 2 hours from the transfer.
    expect(at(corrected(2, { category: '02' })).due).toBe(AROUND + 24 * HOUR);
    expect(at(corrected(600, { category: '02' })).due).toBe(AROUND + 24 * HOUR);
    expect(at(corrected(600, { urgency: 'critical' })).due).toBe(AROUND + 90 * MINUTE + 2 * HOUR);
    expect(at(corrected(600, { title: '路灯不亮' })).due).toBe(at(moved).due);
  }); // prettier-ignore

  it('takes a ticket closed at the desk as answered directly, and a merged one as no longer open', () => {
    expect(row(life([0, 'created', born], [3, 'closed']), AROUND)).toMatchObject({
      direct: true,
      open: false,
      clock: 'none',
    });
    const merged = life([0, 'created', born], [5, 'dispatched', { unit: 'u1' }], [9, 'merged', { into: 'T7' }]);
    expect(row(merged, AROUND + 9 * DAY)).toMatchObject({
      status: 'merged',
      open: false,
      clock: 'none',
      mergedInto: 'T7',
    });
  });

  it('skips a fact whose creation is not known yet, and shows it whole when it comes', () => {
    const events = life([5, 'dispatched', { unit: 'u1' }], [0, 'created', born]);
    expect(folded(events.slice(0, 1)).rows('ticket')[0]).toBeNull();
    expect(row(events, AROUND)).toMatchObject({ status: 'dispatched', unit: 'u1', created: AROUND });
  });

  it('lets go of resting facts that history has, and of no others', () => {
    const store = folded([...life([-60 * 24 * 60, 'created', born], [-60 * 24 * 60 + 5, 'closed'])]);
    expect(store.evict(AROUND - 30 * DAY, () => false)).toEqual([]);
    const changes = store.evict(AROUND - 30 * DAY, () => true);
    expect(changes).toMatchObject([{ kind: 'ticket', after: null, before: { id: 'T1' } }]);
    expect(store.has('ticket', 'T1')).toBe(false);
    const open = folded(life([-60 * 24 * 60, 'created', born], [-60 * 24 * 60 + 5, 'dispatched', { unit: 'u1' }]));
    expect(open.evict(AROUND - 30 * DAY, () => true)).toEqual([]);
  });
});
