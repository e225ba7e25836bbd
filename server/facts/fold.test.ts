import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../contract/fact.ts';
import { FACT_KINDS } from '../../contract/fact.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import { exampleCity } from '../city/fixture.ts';
import { ticketContext } from '../city/context.ts';
import type { Entry, LogEvent } from '../log/log.ts';
import { anyStream, AROUND } from './arbitrary.ts';
import { factStore, type FactStore } from './store.ts';

const context = ticketContext(exampleCity());
const entry = (event: LogEvent, seq: number): Entry => ({ ...event, seq, taken: AROUND });
const folded = (events: readonly LogEvent[], now = AROUND): FactStore => {
  const store = factStore(context);
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
