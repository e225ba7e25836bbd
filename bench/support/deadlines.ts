/** What the deadlines of many open tickets cost while time passes: facts, clock and ladder of a city, without log and views. */
import type { LadderStep } from '../../contract/city.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { DAY, HOUR, SECOND, zone } from '../../contract/time.ts';
import { factStore } from '../../server/facts/store.ts';
import type { TicketContext } from '../../server/facts/ticket.ts';
import { workTime } from '../../server/sla/calendar.ts';
import type { FactRecord } from '../../server/history/history.ts';
import { ladder as openLadder } from '../../server/sla/ladder.ts';
import { deadlines } from '../../server/sla/policy.ts';

const START = Date.parse('2026-11-18T10:00:00+08:00');
const RESTORED_AT_ONCE = 5000;
/** As in the profiles of the two cities. */
const LADDER: LadderStep[] = [
  { level: 'urge', after: 'warn', amount: 0, unit: 'hours' },
  { level: 'yellow', after: 'due', amount: 0, unit: 'hours' },
  { level: 'red', after: 'due', amount: 1, unit: 'working_days' },
];
const work = workTime({ kind: 'weekly', hours: [[510, 720], [810, 1050]] }, zone('Asia/Shanghai')); // prettier-ignore
const text = { zh: '', en: '' };
const hours = (amount: number) => ({ amount, unit: 'hours' as const });
/** No lexicon and no map: only time is looked at. */
const context: TicketContext = {
  work,
  deadlines: deadlines([{ id: 'all', names: text, when: {}, limit: hours(24), warn: hours(2) }], work),
  satisfied: new Set(),
  words: () => [],
  terms: () => [],
  polarity: () => 'neutral',
  cell: () => '',
};

export interface DeadlineLoad {
  /** Open tickets. */
  tickets: number;
  /** How many of them fall due a second, for how many seconds, and how often that is measured. */
  perSecond: number;
  seconds: number;
  rounds: number;
}

export interface DeadlineCost {
  /** Mean cost of a second of the city's time, clock and ladder, ms of a processor: of the round that others disturbed least. */
  msPerSecond: number;
  /** Longest time from the moment past a deadline until the row said so, in seconds of the city's time. */
  lateMax: number;
  /** Tickets that turned overdue, and steps of the ladder that were given. */
  turned: number;
  given: number;
}

/** Open tickets as history gives them back: those that fall due while it is measured, evenly, and all others days later. */
function* open({ tickets, perSecond, seconds, rounds }: DeadlineLoad): Generator<FactRecord[]> {
  const soon = perSecond * seconds * rounds;
  let lot: FactRecord[] = [];
  for (let n = 0; n < tickets; n++) {
    const due =
      n < soon ? START + (n * SECOND) / perSecond : START + DAY + ((n * 7919) % tickets) * ((20 * DAY) / tickets);
    const id = `T${n}`;
    const steps = [
      { at: START - 3 * HOUR, type: 'ticket.created', source: '/bench', id: `${n}`, data: { channel: 'phone', nature: 'help', title: '' } },
      { at: START - 2 * HOUR, type: 'ticket.dispatched', source: '/bench', id: `${n}d`, data: { unit: `u${n % 60}`, due: new Date(due).toISOString() } },
    ]; // prettier-ignore
    lot.push({ kind: 'ticket', row: { id } as TicketRow, steps });
    if (lot.length < RESTORED_AT_ONCE && n < tickets - 1) continue;
    yield lot;
    lot = [];
  }
}

/** Lets so many seconds pass over so many open tickets and measures what the clock and the ladder cost. */
export function deadlineCost(load: DeadlineLoad): DeadlineCost {
  const store = factStore(context);
  const ladder = openLadder(LADDER, work, {
    rows: () => store.rows('ticket'),
    deadlineSince: (id) => store.deadlineSince(id),
  });
  for (const lot of open(load)) ladder.note(store.restore(lot, START - SECOND), null);
  const cost: DeadlineCost = { msPerSecond: Infinity, lateMax: 0, turned: 0, given: 0 };
  let seq = 0;
  let spent = 0;
  const pass = (now: number): void => {
    const began = process.cpuUsage();
    const changes = store.tick(now);
    const cards = ladder.due(now, Infinity);
    const { user, system } = process.cpuUsage(began);
    spent += (user + system) / 1000;
    for (const { after } of changes) {
      const { due, clock } = after as { due: number; clock: string };
      if (clock !== 'overdue') continue;
      cost.turned++;
      cost.lateMax = Math.max(cost.lateMax, (now - due - 1) / SECOND);
    }
    cost.given += cards.length;
    // What comes back through the log is folded; that is the cost of an event, not of the passing of time.
    for (const card of cards) ladder.note([store.apply({ ...card, seq: ++seq, taken: now }, now)!], now);
  };
  // All whose warning lies behind are urged first: that is no second like the others.
  pass(START - SECOND);
  globalThis.gc?.();
  for (let round = 0; round < load.rounds; round++) {
    spent = 0;
    for (let second = 1; second <= load.seconds; second++) pass(START + (round * load.seconds + second) * SECOND);
    cost.msPerSecond = Math.min(cost.msPerSecond, spent / load.seconds);
  }
  return cost;
}
