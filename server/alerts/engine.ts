/**
 * The engine: rules → group → feeds → inhibit → silence → route → the life of an alert. It is fed by the same pairs as the
 * views and asked at moments of the city's clock what is to be written; what it says comes back to it as facts. So all it
 * knows follows from the log and the clock, and a server that takes over goes on where another one stopped.
 */
import { createHash } from 'node:crypto';
import { ALERT_SOURCE, type AlertContent, type AlertKeys, type Reason, type Sight } from '../../contract/alert.ts';
import type { AlertRow, IssueRow, Row } from '../../contract/fact.ts';
import type { Alerting, Rule, Silence } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { DAY } from '../../contract/time.ts';
import type { Change } from '../facts/store.ts';
import type { LogEvent } from '../log/log.ts';
import { Book, explainedBy, type Known, type Sighted } from './book.ts';
import { choose, suspicionsOf, type Suspicion } from './group.ts';
import { wordingOf, type Wording } from './content.ts';
import { contains, groupOf } from './keys.ts';
import { begin, goOn, levelOf, type Decision } from './life.ts';
import { dependencies, pass, silenced, type Situation } from './pipeline.ts';
import type { Seen, SignalKind, Watch, WatchContext } from './signals/signal.ts';
import { saysOf } from './words.ts';

/** A suspicion that was not raised, and why. */
export interface Held {
  rule: string;
  keys: AlertKeys;
  titles: Text;
  says: Text;
  why: Reason[];
}

export interface Evaluation {
  events: LogEvent[];
  held: Held[];
}

/** New alerts at one moment; more wait for the next. */
const AT_ONCE = 20;
const HELD_MAX = 100;
const ACCOUNTED: Text = { zh: '已有预警涵盖', en: 'an open alert accounts for it' };
const ALONE: Text = { zh: '没有其他预警涵盖', en: 'no other alert accounts for it' };
/** Facts of a matter that was resolved are accounted for so long: the longest window. */
const REMEMBERED = 7 * DAY;

export interface EngineOptions {
  alerting: Alerting;
  signals: ReadonlyMap<string, SignalKind>;
  context: WatchContext;
  now: number;
}

export class Engine {
  readonly watches: Watch[];
  readonly book = new Book();
  silences: readonly Silence[] = [];
  readonly #wording: Wording;
  /** Hot issues by their ids, for rules that are grouped by them. */
  readonly #issues = new Map<string, IssueRow>();
  readonly #options: EngineOptions;

  /** Throws ConditionError and RuleError for a rule that cannot work. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#wording = wordingOf(options.context.city, (id) => this.#issues.get(id));
    this.watches = options.alerting.rules
      .filter(({ enabled }) => enabled !== false)
      .map((rule) => options.signals.get(rule.signal)!.open(rule, options.context, options.now));
    for (const watch of this.watches) watch.advance(options.now);
  }

  /** Takes in changes of facts. */
  apply(changes: readonly Pick<Change, 'kind' | 'before' | 'after'>[]): void {
    for (const { kind, before, after } of changes) {
      if (kind === 'alert') this.book.change(before as AlertRow | null, after as AlertRow | null);
      if (kind === 'issue') this.#note(before as IssueRow | null, after as IssueRow | null);
      for (const watch of this.watches) if (watch.kinds.includes(kind)) watch.change(before, after);
    }
  }

