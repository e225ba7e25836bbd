/**
 * The lives of facts over a range of the past, by which the facts of any moment in it are known: those that do not change
 * within it, as they are at its beginning, and the steps of those that do, in their order.
 */
import type { FactKind, Step } from '../../contract/fact.ts';
import { compareSteps } from '../../contract/fact.ts';
import type { FactRecord } from '../history/history.ts';

/** A fact and all its steps, in their order. */
export interface Life {
  kind: FactKind;
  id: string;
  steps: Step[];
}

/** One step within the range. */
export interface Due {
  at: number;
  life: Life;
  step: Step;
}

/** How many of these steps, which are in their order, are at or before a moment. */
export function upTo(steps: readonly { at: number }[], at: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A life as the record of what it was at a moment; only its steps count. */
export const recordAt = ({ kind, id, steps }: Life, at: number): FactRecord =>
  ({
    kind,
    row: { id },
    steps: steps.length > 0 && steps.at(-1)!.at <= at ? steps : steps.slice(0, upTo(steps, at)),
  }) as FactRecord;

/** The steps of these lives in (from, to], in the order in which they happened. */
export function dueIn(lives: readonly Life[], from: number, to: number): Due[] {
  const due: Due[] = [];
  for (const life of lives)
    for (let i = upTo(life.steps, from); i < life.steps.length && life.steps[i]!.at <= to; i++)
      due.push({ at: life.steps[i]!.at, life, step: life.steps[i]! });
  return due.sort((a, b) => compareSteps(a.step, b.step) || (a.life.id < b.life.id ? -1 : 1));
}
