/**
 * The way of a suspicion to a card: feeds → inhibit → silence → route. Each stage keeps it or holds it back, and says why;
 * the reasons travel with the card. What groups suspicions about one matter comes before (group.ts). Pure.
 */
import type { AlertCard, Reason } from '../../contract/alert.ts';
import type { Inhibit, Route, Rule, Silence } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { matches, type Matched } from './match.ts';

/** What the stages look at. */
export interface Situation {
  now: number;
  /** Sources that are silent now. */
  silent: ReadonlySet<string>;
  /** Alerts that are raised and not resolved. */
  open: Pick<AlertCard, 'rule' | 'family' | 'level' | 'keys' | 'titles'>[];
  inhibits: readonly Inhibit[];
  silences: readonly Silence[];
  routes: readonly Route[];
}

/** A suspicion, or an alert. */
export type Suspect = Matched & { dependsOn: readonly string[] };

type Stage = (suspect: Suspect, situation: Situation) => Omit<Reason, 'stage'>;
const kept = (zh: string, en: string): Omit<Reason, 'stage'> => ({ kept: true, why: { zh, en } });
const dropped = (why: Text): Omit<Reason, 'stage'> => ({ kept: false, why });

/** A rule that sees too little while a source is silent says nothing. */
const feeds: Stage = ({ dependsOn }, { silent }) => {
  const missing = dependsOn.find((source) => silent.has(source));
  return missing === undefined
    ? kept('所依赖的信源正常', 'its sources are heard')
    : dropped({ zh: `信源 ${missing} 中断，暂不判断`, en: `source ${missing} is silent: not judged` });
};

/** While a graver matter is open, what follows from it is not raised as well. */
const inhibit: Stage = (suspect, { open, inhibits }) => {
  for (const { by, of, equal = [], reason } of inhibits) {
    if (!matches(of, suspect)) continue;
    const other = open.find(
      (one) => matches(by, one) && equal.every((field) => one.keys[field] !== undefined && one.keys[field] === suspect.keys[field]),
    ); // prettier-ignore
    if (other) return dropped({ zh: `${reason.zh}：${other.titles.zh}`, en: `${reason.en}: ${other.titles.en}` });
  }
  return kept('没有更重的相关预警', 'no graver alert stands for it');
};

/** Whether a silence holds at a moment for what fits it. */
export const silenced = (silences: readonly Silence[], suspect: Matched, now: number): Silence | undefined =>
  silences.find(({ match, from, to }) => now >= from && now < to && matches(match, suspect));

const silence: Stage = (suspect, { silences, now }) => {
  const one = silenced(silences, suspect, now);
  return one
    ? dropped({ zh: `${one.by} 设置静默：${one.reason}`, en: `silenced by ${one.by}: ${one.reason}` })
    : kept('没有静默', 'no silence');
};

/** Nobody need be told for a card to be shown: the route only says who is. */
const route: Stage = (suspect, { routes }) => {
  const to = [...new Set(routes.filter(({ match }) => matches(match ?? {}, suspect)).flatMap((one) => one.to))];
  return to.length === 0
    ? kept('仅上墙，不推送', 'shown on the wall, nobody is told')
    : kept(`推送 ${to.join('、')}`, `told to ${to.join(', ')}`);
};

const STAGES: readonly (readonly [name: string, stage: Stage])[] = [
  ['feeds', feeds],
  ['inhibit', inhibit],
  ['silence', silence],
  ['route', route],
];

/** Sends a suspicion through the stages, up to the first that holds it back. */
export function pass(suspect: Suspect, situation: Situation): Reason[] {
  const reasons: Reason[] = [];
  for (const [stage, judge] of STAGES) {
    const reason = { stage, ...judge(suspect, situation) };
    reasons.push(reason);
    if (!reason.kept) break;
  }
  return reasons;
}

/** The sources on which a rule depends. */
export const dependencies = ({ feeds: sources = [] }: Rule): readonly string[] => sources;
