/** Timelines for tests of alerts: a small city, what happens in it when, and what is to be seen when. */
import { expect } from 'vitest';
import type { AlertRow } from '../../contract/fact.ts';
import type { Alerting, Rule } from '../../contract/rule.ts';
import { HOUR, MINUTE, SECOND } from '../../contract/time.ts';
import { exampleCity } from '../city/fixture.ts';
import type { LogEvent } from '../log/log.ts';
import type { HourCount } from './normal/normal.ts';
import { Rehearsal } from './rehearsal.ts';
import { groupOf } from './keys.ts';
import { findSignals } from './signals/signal.ts';

/** Monday, 2026-03-02, 09:00 in Shanghai. */
export const START = Date.parse('2026-03-02T09:00:00+08:00');
const signals = await findSignals();
const names = { zh: '规则', en: 'Rule' };

/** A rule with what every rule must have. */
export const ruleOf = (rule: Partial<Rule> & Pick<Rule, 'id' | 'signal'>): Rule => ({
  names,
  family: rule.signal === 'surge' ? 'matter' : rule.signal === 'silence' ? 'feed' : 'service',
  for: 0,
  keep: 300,
  level: 3,
  ...rule,
});

/** A steady past of eight weeks: `perHour` tickets at each of these places, alternating a little around it. */
export const steady =
  (places: readonly Record<string, string>[], perHour: number) =>
  (rule: Rule, from: number, to: number): Promise<HourCount[]> => {
    const hours: HourCount[] = [];
    const groups = new Map<string, number>();
    for (const place of places) {
      const key = groupOf(rule, place);
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
    for (const [key, count] of groups)
      for (let hour = from, i = 0; hour < to; hour += HOUR, i++)
        hours.push({ key, hour, count: count * Math.max(0, perHour + ((i * 7) % 3) - 1) });
    return Promise.resolve(hours);
  };

/** A story that is told at minutes after its start. */
export class Story {
  readonly rehearsal: Rehearsal;
  #n = 0;
  #coming: LogEvent[] = [];

  constructor(alerting: Alerting, hours: ReturnType<typeof steady> = () => Promise.resolve([])) {
    this.rehearsal = new Rehearsal({ city: exampleCity(), alerting, signals, hours, start: START });
  }

  /** `count` tickets, evenly from minute `from` until minute `to`. */
  tickets(from: number, to: number, count: number, data: Record<string, unknown> = {}): this {
    for (let i = 0; i < count; i++) {
      const at = START + Math.floor((from + ((to - from) * i) / count) * MINUTE);
      const n = ++this.#n;
      this.event(at, 'hotline.ticket.created', `t${n}`, {
        channel: 'phone', nature: 'complaint', title: `工单 ${n}`, requester: `r${n}`, ...data,
      }); // prettier-ignore
    }
    return this;
  }

  /** Any event, at Unix ms. */
  event(at: number, type: LogEvent['type'], subject: string, data: Record<string, unknown>, source = '/example/desk'): this {
    this.#coming.push({ source, id: `e${++this.#n}`, type, subject, at, data });
    return this;
  } // prettier-ignore

  /** Lets the clock run to this minute. */
  async until(minute: number): Promise<this> {
    this.#coming.sort((a, b) => a.at - b.at);
    const to = START + minute * MINUTE;
    const due = this.#coming.filter(({ at }) => at <= to);
    this.#coming = this.#coming.filter(({ at }) => at > to);
    await this.rehearsal.run(
      to,
      due.map((event) => ({ due: event.at, event })),
    );
    return this;
  }

  /** What stands now: `rule keys status level`, in the order in which it was raised. */
  get cards(): string[] {
    return this.rehearsal.alerts().map((row) => `${row.rule} ${keysIn(row)} ${row.status} ${row.level}`);
  }

  /** Steps written so far as `minute step`, of alerts of one rule or of all. */
  steps(rule = ''): string[] {
    return this.rehearsal.written
      .filter(({ subject }) => subject.startsWith(rule))
      .map(({ at, type }) => `${((at - START) / MINUTE).toFixed(1)} ${type.slice('hotline.alert.'.length)}`);
  }

  /** Lets the clock run and expects a step of a rule between two minutes. */
  async want(rule: string, step: string, from: number, to: number): Promise<this> {
    const before = this.rehearsal.written.length;
    await this.until(to);
    const found = this.rehearsal.written
      .slice(before)
      .filter(({ subject, type }) => subject.startsWith(`${rule}.`) && type === `hotline.alert.${step}`)
      .map(({ at }) => (at - START) / MINUTE);
    expect(found.length, `${rule} ${step} in ${from}–${to}: ${this.steps().join(', ')}`).toBe(1);
    expect(found[0]).toBeGreaterThanOrEqual(from);
    return this;
  }

  /** Lets the clock run and expects that nothing is written. */
  async quiet(to: number): Promise<this> {
    const before = this.steps().length;
    await this.until(to);
    expect(this.steps().slice(before)).toEqual([]);
    return this;
  }
}

const keysIn = (row: AlertRow): string =>
  [row.district, row.street, row.community, row.category, row.unit, row.words, row.source].filter((key) => key !== null).join('/') || '-'; // prettier-ignore

export { MINUTE, SECOND };
