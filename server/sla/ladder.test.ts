import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { City, PolicyClock } from '../../contract/city.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../contract/time.ts';
import { ticketContext } from '../city/context.ts';
import { exampleCity } from '../city/fixture.ts';
import { checkCity } from '../city/load.ts';
import { factStore } from '../facts/store.ts';
import type { TicketContext } from '../facts/ticket.ts';
import type { LogEvent } from '../log/log.ts';
import { rankOf } from './clock.ts';
import { ladder } from './ladder.ts';
import { later } from './policy.ts';

const LADDER = [
  { level: 'urge', after: 'warn', amount: 0, unit: 'hours' },
  { level: 'yellow', after: 'due', amount: 0, unit: 'hours' },
  { level: 'red', after: 'due', amount: 1, unit: 'working_days' },
] as const;
/** The example city with a ladder, and with another clock for all policies where one is given. */
const cityOf = (clock?: PolicyClock): City => {
  const { policies, ...rest } = exampleCity();
  return checkCity('ladder', {
    ...rest,
    ladder: LADDER,
    policies: policies.map((policy) => ({ ...policy, ...(clock && { clock }) })),
  });
};
const CITY = cityOf();
/** Compiled once each: a calendar of many years is costly. */
const contexts = new Map<City, TicketContext>();
const contextOf = (city: City): TicketContext => {
  const known = contexts.get(city) ?? ticketContext(city);
  contexts.set(city, known);
  return known;
};
const at = (text: string): number => Date.parse(`${text}+08:00`);

/** Facts, ladder and log of a city under a clock that is moved by hand; `restart` keeps what history would. */
function wall(city = CITY, start = at('2026-09-01T00:00:00')) {
  const context = contextOf(city);
  const log = new Map<string, LogEvent>();
  let now = start;
  let store = factStore(context);
  const open = () =>
    ladder(city.ladder ?? [], context.work, {
      rows: () => store.rows('ticket'),
      deadlineSince: (id) => store.deadlineSince(id),
    });
  let rungs = open();
  const tell = (event: LogEvent): void => {
    if (log.has(event.id)) return;
    log.set(event.id, event);
    const change = store.apply({ ...event, seq: log.size, taken: now }, now);
    if (change) rungs.note([change], now);
  };
  return {
    tell,
    /** Moves the clock there at once, as a server does with its next beat; what falls due is told or, if not, left out. */
    beat(to: number, limit = 1000): LogEvent[] {
      now = Math.max(now, to);
      store.tick(now);
      const cards = rungs.due(now, limit);
      for (const card of cards) tell(card);
      return cards;
    },
    restart() {
      const ids = new Set([...log.values()].map((event) => event.subject));
      const records = [...ids].map((id) => store.record('ticket', id)!);
      store = factStore(context);
      rungs = open();
      rungs.note(store.restore(records, now), null);
    },
    row: (id = 'T1') => store.rows('ticket').find((row) => row?.id === id) as TicketRow,
    rows: () => store.rows('ticket').filter((row) => row !== null) as TicketRow[],
    cards: () =>
      [...log.values()].filter(({ source }) => source === '/wall/clock').map((card) => [card.data['level'], card.at, card.id]),
    get rungs() {
      return rungs;
    },
    get work() {
      return context.work;
    },
  }; // prettier-ignore
}

let told = 0;
const step = (type: string, when: number, data: Record<string, unknown> = {}, subject = 'T1'): LogEvent => ({
  source: '/example/desk', id: `e${told++}`, type: `hotline.ticket.${type}` as LogEvent['type'], subject, at: when, data,
}); // prettier-ignore
const born = { channel: 'phone', nature: 'complaint', title: '路灯不亮', category: '01' };
const iso = (ms: number): string => new Date(ms).toISOString();

/** A wall with one ticket, dispatched at `when`. */
function dispatched(when: number, data: Record<string, unknown> = {}, city = CITY) {
  const one = wall(city, when - DAY);
  one.beat(when);
  one.tell(step('created', when - MINUTE, born));
  one.tell(step('dispatched', when, { unit: 'u1', ...data }));
  return one;
}

