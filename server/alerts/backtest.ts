/**
 * Backtest: a rule over past days, as it would have been: when it would have raised what, how long before people acted, how
 * often a day, and how often about the same thing. It rehearses on the facts of history and writes nothing.
 */
import type { AlertContent } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import type { EntryType } from '../../contract/event.ts';
import { subjectOf, type FactKind, type Step } from '../../contract/fact.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Rule } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { DAY, MINUTE } from '../../contract/time.ts';
import type { History } from '../history/history.ts';
import { hoursOf } from './normal/hours.ts';
import { Rehearsal, type Delivery } from './rehearsal.ts';
import type { SignalKind } from './signals/signal.ts';

/** Facts that are rehearsed at most; more would not fit beside the live city. */
export const FACTS_MAX = 300_000;
/** Rules are looked at this often, ms of the past. */
const EVERY = MINUTE;
/** Alerts of the same group within this time of one another are about the same thing. */
const SAME = DAY;
/** What people do when they notice. */
const NOTICED = new Set(['ticket.urged', 'ticket.merged', 'ticket.supervised']);

/** One alert that would have been. Times are Unix ms. */
export interface Tried {
  id: string;
  titles: Text;
  says: Text;
  level: number;
  raised: number;
  resolved: number | null;
  peak: number;
  /** How many facts it was about when it was raised. */
  count: number;
  /** How long after it people first urged, merged or supervised one of its tickets, ms; negative: before it. Null: never. */
  noticedAfter: number | null;
}
export interface Backtest {
  days: number;
  alerts: Tried[];
  perDay: number;
  /** How many of them were about the same thing as one before. */
  sameMatter: number;
}

export class TooMuch extends Error {}

export interface BacktestOptions {
  city: City;
  history: Pick<History, 'count' | 'recent'>;
  signals: ReadonlyMap<string, SignalKind>;
  rule: Rule;
  /** [from, to), Unix ms. */
  from: number;
  to: number;
}

/** Runs it. Rejects with TooMuch where there are more facts than FACTS_MAX. */
export async function backtest({ city, history, signals, rule, from, to }: BacktestOptions): Promise<Backtest> {
  const kind = rule.measure === undefined ? null : measureOf(rule.measure).fact;
  const begin = from - (rule.window ?? 0) * MINUTE;
  const deliveries = kind === null ? [] : await stepsOf(history, kind, begin, to);
  const normals = new Map<number, ReturnType<typeof hoursOf>>();
  const rehearsal = new Rehearsal({
    city,
    alerting: { rules: [{ ...rule, enabled: true }] },
    signals,
    start: from,
    every: EVERY,
    hours: (one, after, until) => {
      const known = normals.get(until) ?? hoursOf(history, one, after, until);
      normals.set(until, known);
      return known;
    },
  });
  const split = deliveries.findIndex(({ due }) => due >= from);
  const past = split < 0 ? deliveries : deliveries.slice(0, split);
  rehearsal.take(past.map(({ event }) => event));
  // The last look is at the end of the running minute, so that what came just now is seen too.
  await rehearsal.run(Math.ceil(to / EVERY) * EVERY, split < 0 ? [] : deliveries.slice(split));

  const acts = deliveries.filter(({ event }) => NOTICED.has(event.type.slice('hotline.'.length)));
  const alerts = rehearsal.alerts().map((row): Tried => {
    const raise = rehearsal.written.find(({ subject, type }) => subject === row.id && type === 'hotline.alert.raised')!
      .data as unknown as AlertContent;
    const known = rehearsal.engine.book.get(row.id)!;
    const noticed = acts.find(({ due, event }) => {
      const fact = rehearsal.store.record('ticket', event.subject)?.row;
      return fact !== undefined && due >= row.began! && known.accountsFor(fact as never);
    });
    return {
      id: row.id,
      titles: raise.titles,
      says: raise.says,
      level: raise.level,
      raised: row.raised!,
      resolved: row.resolved,
      peak: row.peak!,
      count: raise.sight.value,
      noticedAfter: noticed ? noticed.due - row.raised! : null,
    };
  });
  const last = new Map<string, number>();
  let sameMatter = 0;
  for (const { titles, raised } of alerts) {
    const before = last.get(titles.zh);
    if (before !== undefined && raised - before <= SAME) sameMatter++;
    last.set(titles.zh, raised);
  }
  const days = (to - from) / DAY;
  return { days, alerts, perDay: alerts.length / days, sameMatter };
}

/** All steps before `to` of the facts of a kind that were touched since `from`, in the order in which they happened. */
async function stepsOf(
  history: Pick<History, 'recent'>,
  kind: FactKind,
  from: number,
  to: number,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  let facts = 0;
  for await (const records of history.recent(kind, from)) {
    facts += records.length;
    if (facts > FACTS_MAX) throw new TooMuch(`more than ${FACTS_MAX} facts in these days`);
    for (const { row, steps } of records)
      for (const step of steps) if (step.at < to) deliveries.push(deliveryOf(subjectOf(kind, row.id), step));
  }
  return deliveries.sort((a, b) => a.due - b.due);
}

const deliveryOf = (subject: string, { at, type, source, id, data }: Step): Delivery => ({
  due: at,
  event: { source, id, type: `hotline.${type}` as EntryType, subject, at, data },
});
