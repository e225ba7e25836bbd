/**
 * What a live view is. A view is a folder `server/views/<name>/view.ts` and is found, not registered. Its state
 * for one topic is built by taking in every fact once and is then kept by pairs (rule F1); building and keeping go
 * through the same `change`, so they cannot disagree.
 */
import { readdir } from 'node:fs/promises';
import type { AlertCard } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import type { AlertRow, FactKind, Row } from '../../contract/fact.ts';
import type { FileFault } from '../../contract/scene.ts';
import type { Json } from '../../contract/text.ts';
import type { Zone } from '../../contract/time.ts';
import type { FeedState, ViewName, ViewParams } from '../../contract/topic.ts';
import type { WallValue } from '../../contract/wall.ts';
import type { Count } from '../history/history.ts';
import type { CountAnswer } from '../../contract/query.ts';
import { MODULE } from '../worker.ts';

/** What a view may use of its city. */
export interface ViewContext {
  city: City;
  zone: Zone;
  /** Counts in history, for what lies before the horizon of live facts. */
  count(query: Count): Promise<CountAnswer>;
  /** State of the upstream sources as of this moment of the city's clock. */
  feeds(now: number): Record<string, FeedState>;
  /** The card of an alert with what its rule sees at this moment of the city's clock; null where it was never raised. */
  card(alert: AlertRow, now: number): AlertCard | null;
  /** Residents of the place that a scope is about, or undefined where the profile does not know. */
  residents(scope: Condition): number | undefined;
  /** What walls show now; absent where it is not the present. The same object until something changed. */
  walls?: { value(id: string): WallValue | null };
  /** Versions of the scenes that are shown; absent where it is not the present. The same object until something changed. */
  scenes?: { versions(): Record<string, number>; faults?(): FileFault[] };
}

export interface ViewState {
  /** Kinds of facts that it takes in. */
  readonly kinds: readonly FactKind[];
  /** Subtracts one row and adds the other. Returns whether the value may have changed. */
  change(kind: FactKind, before: Row | null, after: Row | null): boolean;
  /** Moves its windows to `now`, Unix ms. Returns whether the value may have changed. */
  advance(now: number): boolean;
  /** The value, without null anywhere. */
  value(): Json;
  /** Set by the owner: called when the value changed by itself (an answer of history came in). */
  onChange?: () => void;
  /** Set when the state cannot answer from pairs any more and wants to be built anew. */
  readonly stale?: boolean;
}

export interface View<V extends ViewName = ViewName> {
  name: V;
  /** Throws ConditionError when the scope or a field in the parameters does not exist. */
  open(params: ViewParams<V>, scope: Condition, context: ViewContext, now: number): ViewState;
}

/** Keeps the types of a declaration. */
export const defineView = <V extends ViewName>(view: View<V>): View<V> => view;

/** All views, by name: the folders beside this file. */
export async function findViews(): Promise<Map<string, View>> {
  const here = new URL('.', import.meta.url);
  const views = new Map<string, View>();
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const module = (await import(new URL(`${entry.name}/view${MODULE}`, here).href)) as { default: View };
    if (module.default.name !== entry.name)
      throw new Error(`views/${entry.name} declares the name ${module.default.name}`);
    views.set(entry.name, module.default);
  }
  return views;
}
