/**
 * Facts: one row a ticket, one a call, one a mention, one an alert, one a reading of a gauge, one a hot
 * issue (rule F1).
 *
 * The field tables are the only declaration of what a row holds. The live views read rows as objects, the
 * history stores them as columns of the same names; both follow these tables. Times are Unix milliseconds
 * (UTC), durations are milliseconds, `null` is "not known" or "has not happened".
 */
import { ENTRY_TYPES, stepOf } from './event.ts';

/**
 * What a field is: `key` identifies the row, `dim` can be grouped and filtered by, `time` is Unix ms,
 * `num` a number, `flag` true/false/null, `text` free text, `list` a set of strings.
 */
export type FieldRole = 'key' | 'dim' | 'time' | 'num' | 'flag' | 'text' | 'list';

type ValueOf<R extends FieldRole> = R extends 'key'
  ? string
  : R extends 'dim' | 'text'
    ? string | null
    : R extends 'time' | 'num'
      ? number | null
      : R extends 'flag'
        ? boolean | null
        : string[];

type RowOf<F extends Record<string, FieldRole>> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/** States of a ticket in the order of its life. */
export const STATUSES = [
  'created',
  'dispatched',
  'accepted',
  'returned',
  'replied',
  'closed',
  'merged',
  'cancelled',
] as const;

/**
 * State of the deadline clock: `none` no deadline runs, `running` more than the warning time left, `due_soon`
 * less than that, `overdue` past due and still running, `met` stopped in time, `missed` stopped late.
 */
export const CLOCK_STATES = ['none', 'running', 'due_soon', 'overdue', 'met', 'missed'] as const;

export const TICKET_FIELDS = {
  id: 'key',
  source: 'dim',
  channel: 'dim',
  nature: 'dim',
  /** Full code path, such as 05.03.12. Filter `under` matches a branch. */
  category: 'dim',
  district: 'dim',
  street: 'dim',
  community: 'dim',
  unit: 'dim',
  urgency: 'dim',
  status: 'dim',
  clock: 'dim',
  satisfaction: 'dim',
  requester: 'dim',
  mergedInto: 'dim',
  repeatOf: 'dim',
  /** Highest step of the supervision ladder (urge, yellow, red). It begins anew when the clock does, for another deadline. */
  supervision: 'dim',
  /** H3 cell (resolution 8) of the place. */
  cell: 'dim',
  /** The hot issue that it belongs to. */
  issue: 'dim',
  /** Who says the category: `person`, or `wall` where its words suggest it and nobody else does. */
  categoryBy: 'dim',
  /** Unit that its words suggest. */
  suggestedUnit: 'dim',
  created: 'time',
  /** First dispatch. */
  dispatched: 'time',
  accepted: 'time',
  /** First contact of the unit with the citizen (contacted or replied). */
  contacted: 'time',
  replied: 'time',
  closed: 'time',
  rated: 'time',
  due: 'time',
  /** When the ticket turns due-soon. */
  warn: 'time',
  /** When the deadline clock stopped: reply, or close without one. */
  done: 'time',
  /** Time of the latest event. */
  updated: 'time',
  urges: 'num',
  returns: 'num',
  transfers: 'num',
  extensions: 'num',
  redos: 'num',
  reopens: 'num',
  /** Working time from first dispatch to close, ms. */
  handling: 'num',
  /** How sure the wall is of the category that it suggests, 0–1. */
  confidence: 'num',
  lng: 'num',
  lat: 'num',
  /** Answered at the desk: closed and never dispatched. */
  direct: 'flag',
  /** Dispatched and neither closed, merged nor cancelled. */
  open: 'flag',
  /** Counted as satisfied by the policy of the city; null when unrated. */
  satisfied: 'flag',
  solved: 'flag',
  repeat: 'flag',
  revisited: 'flag',
  title: 'text',
  text: 'text',
  address: 'text',
  /** Lexicon terms found in title and text, each once. */
  words: 'list',
  /** Words of title and text that may become hot, those of the lexicon among them, each once (server/text/hot). */
  terms: 'list',
} as const satisfies Record<string, FieldRole>;

export const CALL_FIELDS = {
  id: 'key',
  source: 'dim',
  line: 'dim',
  seat: 'dim',
  zone: 'dim',
  ticket: 'dim',
  caller: 'dim',
  queued: 'time',
  answered: 'time',
  abandoned: 'time',
  ended: 'time',
  updated: 'time',
  /** Time in queue until answered or abandoned, ms. */
  wait: 'num',
  /** From answer to end, ms. */
  talk: 'num',
  /** Abandoned within 5 s of queueing (GB/T 33358-2016): not counted as offered. */
  short: 'flag',
  /** In queue now. */
  waiting: 'flag',
} as const satisfies Record<string, FieldRole>;

export const MENTION_FIELDS = {
  id: 'key',
  source: 'dim',
  medium: 'dim',
  outlet: 'dim',
  /** As upstream says, else as its words do. */
  sentiment: 'dim',
  district: 'dim',
  category: 'dim',
  /** The hot issue that it is about. */
  issue: 'dim',
  url: 'text',
  published: 'time',
  updated: 'time',
  removed: 'flag',
  title: 'text',
  text: 'text',
  words: 'list',
} as const satisfies Record<string, FieldRole>;

