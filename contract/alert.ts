/**
 * Alerts (rule A1): one card a matter, with a life of its own. Every step of that life is an event in the log, written by
 * the wall itself or by a desk through it, so a restart forgets nothing and a replay shows it as it was.
 */
import Type, { type Static, type TObject } from 'typebox';
import { Condition } from './condition.ts';
import type { AlertEventType } from './event.ts';
import { MEASURE_IDS } from './measure.ts';
import { FAMILIES, KEY_FIELDS, Level, SIGNALS } from './rule.ts';
import { Text } from './text.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 64 });

/** Sources of events that the wall writes itself; nobody else may use one that begins so. */
export const WALL = '/wall/';
export const CLOCK_SOURCE = `${WALL}clock`;
export const ALERT_SOURCE = `${WALL}alerts`;
export const DESK_SOURCE = `${WALL}desk`;

/** What a stage of the pipeline decided, and why. */
export const Reason = Type.Object({ stage: Code, kept: Type.Boolean(), why: Text }, closed);
export type Reason = Static<typeof Reason>;

/** The values that an alert is about, by the fields of its rule. */
export const AlertKeys = Type.Object(
  Object.fromEntries(KEY_FIELDS.map((field) => [field, Type.Optional(Code)])),
  closed,
);
export type AlertKeys = { [K in (typeof KEY_FIELDS)[number]]?: string };

/** Codes of the place; `community` is a name. */
export const AlertPlace = Type.Object(
  { district: Type.Optional(Code), street: Type.Optional(Code), community: Type.Optional(Code) },
  closed,
);
export type AlertPlace = Static<typeof AlertPlace>;

/** What a signal saw: a number and what is normal. */
export const Sight = Type.Object(
  {
    /** The measure's value: a count, a percentage, seconds. */
    value: Type.Number(),
    /** How many facts are behind it, where the value counts the requesters of them. */
    facts: Type.Optional(Type.Integer()),
    /** The range it covers, Unix ms; absent for states. */
    from: Type.Optional(Type.Integer()),
    to: Type.Optional(Type.Integer()),
    /** Surge: the usual (10th and 90th percentile of the fitted distribution, and its mean). */
    low: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number()),
    mean: Type.Optional(Type.Number()),
    /** Surge: log10 of the probability of so many or more on a normal day. */
    odds: Type.Optional(Type.Number()),
  },
  closed,
);
export type Sight = Static<typeof Sight>;

/** What is said of an alert when it comes up; all that its card needs, so that it stands when the rule is edited. */
export const AlertContent = Type.Object(
  {
    rule: Code,
    signal: Type.Enum([...SIGNALS]),
    family: Type.Enum([...FAMILIES]),
    keys: AlertKeys,
    /** Where it is, as far as its keys tell: a street lies in a district, a compound in a street. */
    place: AlertPlace,
    level: Level,
    owner: Type.Optional(Code),
    /** Place and matter, as a person would name it. */
    titles: Text,
    /** What is abnormal, in a sentence. */
    says: Text,
    advice: Type.Optional(Text),
    sight: Sight,
    measure: Type.Optional(Type.Enum([...MEASURE_IDS])),
    /** The facts behind it: the rule's filter and its keys. */
    filter: Type.Optional(Condition),
    why: Type.Array(Reason, { maxItems: 20 }),
  },
  closed,
);
export type AlertContent = Omit<Static<typeof AlertContent>, 'filter' | 'keys'> & {
  filter?: Condition;
  keys: AlertKeys;
};

const by = Type.String({ minLength: 1, maxLength: 64, description: 'Who did it, as the desk is called.' });
const comment = Type.Optional(Type.String({ maxLength: 500, description: 'Words that go with it.' }));
const seen = { level: Level, says: Text, sight: Sight };

/** `data` of each step in the life of an alert; its id is the event's subject. */
export const ALERT_DATA = {
  /** The condition began to hold; not shown before it has held long enough. */
  'hotline.alert.pending': AlertContent,
  /** It ceased to hold before that. */
  'hotline.alert.lapsed': Type.Object({}, closed),
  'hotline.alert.raised': AlertContent,
  /** It came back so soon that it is the same alert. */
  'hotline.alert.reopened': AlertContent,
  /** It grew. */
  'hotline.alert.updated': Type.Object(seen, closed),
  'hotline.alert.claimed': Type.Object({ by, comment }, closed),
  'hotline.alert.commented': Type.Object({ by, comment: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
  'hotline.alert.dispatched': Type.Object({ by, unit: Code, comment }, closed),
  /** Nobody claimed it in time. */
  'hotline.alert.escalated': Type.Object({ level: Level, times: Type.Integer({ minimum: 1 }) }, closed),
  /** Normal again, not yet for long enough. */
  'hotline.alert.recovering': Type.Object({ sight: Type.Optional(Sight) }, closed),
  /** Abnormal again before it was resolved. */
  'hotline.alert.relapsed': Type.Object(seen, closed),
  /** `by` absent: it stayed normal for long enough. `into`: a broader alert carries on. */
  'hotline.alert.resolved': Type.Object(
    { by: Type.Optional(by), into: Type.Optional(Type.String({ maxLength: 128 })), comment },
    closed,
  ),
} as const satisfies Record<AlertEventType, TObject>;
export type AlertData<T extends AlertEventType> = Static<(typeof ALERT_DATA)[T]>;

/** Where an alert stands. */
export const ALERT_STATUSES = [
  'pending',
  'firing',
  'claimed',
  'dispatched',
  'recovering',
  'resolved',
  'lapsed',
] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** What waits for a person comes before what somebody has, and that before what is normal again. */
const NEED: Readonly<Record<AlertStatus, number>> = {
  pending: 0, firing: 0, claimed: 1, dispatched: 1, recovering: 2, resolved: 3, lapsed: 3,
}; // prettier-ignore

/** What the order of need looks at; `since` is when the alert was raised, Unix ms. */
export interface Needing {
  id: string;
  status: AlertStatus;
  level: number;
  since: number;
}

/** The order in which alerts need a person: waiting for one, grave, long-lasting. */
export const byNeed = (a: Needing, b: Needing): number =>
  NEED[a.status] - NEED[b.status] || a.level - b.level || a.since - b.since || (a.id < b.id ? -1 : 1);

/** An alert as a card shows it. Times are Unix ms; absent means that it has not happened or is not known. */
export interface AlertCard {
  rule: string;
  family: (typeof FAMILIES)[number];
  level: Level;
  status: AlertStatus;
  titles: Text;
  says: Text;
  keys: AlertKeys;
  place: AlertPlace;
  /** When it was raised, and when it was last seen to be abnormal or to grow. */
  since: number;
  updated: number;
  sight: Sight;
  owner?: string;
  advice?: Text;
  claimedBy?: string;
  claimed?: number;
  dispatchedTo?: string;
  /** How often it was escalated. */
  escalations?: number;
  /** How often it came back. */
  flaps?: number;
  resolved?: number;
  measure?: string;
  filter?: Condition;
  why: Reason[];
}
