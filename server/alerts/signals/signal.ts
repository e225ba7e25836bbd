/**
 * What a signal is: one way of looking at a city and saying whether it is as usual. A folder
 * `server/alerts/signals/<name>/signal.ts`, found and not registered. A rule at work is a Watch; it lives on the same pairs
 * as live views (rule F1), so its state is a function of the facts and of the clock, and a restart changes nothing.
 */
import { readdir } from 'node:fs/promises';
import type { City } from '../../../contract/city.ts';
import type { Sight } from '../../../contract/alert.ts';
import type { FactKind, Row } from '../../../contract/fact.ts';
import type { Rule } from '../../../contract/rule.ts';
import type { Zone } from '../../../contract/time.ts';
import type { FeedState } from '../../../contract/topic.ts';
import { MODULE } from '../../worker.ts';
import type { HourCount } from '../normal/normal.ts';

/** `raise`: abnormal. `clear`: normal. `hold`: between the two; what is raised stays, what is not is not. */
export type Verdict = 'raise' | 'hold' | 'clear';

export interface Seen {
  verdict: Verdict;
  sight: Sight;
}

/** A rule at work. */
export interface Watch {
  readonly rule: Rule;
  /** Kinds of facts that it takes in. */
  readonly kinds: readonly FactKind[];
  /** Subtracts one row and adds the other. */
  change(before: Row | null, after: Row | null): void;
  /** Moves its window to `now`, Unix ms. */
  advance(now: number): void;
  /** Groups that look abnormal. */
  suspects(): string[];
  /**
   * What is seen of a group. `explained` tells rows that another alert accounts for: they are left out. Undefined where a
   * watch cannot leave rows out, knows nothing yet, or has too few rows to judge by: what is raised stays then.
   */
  see(group: string, explained?: (row: Row) => boolean): Seen | undefined;
  /** Some fact of a group, where the watch keeps them. */
  sample?(group: string): Row | undefined;
  /** Reads what lies before the live facts, where it is needed and due. */
  refresh?(now: number): Promise<void>;
  /** In a word, what it waits for before it can judge; null: nothing. */
  readonly lacks?: string | null;
}

/** What a signal may use of its city. */
export interface WatchContext {
  city: City;
  zone: Zone;
  isWorkday(at: number): boolean;
  feeds(now: number): Record<string, FeedState>;
  /** Counts of the rule's groups by hour in [from, to), from history. */
  hours(rule: Rule, from: number, to: number): Promise<HourCount[]>;
}

export interface SignalKind {
  name: Rule['signal'];
  /** Throws ConditionError and RuleError. */
  open(rule: Rule, context: WatchContext, now: number): Watch;
}

/** A rule that cannot work. The message names the member and what it must be. */
export class RuleError extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

export const defineSignal = (signal: SignalKind): SignalKind => signal;

/** All signals, by name: the folders beside this file. */
export async function findSignals(): Promise<Map<string, SignalKind>> {
  const here = new URL('.', import.meta.url);
  const signals = new Map<string, SignalKind>();
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const module = (await import(new URL(`${entry.name}/signal${MODULE}`, here).href)) as { default: SignalKind };
    if (module.default.name !== (entry.name as Rule['signal']))
      throw new Error(`signals/${entry.name} declares the name ${module.default.name}`);
    signals.set(entry.name, module.default);
  }
  return signals;
}