describe('the ladder', () => {
  it('[A1] urges at the warning, gives yellow as the deadline passes and red a working day later, over a weekend too', () => {
    const start = at('2026-11-13T15:00:00');
    const due = at('2026-11-20T15:00:00');
    const one = dispatched(start);
    expect(one.beat(at('2026-11-20T09:29:59'))).toEqual([]);
    expect(one.beat(at('2026-11-20T09:30:00'))).toMatchObject([{
      source: '/wall/clock', id: `T1|${due}|urge`, type: 'hotline.ticket.supervised', subject: 'T1', at: at('2026-11-20T09:30:00'), data: { level: 'urge' },
    }]); // prettier-ignore
    expect(one.row()).toMatchObject({ supervision: 'urge', clock: 'due_soon', due });
    expect(one.beat(due)).toEqual([]);
    expect(one.beat(due + 1)).toMatchObject([{ id: `T1|${due}|yellow`, at: due + 1 }]);
    expect(one.row()).toMatchObject({ supervision: 'yellow', clock: 'overdue' });
    expect(one.beat(at('2026-11-23T14:59:59'))).toEqual([]);
    expect(one.beat(at('2026-11-23T15:00:07'))).toMatchObject([{ at: at('2026-11-23T15:00:00'), data: { level: 'red' } }]);
    expect(one.row().supervision).toBe('red');
    expect(one.beat(at('2026-12-23T15:00:00'))).toEqual([]);
  }); // prettier-ignore

  it('[A1] counts the Saturday that makes up for a holiday as a working day', () => {
    const due = at('2026-10-09T16:00:00');
    const one = dispatched(at('2026-10-08T09:00:00'), { due: iso(due) });
    one.beat(at('2026-10-31T00:00:00'));
    expect(one.cards()).toEqual([
      ['urge', at('2026-10-09T10:30:00'), `T1|${due}|urge`],
      ['yellow', due + 1, `T1|${due}|yellow`],
      ['red', at('2026-10-10T16:00:00'), `T1|${due}|red`],
    ]);
  });

  it('stops with the reply, and begins anew with a redo', () => {
    const one = dispatched(at('2026-11-13T15:00:00'));
    one.beat(at('2026-11-20T15:00:01'));
    one.tell(step('replied', at('2026-11-20T16:00:00')));
    expect(one.beat(at('2026-11-27T00:00:00'))).toEqual([]);
    expect(one.row()).toMatchObject({ supervision: 'yellow', clock: 'missed' });
    one.tell(step('redone', at('2026-11-27T10:00:00')));
    expect(one.row()).toMatchObject({ supervision: null, clock: 'running', due: at('2026-12-04T10:00:00') });
    one.beat(at('2026-12-04T09:00:00'));
    expect(one.row().supervision).toBe('urge');
    expect(one.cards().map(([level]) => level)).toEqual(['urge', 'yellow', 'urge']);
  });

  it('[E3] goes on where it stood when a ticket is dispatched again for the same deadline', () => {
    const due = at('2026-11-20T15:00:00');
    const one = dispatched(at('2026-11-13T15:00:00'), { due: iso(due) });
    one.beat(due - HOUR);
    one.tell(step('dispatched', due - HOUR, { unit: 'u2', due: iso(due) }));
    expect(one.row()).toMatchObject({ unit: 'u2', supervision: 'urge', due });
    one.beat(due + HOUR);
    expect(one.cards().map(([level]) => level)).toEqual(['urge', 'yellow']);
    expect(one.row().supervision).toBe('yellow');
  });

  it('moves with an extension, and repeats no step at which the ticket stands', () => {
    const one = dispatched(at('2026-11-13T15:00:00'));
    one.beat(at('2026-11-20T11:00:00'));
    const until = at('2026-11-24T15:00:00');
    one.tell(step('extended', at('2026-11-20T11:30:00'), { until: iso(until) }));
    one.beat(until);
    expect(one.cards().map(([level]) => level)).toEqual(['urge']);
    expect(one.row().supervision).toBe('urge');
    one.beat(until + SECOND);
    expect(one.cards().at(-1)).toEqual(['yellow', until + 1, `T1|${until}|yellow`]);
  });

  it('begins anew with a transfer under a policy whose clock does', () => {
    const transfer = step('transferred', at('2026-11-20T16:00:00'), { unit: 'u2' });
    const standing = (city: City): unknown[] => {
      const one = dispatched(at('2026-11-13T15:00:00'), {}, city);
      one.beat(at('2026-11-20T15:30:00'));
      one.tell(transfer);
      const { supervision, due } = one.row();
      one.beat(at('2026-11-27T12:00:00'));
      return [supervision, due, one.row().supervision];
    };
    expect(standing(CITY)).toEqual(['yellow', at('2026-11-20T15:00:00'), 'red']);
    const restarting = cityOf({ restarts: ['transferred', 'redone', 'reopened'] });
    expect(standing(restarting)).toEqual([null, at('2026-11-27T16:00:00'), 'urge']);
  });

  it('urges at once where less than the warning time is given, and nobody before the clock started', () => {
    const start = at('2026-11-20T15:00:00');
    const one = dispatched(start, { due: iso(start + HOUR) });
    one.beat(start + SECOND);
    expect(one.cards()).toEqual([['urge', start + 1, `T1|${start + HOUR}|urge`]]);
    expect(one.row().supervision).toBe('urge');
    one.tell(step('replied', start + 2 * SECOND));
    const again = start + MINUTE;
    one.tell(step('redone', again));
    one.tell(step('extended', again + 1, { until: iso(again + HOUR) }));
    one.beat(again + SECOND);
    expect(one.row()).toMatchObject({ supervision: 'urge', due: again + HOUR });
  });

  it('[E4] takes a card back when what came late shows that the clock had stopped, or that the deadline was another', () => {
    const start = at('2026-11-13T15:00:00');
    const due = at('2026-11-20T15:00:00');
    const late = (...events: LogEvent[]): TicketRow => {
      const one = dispatched(start);
      one.beat(due + HOUR);
      expect(one.row().supervision).toBe('yellow');
      for (const event of events) one.tell(event);
      return one.row();
    };
    expect(late(step('replied', due - 3 * DAY))).toMatchObject({ supervision: null, clock: 'met' });
    expect(late(step('replied', due - HOUR))).toMatchObject({ supervision: 'urge', clock: 'met' });
    expect(late(step('extended', due - 2 * DAY, { until: iso(due + 9 * DAY) }))).toMatchObject({ supervision: null });
    expect(late(step('corrected', due, { nature: 'consult' })).supervision).toBeNull();
    expect(late(step('supervised', due - DAY, { level: 'red' })).supervision).toBe('red');
  });

  it('gives what passed while the server was down in the order of the moments, in lots, and takes back what was not logged', () => {
    const start = at('2026-11-16T09:00:00');
    const one = wall(CITY, start);
    const hours = [30, 10, 20, 40];
    hours.forEach((hour, i) => {
      one.tell(step('created', start, born, `T${i}`));
      one.tell(step('dispatched', start, { unit: 'u1', due: iso(start + hour * HOUR) }, `T${i}`));
    });
    one.restart();
    const now = start + 20 * DAY;
    const all = one.rungs.due(now, 1000);
    expect(all).toHaveLength(12);
    expect(all.map((card) => card.at)).toEqual(all.map((card) => card.at).sort((a, b) => a - b));
    expect(one.rungs.due(now + SECOND, 1000)).toEqual([]);
    one.rungs.again(all);
    expect(one.rungs.due(now, 5)).toEqual(all.slice(0, 5));
    expect(one.rungs.due(now, 5)).toEqual(all.slice(5, 10));
    for (const card of all.slice(0, 10)) one.tell(card);
    expect(one.beat(now)).toEqual(all.slice(10));
    expect(one.rows().map((row) => row.supervision)).toEqual(['red', 'red', 'red', 'red']);
    expect(one.beat(now + DAY)).toEqual([]);
  });

  it('[E3] gives a step once, however often it is asked before the step is folded', () => {
    const one = dispatched(at('2026-11-13T15:00:00'));
    const now = at('2026-11-20T09:30:00');
    const [card] = one.rungs.due(now, 10);
    for (let second = 1; second < 60; second++) expect(one.rungs.due(now + second * SECOND, 10)).toEqual([]);
    one.tell(step('urged', now));
    expect(one.rungs.due(now + MINUTE, 10)).toEqual([]);
    one.tell(card!);
    one.tell(card!);
    expect(one.row().supervision).toBe('urge');
  });

  it('supervises nobody for lives that are being filled in, unless they do not end', () => {
    const long = at('2024-03-01T09:00:00');
    const one = wall(CITY, at('2026-11-20T09:00:00'));
    const start = at('2026-11-20T09:00:00');
    for (let i = 0; i < 5; i++) {
      one.tell(step('created', long, born, `T${i}`));
      one.tell(step('dispatched', long + MINUTE, { unit: 'u1' }, `T${i}`));
      expect(one.beat(start + (2 * i + 1) * SECOND)).toEqual([]);
      if (i < 4) one.tell(step('replied', long + 30 * DAY, {}, `T${i}`));
      if (i < 4) one.tell(step('closed', long + 31 * DAY, {}, `T${i}`));
      expect(one.beat(start + (2 * i + 2) * SECOND)).toEqual([]);
    }
    one.beat(start + 2 * MINUTE);
    expect(one.cards().map(([level, , id]) => [level, String(id).slice(0, 2)])).toEqual([['urge', 'T4'], ['yellow', 'T4'], ['red', 'T4']]);
  }); // prettier-ignore
});