  #note(before: IssueRow | null, after: IssueRow | null): void {
    if (after) this.#issues.set(after.id, after);
    else if (before) this.#issues.delete(before.id);
  }

  /** Whether a group is of an issue that stands, or of none: what a desk dismissed, or what went on as another, is no matter. */
  #stands({ issue }: AlertKeys): boolean {
    if (issue === undefined) return true;
    const row = this.#issues.get(issue);
    return row !== undefined && row.title !== null && (row.status === 'open' || row.status === 'cooled');
  }

  /** Reads what lies before the live facts, where it is due. */
  async refresh(now: number): Promise<void> {
    for (const watch of this.watches) await watch.refresh?.(now);
  }

  /** What is to be written as of `now`, Unix ms. Changes nothing: it comes back as facts. */
  evaluate(now: number): Evaluation {
    for (const watch of this.watches) watch.advance(now);
    const events: LogEvent[] = [];
    const held: Held[] = [];
    const silent = new Set(
      Object.entries(this.#options.context.feeds(now))
        .filter(([, feed]) => feed.silent)
        .map(([source]) => source),
    );
    const situation: Situation = {
      now,
      silent,
      open: this.book.open().flatMap(({ row, content }) => (row.raised === null ? [] : [content])),
      inhibits: this.#options.alerting.inhibits ?? [],
      silences: this.silences,
      routes: this.#options.alerting.routes ?? [],
    };
    this.#goOn(situation, events);
    this.#begin(situation, events, held);
    return { events, held: held.slice(0, HELD_MAX) };
  }

  /** Steps of the alerts that are open. */
  #goOn(situation: Situation, events: LogEvent[]): void {
    const { now, silent } = situation;
    const { unclaimed } = this.#options.alerting;
    const matters = this.book.matters(now - REMEMBERED);
    for (const known of this.book.open()) {
      const { row, content } = known;
      const watch = this.watches.find(({ rule }) => rule.id === content.rule);
      if (!watch) {
        this.#write(events, row.id, now, 'hotline.alert.resolved', { comment: 'the rule is gone' });
        continue;
      }
      const { rule } = watch;
      let seen: Seen = watch.see(groupOf(rule, content.keys)) ?? { verdict: 'hold', sight: content.sight };
      if (!this.#stands(content.keys)) seen = { ...seen, verdict: 'clear' };
      // A rule whose source is lost does not see that things are well again.
      if (dependencies(rule).some((source) => silent.has(source))) seen = { ...seen, verdict: 'hold' };
      // What another alert came to account for meanwhile is no alert of its own.
      if (row.status === 'pending' && seen.verdict === 'raise')
        seen = watch.see(groupOf(rule, content.keys), explainedBy(matters, row.id)) ?? seen;
      const decision = goOn(rule, row, seen, now, unclaimed);
      if (decision)
        this.#decide(
          decision,
          { id: row.id, watch, keys: content.keys, why: content.why },
          seen.sight,
          situation,
          events,
        );
    }
  }

  /** Suspicions that become alerts. */
  #begin(situation: Situation, events: LogEvent[], held: Held[]): void {
    const { book } = this;
    const { now } = situation;
    const fresh = (watch: Watch): Suspicion[] =>
      suspicionsOf(watch).filter(
        ({ group, keys }) => this.#stands(keys) && !book.latest(watch.rule.id, group)?.row.open,
      );
    const isMatter = (watch: Watch): boolean => watch.rule.family === 'matter';
    const matters = book.matters(now - REMEMBERED);
    const known = (fact: Row, { watch, group }: Suspicion): boolean =>
      explainedBy(matters, book.latest(watch.rule.id, group)?.row.id)(fact);

    const found = choose(this.watches.filter(isMatter).flatMap(fresh), known, AT_ONCE);
    const others = this.watches.filter((watch) => !isMatter(watch)).flatMap(fresh);
    // What follows from a matter on a card of its own is not a second alert: its overdue tickets are its own.
    const rest = choose(
      others,
      (fact, suspicion) => known(fact, suspicion) || found.accounts.some((one) => one(fact)),
      AT_ONCE,
    );
    for (const { suspicion, by } of [...found.explained, ...rest.explained]) {
      const titles = by && this.#wording.titles(by.watch, by.keys);
      const why = titles ? { zh: `属于 ${titles.zh}`, en: `part of ${titles.en}` } : ACCOUNTED;
      held.push(this.#held(suspicion, [{ stage: 'group', kept: false, why }]));
    }
    for (const suspicion of [...found.chosen, ...rest.chosen]) {
      const { rule } = suspicion.watch;
      const level = levelOf(rule, suspicion.seen.sight.value);
      const suspect = {
        rule: rule.id,
        family: rule.family,
        level,
        keys: suspicion.keys,
        dependsOn: dependencies(rule),
      };
      const why: Reason[] = [{ stage: 'group', kept: true, why: ALONE }, ...pass(suspect, situation)];
      if (!why.at(-1)!.kept) {
        held.push(this.#held(suspicion, why));
        continue;
      }
      // The number on the card is that of the list behind it (M2): all facts of the group, whoever accounts for some.
      const seen = suspicion.watch.see(suspicion.group) ?? suspicion.seen;
      const last = book.latest(rule.id, suspicion.group)?.row ?? null;
      const decision = begin(rule, last, seen, now);
      if (!decision) continue;
      const id = decision.type === 'hotline.alert.reopened' ? last!.id : idOf(rule, suspicion.keys, now);
      const { watch, keys } = suspicion;
      this.#decide(decision, { id, watch, keys, why }, seen.sight, situation, events);
    }
  }

  #decide(
    decision: Decision,
    { id, watch, keys, why }: { id: string; watch: Watch; keys: AlertKeys; why: Reason[] },
    sight: Sight,
    situation: Situation,
    events: LogEvent[],
  ): void {
    const { now } = situation;
    const { rule } = watch;
    switch (decision.type) {
      case 'hotline.alert.pending':
      case 'hotline.alert.raised':
      case 'hotline.alert.reopened': {
        const content = this.#wording.content(watch, keys, decision.level, sight, why);
        this.#write(events, id, now, decision.type, content);
        if (decision.type === 'hotline.alert.pending') return;
        situation.open.push(content);
        this.#absorb(content, id, now, events);
        return;
      }
      case 'hotline.alert.updated':
      case 'hotline.alert.relapsed':
        return this.#write(events, id, now, decision.type, { level: decision.level, says: saysOf(rule, sight), sight });
      case 'hotline.alert.escalated':
        return this.#write(events, id, now, decision.type, decision.data);
      case 'hotline.alert.recovering':
        return this.#write(events, id, now, decision.type, { sight });
      default:
        return this.#write(events, id, now, decision.type, {});
    }
  }

  /** A broader alert about the same takes the place of narrower ones that nobody has claimed. */
  #absorb({ family, keys }: AlertContent, id: string, now: number, events: LogEvent[]): void {
    if (family !== 'matter') return;
    for (const { row, content } of this.book.open()) {
      if (row.id === id || content.family !== 'matter' || !contains(keys, content.keys)) continue;
      if (row.claimedBy !== null) continue;
      // Whatever else was to be said of it at this moment does not matter any more.
      const own = events.findIndex(({ subject }) => subject === row.id);
      if (own >= 0) events.splice(own, 1);
      this.#write(events, row.id, now, 'hotline.alert.resolved', { into: id });
    }
  }

  #write(events: LogEvent[], id: string, now: number, type: LogEvent['type'], data: object): void {
    // One step of an alert at a moment: a server that writes it again changes nothing (E3).
    if (events.some(({ subject }) => subject === id)) return;
    events.push({
      source: ALERT_SOURCE,
      id: `${id}|${type.slice('hotline.alert.'.length)}|${now}`,
      type,
      subject: id,
      at: now,
      data: data as Record<string, unknown>,
    });
  }

  #held(suspicion: Suspicion, why: Reason[]): Held {
    const { watch, keys, seen } = suspicion;
    return {
      rule: watch.rule.id,
      keys,
      titles: this.#wording.titles(watch, keys),
      says: saysOf(watch.rule, seen.sight),
      why,
    };
  }

  /**
   * What the rule of an open alert sees at this moment, and says of it: its number is that of the list behind it at any
   * time (M2), not only at the step that was written last. Null where nothing can be seen; what was written holds then.
   */
  sees(id: string, now: number): Sighted | null {
    const known = this.book.get(id);
    if (!known?.row.open || known.row.raised === null) return null;
    const { content } = known;
    const watch = this.watches.find(({ rule }) => rule.id === content.rule);
    watch?.advance(now);
    const seen = watch?.see(groupOf(watch.rule, content.keys));
    return watch && seen ? { sight: seen.sight, says: saysOf(watch.rule, seen.sight) } : null;
  }

  /** Whether a silence hides an alert that is open. */
  silenced({ content }: Known, now: number): boolean {
    return silenced(this.silences, content, now) !== undefined;
  }
}

/** Id of a new alert: the rule, its group, and when it began. */
export function idOf(rule: Pick<Rule, 'id'>, keys: AlertKeys, now: number): string {
  const hash = createHash('sha256').update(JSON.stringify(keys)).digest('base64url').slice(0, 8);
  return `${rule.id}.${hash}.${Math.floor(now / 1000).toString(36)}`;
}
