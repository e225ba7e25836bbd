/**
 * The life of an alert: pending → firing → claimed → dispatched → recovering → resolved. Pure: from what is known of an
 * alert, what is seen now and the clock to the one step that follows, or none. Desks add their own steps (desk.ts).
 */
import type { AlertData } from '../../contract/alert.ts';
import type { AlertEventType } from '../../contract/event.ts';
import type { AlertRow } from '../../contract/fact.ts';
import type { Alerting, Level, Rule } from '../../contract/rule.ts';
import { HOUR, MINUTE, SECOND } from '../../contract/time.ts';
import type { Seen } from './signals/signal.ts';

/** One step to be written. `content` stands for what only the words of the city can say. */
export type Decision =
  | { type: 'hotline.alert.pending' | 'hotline.alert.raised' | 'hotline.alert.reopened'; level: Level }
  | { type: 'hotline.alert.updated' | 'hotline.alert.relapsed'; level: Level }
  | { type: 'hotline.alert.escalated'; data: AlertData<'hotline.alert.escalated'> }
  | { type: 'hotline.alert.recovering' | 'hotline.alert.lapsed' | 'hotline.alert.resolved' };
export type DecisionType = Extract<AlertEventType, Decision['type']>;

/** An alert that comes back within this time after it resolved itself is the same one. */
const AGAIN = HOUR;
/** What a person resolved does not come back for so long while it lasts, unless it is graver. */
const LEFT_ALONE = 2 * HOUR;
/** It is told that an alert grew when its value did by a quarter, at most once a minute. */
const GROWTH = 1.25;
const GROWTH_PAUSE = MINUTE;
/** Each time it came back it must stay normal twice as long, up to this many times. */
const DAMPED = 4;

/** The level of a value: the rule's, or the gravest that the value reaches. */
export function levelOf(rule: Rule, value: number): Level {
  const reached = (rule.graver ?? []).filter(({ at }) => (rule.below ? value <= at : value >= at));
  return Math.min(rule.level, ...reached.map(({ level }) => level)) as Level;
}

/** How long it must stay normal before it is resolved, ms: longer for what keeps coming back. */
export const keepOf = (rule: Rule, flaps: number): number => rule.keep * SECOND * 2 ** Math.min(flaps, DAMPED);

/**
 * What follows where no alert of the group is open. `last` is the one that was open last, if it is still known. A verdict
 * other than `raise` opens nothing.
 */
export function begin(rule: Rule, last: AlertRow | null, seen: Seen, now: number): Decision | null {
  if (seen.verdict !== 'raise') return null;
  const level = levelOf(rule, seen.sight.value);
  if (last?.resolved) {
    const passed = now - last.resolved;
    if (last.resolvedBy !== null && passed < LEFT_ALONE && level >= (last.level ?? level)) return null;
    if (last.resolvedBy === null && passed < Math.max(AGAIN, keepOf(rule, last.flaps ?? 0)))
      return { type: 'hotline.alert.reopened', level };
  }
  return { type: rule.for > 0 ? 'hotline.alert.pending' : 'hotline.alert.raised', level };
}

/** What follows for an open alert. */
export function goOn(
  rule: Rule,
  alert: AlertRow,
  seen: Seen,
  now: number,
  unclaimed: Alerting['unclaimed'],
): Decision | null {
  const { verdict, sight } = seen;
  const level = Math.min(levelOf(rule, sight.value), alert.level!) as Level;
  if (alert.status === 'pending') {
    if (verdict !== 'raise') return { type: 'hotline.alert.lapsed' };
    return now - alert.began! >= rule.for * SECOND ? { type: 'hotline.alert.raised', level } : null;
  }
  if (alert.status === 'recovering') {
    if (verdict === 'raise') return { type: 'hotline.alert.relapsed', level };
    return now - alert.recovering! >= keepOf(rule, alert.flaps!) ? { type: 'hotline.alert.resolved' } : null;
  }
  if (verdict === 'clear') return { type: 'hotline.alert.recovering' };
  if (alert.status === 'firing') {
    const patience = unclaimed?.[alert.level as 2 | 3 | 4];
    const since = Math.max(alert.escalated ?? 0, alert.raised!);
    if (patience !== undefined && now - since >= patience * MINUTE) {
      const times = alert.escalations! + 1;
      return { type: 'hotline.alert.escalated', data: { level: (alert.level! - 1) as Level, times } };
    }
  }
  const grew = rule.below
    ? sight.value < alert.value! / GROWTH
    : sight.value > Math.max(alert.peak! * GROWTH, alert.peak! + 1);
  if (level < alert.level! || (grew && now - alert.updated! >= GROWTH_PAUSE))
    return { type: 'hotline.alert.updated', level };
  return null;
}