const START = at('2026-09-28T08:00:00');
/** Minutes apart: what a correction puts into the past waits for one, and a new start meanwhile would end that wait. */
const moment = fc.integer({ min: 0, max: 18 * 720 }).map((step) => START + step * 2 * MINUTE);
const instant = moment.map(iso);
const events = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('created'), data: fc.record({ channel: fc.constant('web'), nature: fc.constantFrom('complaint', 'consult'), title: fc.constant(''), category: fc.constantFrom('01', '02') }) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('dispatched'), data: fc.oneof(fc.constant({ unit: 'u1' }), fc.record({ unit: fc.constant('u2'), due: instant })) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('corrected'), data: fc.record({ urgency: fc.constantFrom('normal', 'critical') }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('extended'), data: fc.record({ until: instant }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('supervised'), data: fc.record({ level: fc.constantFrom('urge', 'yellow', 'red') }) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('accepted', 'returned', 'transferred', 'contacted', 'replied', 'closed', 'redone', 'reopened', 'urged', 'merged'), data: fc.constant({ unit: 'u1', into: 'T9' }) }) },
).chain(({ type, data }) => fc.record({ at: moment, subject: fc.constantFrom('T1', 'T2', 'T3') }).map((rest) => ({ type, data, ...rest }))); // prettier-ignore
const CITIES = [
  CITY,
  cityOf({ restarts: ['transferred', 'redone', 'reopened'] }),
  cityOf({ starts: ['created'], restarts: ['accepted'], stops: ['contacted', 'replied'] }),
  cityOf({ stops: ['returned', 'replied'], moves: [] }),
];
const anyCity = fc.nat(CITIES.length - 1);

