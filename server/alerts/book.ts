/** The alerts of a city by what they are about: which one is open for a rule and a group, and which accounts for a row. */
import type { AlertCard, AlertContent } from '../../contract/alert.ts';
import { compile, type Predicate } from '../../contract/condition.ts';
import { BIRTH, type AlertRow, type Row } from '../../contract/fact.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Level } from '../../contract/rule.ts';
import { groupOf } from './keys.ts';

/** An alert and what it said last. */
export interface Known {
  row: AlertRow;
  content: AlertContent;
  /** Whether a fact is one of those that it is about. */
  accountsFor: Predicate;
}

/** A number and what is said of it. */
export type Sighted = Pick<AlertContent, 'sight' | 'says'>;

/** An alert as its card shows it, with what is seen at this moment where it is given. Null while it was never raised. */
export function cardOf(row: AlertRow, live?: Sighted | null): AlertCard | null {
  if (row.raised === null || row.content === null) return null;
  const content = { ...(JSON.parse(row.content) as AlertContent), ...live };
  const { rule, family, titles, says, keys, place, sight, why } = content;
  return {
    rule, family, titles, says, keys, place, sight, why,
    level: row.level as Level,
    status: row.status as AlertCard['status'],
    since: row.raised,
    updated: row.updated!,
    ...(content.owner !== undefined && { owner: content.owner }),
    ...(content.advice && { advice: content.advice }),
    ...(row.claimedBy !== null && { claimedBy: row.claimedBy, claimed: row.claimed! }),
    ...(row.dispatchedTo !== null && { dispatchedTo: row.dispatchedTo }),
    ...(row.escalations! > 0 && { escalations: row.escalations! }),
    ...(row.flaps! > 0 && { flaps: row.flaps! }),
    ...(row.resolved !== null && { resolved: row.resolved }),
    ...(content.measure !== undefined && { measure: content.measure }),
    ...(content.filter && { filter: content.filter }),
  }; // prettier-ignore
}

/** The facts an alert is about: those of its measure and filter, from the beginning of its first window until its end. */
function accounts(row: AlertRow, { measure: id, filter, sight }: AlertContent): Predicate {
  if (id === undefined) return () => false;
  const measure = measureOf(id);
  const at = measure.at ?? BIRTH[measure.fact];
  const span = sight.from === undefined || sight.to === undefined ? 0 : sight.to - sight.from;
  const from = (row.began ?? row.raised!) - span;
  const to = row.resolved ?? Infinity;
  const fits = compile(measure.fact, filter ?? {});
  return (fact) => {
    const moment = fact[at];
    return typeof moment === 'number' && moment >= from && moment < to && fits(fact);
  };
}

export class Book {
  readonly #alerts = new Map<string, Known>();
  /** The latest alert of each rule and group. */
  readonly #latest = new Map<string, Known>();

  /** Takes in a change of an alert. */
  change(before: AlertRow | null, after: AlertRow | null): void {
    const id = (after ?? before)!.id;
    const old = this.#alerts.get(id);
    if (!after) {
      this.#alerts.delete(id);
      if (old && this.#latest.get(nameOf(old.content)) === old) this.#latest.delete(nameOf(old.content));
      return;
    }
    const content = JSON.parse(after.content!) as AlertContent;
    const known: Known = { row: after, content, accountsFor: accounts(after, content) };
    this.#alerts.set(id, known);
    const name = nameOf(content);
    const latest = this.#latest.get(name);
    if (!latest || latest.row.id === id || latest.row.began! <= after.began!) this.#latest.set(name, known);
  }

  /** The latest alert of a rule and a group, open or not. */
  latest(rule: string, group: string): Known | undefined {
    return this.#latest.get(`${rule} ${group}`);
  }

  /** Alerts that are open. */
  open(): Known[] {
    return [...this.#alerts.values()].filter(({ row }) => row.open);
  }

  get(id: string): Known | undefined {
    return this.#alerts.get(id);
  }

  all(): IterableIterator<Known> {
    return this.#alerts.values();
  }

  /** Alerts about a matter that are open, or were until `since`: their facts are accounted for. */
  matters(since: number): Known[] {
    return [...this.#alerts.values()].filter(
      ({ row, content }) =>
        content.family === 'matter' && row.status !== 'lapsed' && (row.resolved === null || row.resolved >= since),
    );
  }
}

const nameOf = ({ rule, keys }: AlertContent): string => `${rule} ${groupOf({ by: Object.keys(keys) as never }, keys)}`;

/** Whether any of these alerts, but the one named, accounts for a fact. */
export const explainedBy =
  (alerts: readonly Pick<Known, 'row' | 'accountsFor'>[], but?: string) =>
  (fact: Row): boolean =>
    alerts.some(({ row, accountsFor }) => row.id !== but && accountsFor(fact as never));