export const ALERT_FIELDS = {
  id: 'key',
  rule: 'dim',
  family: 'dim',
  /** See ALERT_STATUSES. */
  status: 'dim',
  /** What it is about, by the fields of its rule. */
  district: 'dim',
  street: 'dim',
  community: 'dim',
  category: 'dim',
  nature: 'dim',
  channel: 'dim',
  unit: 'dim',
  words: 'dim',
  medium: 'dim',
  source: 'dim',
  issue: 'dim',
  /** Unit that owns it, who claimed it, and the unit it was dispatched to. */
  owner: 'dim',
  claimedBy: 'dim',
  dispatchedTo: 'dim',
  resolvedBy: 'dim',
  /** When the condition began to hold. */
  began: 'time',
  raised: 'time',
  claimed: 'time',
  dispatched: 'time',
  /** Since when it is normal again. */
  recovering: 'time',
  resolved: 'time',
  /** When it last became graver because nobody claimed it. */
  escalated: 'time',
  updated: 'time',
  /** 1 red … 4 blue. */
  level: 'num',
  escalations: 'num',
  /** How often it came back after it was normal or resolved. */
  flaps: 'num',
  /** The value now and at its height. */
  value: 'num',
  peak: 'num',
  /** Pending, or raised and not resolved. */
  open: 'flag',
  /** Title in Chinese; both languages are in `content`. */
  title: 'text',
  /** AlertContent as last said, as JSON. */
  content: 'text',
} as const satisfies Record<string, FieldRole>;

/** One reading of a gauge: what it said of a moment. What is told again of the same moment is the same reading, corrected. */
export const GAUGE_FIELDS = {
  id: 'key',
  source: 'dim',
  gauge: 'dim',
  district: 'dim',
  /** Unit of the value as the source writes it. Not `unit`: that is whoever handles a ticket, and a scope of it means no gauge. */
  valueUnit: 'dim',
  /** The moment that the value is of. */
  reported: 'time',
  updated: 'time',
  value: 'num',
} as const satisfies Record<string, FieldRole>;

/** A hot issue (contract/issue.ts). Its tickets and mentions name it in their field `issue`. */
export const ISSUE_FIELDS = {
  id: 'key',
  /** See ISSUE_STATUSES. */
  status: 'dim',
  district: 'dim',
  street: 'dim',
  community: 'dim',
  category: 'dim',
  /** The one that carries on. */
  mergedInto: 'dim',
  /** Time of its first ticket. */
  began: 'time',
  updated: 'time',
  open: 'flag',
  /** Its title is the one that a person gave it. */
  named: 'flag',
  /** A person acted on it: the wall neither splits it nor merges it into another one that is held too. */
  held: 'flag',
  title: 'text',
} as const satisfies Record<string, FieldRole>;

export const FACT_FIELDS = {
  ticket: TICKET_FIELDS,
  call: CALL_FIELDS,
  mention: MENTION_FIELDS,
  alert: ALERT_FIELDS,
  gauge: GAUGE_FIELDS,
  issue: ISSUE_FIELDS,
} as const;

export type FactKind = keyof typeof FACT_FIELDS;
export const FACT_KINDS = Object.keys(FACT_FIELDS) as FactKind[];
export type TicketRow = RowOf<typeof TICKET_FIELDS>;
export type CallRow = RowOf<typeof CALL_FIELDS>;
export type MentionRow = RowOf<typeof MENTION_FIELDS>;
export type AlertRow = RowOf<typeof ALERT_FIELDS>;
export type GaugeRow = RowOf<typeof GAUGE_FIELDS>;
export type IssueRow = RowOf<typeof ISSUE_FIELDS>;
export type RowsByKind = {
  ticket: TicketRow;
  call: CallRow;
  mention: MentionRow;
  alert: AlertRow;
  gauge: GaugeRow;
  issue: IssueRow;
};
export type Row = RowsByKind[FactKind];

/** The time that places a fact of this kind in a range when no measure says otherwise. */
export const BIRTH: { [K in FactKind]: keyof RowsByKind[K] & string } = {
  ticket: 'created',
  call: 'queued',
  mention: 'published',
  alert: 'raised',
  gauge: 'reported',
  issue: 'began',
};

/**
 * Id of the fact that an event is about: its subject. A gauge tells of many moments, and each is a fact of its own: `<gauge>@<Unix ms>`.
 */
export const factIdOf = (kind: FactKind, subject: string, at: number): string =>
  kind === 'gauge' ? `${subject}@${at}` : subject;

/** Subject of the events about a fact: the other way round. */
export const subjectOf = (kind: FactKind, id: string): string =>
  kind === 'gauge' ? id.slice(0, id.lastIndexOf('@')) : id;

/**
 * One step in the life of a fact: an event as the fold keeps it. Steps of a fact are ordered by
 * (time, kind, source, id), whatever order they arrived in, so the fact is the same for every order (rule E4).
 */
export interface Step {
  /** Unix ms, from the event's `time`. */
  at: number;
  /** Event type without `hotline.`: `ticket.created`. */
  type: string;
  source: string;
  /** Event id. */
  id: string;
  data: Record<string, unknown>;
}

/** Place of a step's kind in a life: upstream clocks of whole seconds make a creation and a close simultaneous. */
const RANK = /* @__PURE__ */ new Map(/* @__PURE__ */ ENTRY_TYPES.map((type, rank) => [stepOf(type), rank]));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order of steps within a fact. Zero only for the same event. */
export const compareSteps = (a: Step, b: Step): number =>
  a.at - b.at ||
  (RANK.get(a.type) ?? 0) - (RANK.get(b.type) ?? 0) ||
  compareText(a.source, b.source) ||
  compareText(a.id, b.id);
