/** Helpers of declarations. Pure. */
import Type from 'typebox';
import { Text } from '../../contract/text.ts';
import type { Condition } from '../../contract/condition.ts';
import { applies } from '../../contract/holds.ts';
import { MEASURE_IDS, type MeasureId } from '../../contract/measure.ts';
import { WINDOWS, type Window } from '../../contract/time.ts';

/** The scope of a topic, left out when it says nothing, so that equal topics stay equal. */
export const scoped = (scope: Condition): { scope?: Condition } => (Object.keys(scope).length > 0 ? { scope } : {});

/** What of a scope holds for gauges: all of it, or nothing where it names what gauges do not have (a category). */
export const gaugeScope = (scope: Condition): Condition => (applies('gauge', scope) ? scope : {});

/** A measure as an option of a widget. */
export const MeasureOption = (preset: MeasureId) => Type.Enum([...MEASURE_IDS], { default: preset });

/** A title that a scene gives to a widget. */
export const TitleOption = Type.Optional(Text);

/** A window as an option of a widget. */
export const WindowOption = (preset: Window) => Type.Enum([...WINDOWS], { default: preset });

/** Whether an unknown mark is an object with this `kind`. Marks come back through the shell as unknown. */
export function isMark<T extends { kind: string }>(mark: unknown, kind: T['kind']): mark is T {
  return typeof mark === 'object' && mark !== null && (mark as { kind?: unknown }).kind === kind;
}

/** [from, to) of a value that says what it covers; undefined until it has arrived. */
export function rangeOf(value: unknown): { from: number; to: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as { from?: unknown; to?: unknown };
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}
