/**
 * Topics: what a widget joins. A topic is a view, its parameters, and a scope (a condition over facts).
 * Its value is plain JSON without `null` (a merge patch deletes by null); keyed objects rather than arrays, so
 * that a delta stays small (rule T2).
 */
import Type, { type Static } from 'typebox';
import type { AlertCard } from './alert.ts';
import { Condition } from './condition.ts';
import type { IssueCard } from './issue.ts';
import { MEASURE_IDS, type Cell } from './measure.ts';
import type { FileFault } from './scene.ts';
import { COMPARISONS, STEPS, WINDOWS } from './time.ts';
import { WallId, type WallValue } from './wall.ts';

export { canonical, topicKey } from './topic-key.ts';

const closed = { additionalProperties: false } as const;
const Measures = Type.Array(Type.Enum([...MEASURE_IDS]), { minItems: 1, maxItems: 24 });
const Window = Type.Enum([...WINDOWS]);

/** Parameters of each view. The folder `server/views/<name>/` holds what computes it. */
export const VIEW_PARAMS = {
  /** Measures over one window, and the same over the compared window. State measures ignore the window. */
  measures: Type.Object(
    { measures: Measures, window: Window, compare: Type.Optional(Type.Enum([...COMPARISONS])) },
    closed,
  ),
  /** Measures (with a time) bucket by bucket. */
  series: Type.Object({ measures: Measures, window: Window, step: Type.Enum([...STEPS]) }, closed),
  /** Measures grouped by one or two fields, and the same over the compared window. `level` cuts the category tree; `top` keeps the largest. */
  group: Type.Object(
    {
      measures: Measures,
      by: Type.Array(Type.String({ maxLength: 32 }), { minItems: 1, maxItems: 2 }),
      window: Window,
      compare: Type.Optional(Type.Enum([...COMPARISONS])),
      level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
      top: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
    },
    closed,
  ),
  /** The band of the last eight same weekdays: low, middle, high of a measure for each hour of today. From history. */
  normal: Type.Object({ measure: Type.Enum([...MEASURE_IDS]) }, closed),
  /** A measure (with a time) bucket by bucket for each value of a field; `top` keeps the values with the largest populations. */
  split: Type.Object(
    {
      measure: Type.Enum([...MEASURE_IDS]),
      by: Type.String({ maxLength: 32 }),
      window: Window,
      step: Type.Enum([...STEPS]),
      level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
      top: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    closed,
  ),
  /** How the values of a mean or a quantile are distributed: facts by the classes between rising `edges`, in ms. */
  spread: Type.Object(
    {
      measure: Type.Enum([...MEASURE_IDS]),
      window: Window,
      edges: Type.Array(Type.Number(), { minItems: 1, maxItems: 40 }),
    },
    closed,
  ),
  /**
   * Measures (with a time) grouped by a field, or without one day by day, over the `days` whole days before the last `before`
   * days, today among those. From history.
   */
  past: Type.Object(
    {
      measures: Measures,
      by: Type.Optional(Type.String({ maxLength: 32 })),
      days: Type.Integer({ minimum: 1, maximum: 366 }),
      before: Type.Integer({ minimum: 1, maximum: 366 }),
      level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    },
    closed,
  ),
  /** The latest reading of each gauge, and its readings bucket by bucket: the mean of a bucket, or its last reading (a total that grows). */
  gauges: Type.Object(
    {
      gauges: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
        minItems: 1,
        maxItems: 24,
        uniqueItems: true,
      }),
      window: Window,
      step: Type.Enum(['hour', 'day']),
      of: Type.Enum(['mean', 'last']),
    },
    closed,
  ),
  /** The latest tickets. */
  latest: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Open tickets nearest to their deadline or longest past it. */
  deadlines: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Each upstream source: last seen, rate, lag, refused, total. Ignores the scope. */
  feeds: Type.Object({}, closed),
  /** Words of tickets that stand in more of them than is usual now, in the last hour, day and week. */
  hot: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Hot issues with tickets in the window, the hottest first. The scope is a condition over tickets. */
  issues: Type.Object({ window: Window, size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** The latest items in the media. The scope is a condition over mentions. */
  mentions: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Alerts that are not resolved, in the order in which they need a person. The scope is a condition over alerts. */
  alerts: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** What a wall shows, and which screens belong to it (contract/wall.ts). Ignores the scope. */
  wall: Type.Object({ wall: WallId }, closed),
  /** Which version of each scene is shown, so that a wall knows when to ask for them anew. Ignores the scope. */
  scenes: Type.Object({}, closed),
} as const;

export type ViewName = keyof typeof VIEW_PARAMS;
export const VIEW_NAMES = Object.keys(VIEW_PARAMS) as ViewName[];
export type ViewParams<V extends ViewName> = Static<(typeof VIEW_PARAMS)[V]>;

const topicOf = <V extends ViewName>(view: V) =>
  Type.Object({ view: Type.Literal(view), params: VIEW_PARAMS[view], scope: Type.Optional(Condition) }, closed);
/** Schema of each topic, by its view. */
export const TOPICS = Object.fromEntries(VIEW_NAMES.map((view) => [view, topicOf(view)])) as unknown as {
  [V in ViewName]: ReturnType<typeof topicOf<V>>;
};
export type TopicOf<V extends ViewName> = { view: V; params: ViewParams<V>; scope?: Condition };
export type Topic = { [V in ViewName]: TopicOf<V> }[ViewName];

/** A ticket as lists on the wall show it. Times are Unix ms; absent means not known. */
export interface TicketBrief {
  id: string;
  title: string;
  created: number;
  channel: string;
  nature: string;
  status: string;
  clock: string;
  category?: string;
  district?: string;
  street?: string;
  unit?: string;
  due?: number;
}

/** An item in the media as lists on the wall show it. Times are Unix ms; absent means not known. */
export interface MentionBrief {
  id: string;
  title: string;
  published: number;
  medium: string;
  outlet?: string;
  sentiment?: string;
  district?: string;
  /** The hot issue that it is about, and its title. */
  issue?: string;
  about?: string;
}

/** Value of each view. Every value that depends on a window says which range it covers. */
export interface TopicValues {
  measures: {
    from: number;
    to: number;
    cells: Record<string, Cell>;
    compared?: { from: number; to: number; cells: Record<string, Cell> };
  };
  /** `cells[measure][bucket start]`. Buckets without facts are absent. */
  series: { from: number; to: number; cells: Record<string, Record<string, Cell>> };
  /** `cells[measure][key]`; keys of two fields are joined by `|`; a missing value is the key `-`. `total`: all keys together. */
  group: Grouped & { /** Of the keys in `cells`, and of the largest then. */ compared?: Grouped };
  /** `hours[0…23]` over the last eight same weekdays: second lowest, median, second highest (of fewer than six days: lowest, highest); `days`: how many had data. */
  normal: { date: string; days: number; hours: Record<string, [low: number, mid: number, high: number]> };
  /** `cells[key][bucket start]`; a missing value is the key `-`. */
  split: { from: number; to: number; cells: Record<string, Record<string, Cell>> };
  /** `counts[i]`: facts whose value is at or above `edges[i-1]` and below `edges[i]`; 0: below the first edge. Classes without facts are absent. */
  spread: { from: number; to: number; counts: Record<string, number>; total: number };
  /** As `group`; without a field the keys are the starts of the days, and days without facts are absent. Empty until history has answered. */
  past: Grouped;
  /** `latest` also where it lies before `from`; buckets without readings are absent. Gauges that never told anything are absent. */
  gauges: {
    from: number;
    to: number;
    latest: Record<string, { value: number; at: number; unit?: string }>;
    buckets: Record<string, Record<string, number>>;
  };
  latest: { tickets: Record<string, TicketBrief> };
  deadlines: { tickets: Record<string, TicketBrief & { due: number }> };
  /** `notices.calendar`: years, soon to come, whose official calendar is not here; `scenes`: files of scenes that are refused; absent: none. */
  feeds: { sources: Record<string, FeedState>; notices?: { calendar?: number[]; scenes?: FileFault[] } };
  /** By window; `words` by term (the field `terms` of a ticket has it). `tickets`: all of the window. */
  hot: { windows: Record<HotWindow, { from: number; to: number; tickets: number; words: Record<string, HotWord> }> };
  /** `all`: how many there are, also beyond `size`. */
  issues: { from: number; to: number; issues: Record<string, IssueCard>; all: number };
  mentions: { mentions: Record<string, MentionBrief> };
  /** `open`, `unclaimed`: of all, also those beyond `size`. */
  alerts: { cards: Record<string, AlertCard>; open: number; unclaimed: number };
  wall: WallValue;
  /** Versions by scene; those that are hidden are absent. Empty where it is not the present. */
  scenes: Record<string, number>;
}

/** Measures by the keys of a field, and of all keys together. */
export interface Grouped {
  from: number;
  to: number;
  cells: Record<string, Record<string, Cell>>;
  total: Record<string, Cell>;
}

/** Windows that words are ranked over. */
export const HOT_WINDOWS = ['1h', '24h', '7d'] as const;
export type HotWindow = (typeof HOT_WINDOWS)[number];

/** A word as walls show it. What is usual is absent where too little of the past is known. */
export interface HotWord {
  word: string;
  /** Place in the ranking, from 0. */
  rank: number;
  /** Tickets of the window in which it stands. */
  count: number;
  /** What is usual in these hours: quantiles 0.1 and 0.9, and the mean. */
  low?: number;
  mean?: number;
  high?: number;
  /** Count ÷ mean. */
  times?: number;
  /** Beyond chance; else only above what is usual, or (without a usual) frequent. */
  hot: boolean;
  /** It stood in no ticket of the weeks before. */
  isNew: boolean;
}

/** What is known of one upstream source. */
export interface FeedState {
  /** Unix ms of the latest event taken or heard again; 0: never. */
  seen: number;
  /** Events in the last whole minute. */
  perMinute: number;
  /** Median delay from happening upstream to being taken, ms, of the last hundred events less than a day old. */
  lag: number;
  total: number;
  refused: number;
  /** Silent for longer than the profile allows. */
  silent: boolean;
}