/** Given deadlines some seconds later, each by its own: a card names its deadline, and none is given twice. */
const apart = (data: Record<string, unknown>, seconds: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) =>
      name === 'due' || name === 'until' ? [name, iso(Date.parse(value as string) + seconds * SECOND)] : [name, value],
    ),
  );

describe('the ladder of any lives', () => {
  /** Plays lives as they happen, with beats at these moments and before every event; starts again after these events. */
  const play = (city: City, lives: readonly LogEvent[], beats: readonly number[], restarts: ReadonlySet<number>) => {
    const one = wall(city, START);
    const times = [...beats].sort((a, b) => a - b);
    lives.forEach((event, i) => {
      while (times[0]! < event.at) one.beat(times.shift()!);
      one.beat(event.at);
      one.tell(event);
      if (restarts.has(i)) one.restart();
    });
    const end = START + 60 * DAY;
    for (const time of times) one.beat(time);
    one.beat(end);
    return one;
  };
  const lives = fc
    .uniqueArray(events, { minLength: 1, maxLength: 40, size: 'max', selector: (event) => event.at })
    .map((all) =>
      all.sort((a, b) => a.at - b.at).map((one, i) => step(one.type, one.at, apart(one.data, i), one.subject)),
    );

  it('[F2] [E3] is the same whenever the server looks and however often it is started again', () => {
    const beats = fc.array(moment, { maxLength: 30, size: 'max' });
    const restarts = fc.array(fc.nat(39), { maxLength: 8 }).map((all) => new Set(all));
    fc.assert(
      fc.property(anyCity, lives, beats, restarts, (which, all, some, when) => {
        const city = CITIES[which]!;
        const plain = play(city, all, [], new Set());
        expect(play(city, all, some, when).cards()).toEqual(plain.cards());
        expect(play(city, all, [], when).rows()).toEqual(plain.rows());
      }),
      { numRuns: 200 },
    );
  });

  it('[A1] brings every open ticket to the step that its deadline and the moment demand', () => {
    fc.assert(
      fc.property(anyCity, lives, (which, all) => {
        const one = play(CITIES[which]!, all, [], new Set());
        const running = one.rows().filter((row) => row.open && row.due !== null && row.done === null);
        // At the end all moments have passed, long ago.
        for (const row of running) {
          expect(later(row.due!, { amount: 1, unit: 'working_days' }, one.work)).toBeLessThan(START + 60 * DAY);
          expect(rankOf(row.supervision)).toBe(2);
        }
      }),
      { numRuns: 200 },
    );
  });
});
