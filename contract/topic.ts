/**
 * Topics: what a widget joins. A topic is a view, its parameters, and a scope (a condition over facts).
 * Its value is plain JSON without `null` (a merge patch deletes by null); keyed objects rather than arrays, so
 * that a delta stays small (rule T2).
 */
import Type, { type Static } from 'typebox';
import type { AlertCard } from './alert.ts';
import { Condition } from './condition.ts';
import { MEASURE_IDS, type Cell } from './measure.ts';
import { COMPARISONS, STEPS, WINDOWS } from './time.ts';
import type { Json } from './text.ts';

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
  /** Measures grouped by one or two fields. `level` cuts the category tree; `top` keeps the largest. */
  group: Type.Object(
    {
      measures: Measures,
      by: Type.Array(Type.String({ maxLength: 32 }), { minItems: 1, maxItems: 2 }),
      window: Window,
      level: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
      top: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
    },
    closed,
  ),
  /** The band of the last eight same weekdays: low, middle, high of a measure for each hour of today. From history. */
  normal: Type.Object({ measure: Type.Enum([...MEASURE_IDS]) }, closed),
  /** The latest tickets. */
  latest: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Open tickets nearest to their deadline or longest past it. */
  deadlines: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
  /** Each upstream source: last seen, rate, lag, refused, total. Ignores the scope. */
  feeds: Type.Object({}, closed),
  /** Alerts that are not resolved, in the order in which they need a person. The scope is a condition over alerts. */
  alerts: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 50 }) }, closed),
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
  group: { from: number; to: number; cells: Record<string, Record<string, Cell>>; total: Record<string, Cell> };
  /** `hours[0…23]` over the last eight same weekdays: second lowest, median, second highest (of fewer than six days: lowest, highest); `days`: how many had data. */
  normal: { date: string; days: number; hours: Record<string, [low: number, mid: number, high: number]> };
  latest: { tickets: Record<string, TicketBrief> };
  deadlines: { tickets: Record<string, TicketBrief & { due: number }> };
  /** `notices.calendar`: years, soon to come, whose official calendar is not here; absent: none. */
  feeds: { sources: Record<string, FeedState>; notices?: { calendar?: number[] } };
  /** `open`, `unclaimed`: of all, also those beyond `size`. */
  alerts: { cards: Record<string, AlertCard>; open: number; unclaimed: number };
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

/** Stable text of a topic: equal topics have equal keys, whatever the order of their members. */
export function topicKey(topic: Topic): string {
  return canonical(topic as unknown as Json);
}

/** JSON with members in order of their names. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value)
      .sort()
      .filter((k) => value[k] !== undefined);
    return `{${members.map((k) => `${JSON.stringify(k)}:${canonical(value[k]!)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
