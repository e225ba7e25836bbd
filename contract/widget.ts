/**
 * The widget contract. A widget is a folder `widgets/<id>/` and is found, not registered: `widget.ts` exports
 * this declaration as default. A widget is handed its data and never sees a socket.
 */
import type { Static, TObject } from 'typebox';
import type { City, CityFace } from './city.ts';
import type { Condition } from './condition.ts';
import type { MeasureId } from './measure.ts';
import type { Text } from './text.ts';
import type { Topic, TopicOf, TopicValues, ViewName } from './topic.ts';

/** Topics by the name under which the widget finds their values. */
export type TopicsOf<N extends string = string> = Record<N, Topic>;

/** What opens when a mark is touched: the facts behind it. */
export interface Drill {
  measure: MeasureId;
  /** Only the numerator of a ratio. */
  part?: boolean;
  filter?: Condition;
  /** [from, to) of the mark; absent for state measures. */
  range?: { from: number; to: number };
}

/** Why data is late. `since` is Unix ms of the last good data. */
export type Lateness = { since: number } | null;

/** Props that every View.vue gets. `data` holds the value of each topic joined, undefined until it arrives. */
export interface WidgetProps<O = Record<string, unknown>, D extends Record<string, unknown> = Record<string, unknown>> {
  options: O;
  data: { [K in keyof D]: D[K] | undefined };
  city: CityFace;
  /** Condition that the widget's topics are under (scene and placement); to be part of every drill. */
  scope: Condition;
  /** The city's clock, Unix ms, moving once a second. */
  clock: number;
  late: Lateness;
  locale: 'zh' | 'en';
}

/** A set of data to show the widget with, in the gallery, in tests and in pictures. */
export interface Fixture {
  name: string;
  options?: Record<string, unknown>;
  data: Record<string, unknown>;
  late?: boolean;
}

export interface WidgetDeclaration<O extends TObject = TObject> {
  /** Equal to the folder's name. */
  id: string;
  titles: Text;
  /** Options with their defaults: `Type.…({ default })`. */
  options: O;
  /** Topics joined while mounted. */
  topics(options: Static<O>, scope: Condition): TopicsOf;
  /** Smallest and ideal size in cells of a 24 × 18 grid. */
  size: { min: [columns: number, rows: number]; ideal: [columns: number, rows: number] };
  /** Late when nothing was heard for so many seconds. */
  lateAfter: number;
  /** The panel's title; absent: no head is drawn. */
  title?(options: Static<O>, locale: 'zh' | 'en', city: Pick<City, 'names'>): { title: string; note?: string };
  /** How a mark (what View emitted as `hit`) becomes a drill-down, or null where there is nothing behind it. */
  hit(mark: unknown, options: Static<O>, data: Record<string, unknown>): Drill | null;
  component: () => Promise<unknown>;
  fixtures: () => Promise<Fixture[]>;
}

/** Keeps the types of a declaration. */
export const defineWidget = <O extends TObject>(declaration: WidgetDeclaration<O>): WidgetDeclaration<O> => declaration;

/** Values by the topics' views. */
export type DataOf<T extends Record<string, { view: ViewName }>> = { [K in keyof T]: TopicValues[T[K]['view']] };
export type { TopicOf };
