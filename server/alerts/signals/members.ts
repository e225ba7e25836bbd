/**
 * Members: the rows of a measure that are in a rule's window now, by group. Unlike a tally it keeps the rows themselves, so
 * that those which another alert accounts for can be left out, and requesters can be told apart.
 */
import type { Sight } from '../../../contract/alert.ts';
import { compile, testsOf, type Condition, type Predicate } from '../../../contract/condition.ts';
import type { FactKind, Row } from '../../../contract/fact.ts';
import type { Measure } from '../../../contract/measure.ts';
import type { Rule } from '../../../contract/rule.ts';
import { MINUTE } from '../../../contract/time.ts';
import { groupsOf } from '../keys.ts';

type Fields = Readonly<Record<string, unknown>>;
/** A row as it is now, wherever it is kept here. */
interface Member {
  row: Row;
}
type Rows = Map<string, Member>;
/** Rows of a group by id, and how many of them each requester has. */
interface Group {
  rows: Rows;
  requesters: Map<string, number>;
}
const requesterOf = (row: Row): string => (row as { requester?: string | null }).requester ?? row.id;

/** The window of a rule as of `now`: whole minutes, the last one being that of `now`. */
export function windowOf(minutes: number, now: number): { from: number; to: number } {
  const to = (Math.floor(now / MINUTE) + 1) * MINUTE;
  return { from: to - minutes * MINUTE, to };
}

export class Members {
  /** Rows in the window by group. */
  readonly #groups = new Map<string, Group>();
  /** Rows from the window's beginning on by the minute of their time; those after its end wait here. */
  readonly #minutes = new Map<number, Rows>();
  readonly #members = new Map<string, Member>();
  /** Fields that decide whether, when and in which groups a row is counted. */
  readonly #fields: readonly string[];
  readonly #counts: Predicate;
  readonly #groupsOf: (row: Fields) => string[];
  readonly #at: string | undefined;
  #from = -Infinity;
  #to = Infinity;

  /** Throws ConditionError. */
  constructor(
    measure: Measure,
    private readonly rule: Rule,
  ) {
    const of = compile(measure.fact, measure.of);
    const filter = compile(measure.fact, rule.filter ?? {});
    this.#counts = (row) => of(row) && filter(row);
    this.#groupsOf = groupsOf(measure.fact, rule);
    this.#at = measure.at;
    const asked = [measure.of, ...(rule.filter ? [rule.filter] : [])].flatMap((one) => [
      ...fieldsOf(measure.fact, one),
    ]);
    const own = [...(rule.by ?? []), ...(rule.distinct ? ['requester'] : []), ...(measure.at ? [measure.at] : [])];
    this.#fields = [...new Set([...asked, ...own])];
  }

  change(before: Row | null, after: Row | null): void {
    // Most steps in the life of a ticket change nothing that the rule looks at.
    if (before && after && this.#same(before as unknown as Fields, after as unknown as Fields)) {
      const member = this.#members.get(after.id);
      if (member) member.row = after;
      return;
    }
    if (before) this.#take({ row: before }, false);
    if (after) this.#take({ row: after }, true);
  }

  #same(before: Fields, after: Fields): boolean {
    for (const field of this.#fields) if (before[field] !== after[field]) return false;
    return true;
  }

  #take(member: Member, add: boolean): void {
    const { row } = member;
    const fields = row as unknown as Fields;
    const at = this.#at === undefined ? null : fields[this.#at];
    if ((at !== null && typeof at !== 'number') || !this.#counts(fields)) return;
    if (at !== null) {
      if (at < this.#from) return;
      const minute = Math.floor(at / MINUTE) * MINUTE;
      put(this.#minutes, minute, member, add);
    }
    if (add) this.#members.set(row.id, member);
    else this.#members.delete(row.id);
    if (at === null || at < this.#to) this.#place(member, add);
  }

  /** Moves the window. Rows that leave it at its beginning are gone for good. */
  advance(now: number): void {
    if (this.#at === undefined) return;
    const { from, to } = windowOf(this.rule.window!, now);
    if (from === this.#from && to === this.#to) return;
    const [, until] = [this.#from, this.#to];
    this.#from = from;
    this.#to = to;
    for (const [minute, rows] of this.#minutes) {
      const was = minute < until;
      if (minute < from) {
        this.#minutes.delete(minute);
        for (const member of rows.values()) {
          this.#members.delete(member.row.id);
          if (was) this.#place(member, false);
        }
      } else if (was !== minute < to) for (const member of rows.values()) this.#place(member, !was);
    }
  }

  #place(member: Member, add: boolean): void {
    const { row } = member;
    for (const name of this.#groupsOf(row as unknown as Fields)) {
      let group = this.#groups.get(name);
      if (!group) this.#groups.set(name, (group = { rows: new Map(), requesters: new Map() }));
      const { rows, requesters } = group;
      const had = rows.has(row.id);
      if (add) rows.set(row.id, member);
      else rows.delete(row.id);
      if (this.rule.distinct && had !== add) {
        const requester = requesterOf(row);
        const left = (requesters.get(requester) ?? 0) + (add ? 1 : -1);
        if (left > 0) requesters.set(requester, left);
        else requesters.delete(requester);
      }
      if (rows.size === 0) this.#groups.delete(name);
    }
  }

  /** Groups with at least so many rows. */
  *atLeast(rows: number): Generator<string> {
    for (const [name, group] of this.#groups) if (group.rows.size >= rows) yield name;
  }

  /** How many rows a group has, requesters once where the rule says so, without those that are explained. */
  count(name: string, explained?: (row: Row) => boolean): number {
    const group = this.#groups.get(name);
    if (!group) return 0;
    const { rows, requesters } = group;
    if (!explained) return this.rule.distinct ? requesters.size : rows.size;
    const left = [...rows.values()].map(({ row }) => row).filter((row) => !explained(row));
    return this.rule.distinct ? new Set(left.map(requesterOf)).size : left.length;
  }

  /** What is counted of a group, and how many facts are behind it where requesters are counted. */
  seen(name: string, explained?: (row: Row) => boolean): Pick<Sight, 'value' | 'facts'> {
    const value = this.count(name, explained);
    return this.rule.distinct ? { value, facts: this.#groups.get(name)?.rows.size ?? 0 } : { value };
  }

  /** Some row of a group. */
  sample(name: string): Row | undefined {
    return this.#groups.get(name)?.rows.values().next().value?.row;
  }
}

function put<K>(into: Map<K, Rows>, key: K, member: Member, add: boolean): void {
  const { id } = member.row;
  const rows = into.get(key);
  if (add) {
    if (rows) rows.set(id, member);
    else into.set(key, new Map([[id, member]]));
  } else if (rows?.delete(id) && rows.size === 0) into.delete(key);
}

/** Fields of a fact that a condition looks at. Throws ConditionError. */
function* fieldsOf(kind: FactKind, condition: Condition): Generator<string> {
  for (const { field, test } of testsOf(kind, condition)) {
    yield field;
    for (const bound of [test.lt, test.le, test.gt, test.ge]) if (typeof bound === 'string') yield bound;
  }
  for (const one of condition.any ?? []) yield* fieldsOf(kind, one);
}
