/** Which facts a measure looks at, and in what order they are listed. Counts and lists share it (rule M2). */
import { ConditionError, type Condition } from '../../../contract/condition.ts';
import { BIRTH } from '../../../contract/fact.ts';
import type { Measure } from '../../../contract/measure.ts';
import type { Range } from '../../../contract/time.ts';
import { quoted } from '../schema.ts';
import { conditionSql } from './condition.ts';
import type { Params } from './params.ts';

/**
 * The population of a measure as an SQL expression: `of`, the filter, the `value` known (if the measure has one), and
 * the time `at` in [from, to), or known where no range is given. A measure without `at` is a state and ignores the
 * range. Throws ConditionError.
 */
export function populationSql(
  measure: Measure,
  filter: Condition | undefined,
  range: Range | undefined,
  params: Params,
): string {
  const parts = [conditionSql(measure.fact, measure.of, params)];
  if (filter) parts.push(conditionSql(measure.fact, filter, params));
  if (measure.value !== undefined) parts.push(`${quoted(measure.value)} IS NOT NULL`);
  if (range && !(Number.isSafeInteger(range.from) && Number.isSafeInteger(range.to))) {
    throw new ConditionError('/range', 'must be whole milliseconds');
  }
  if (measure.at !== undefined) {
    const at = quoted(measure.at);
    parts.push(range ? `${at} >= ${params.int(range.from)} AND ${at} < ${params.int(range.to)}` : `${at} IS NOT NULL`);
  }
  return parts.join(' AND ');
}

/** The numerator within the population; all of it where the measure has no `part`. */
export const partSql = (measure: Measure, params: Params): string =>
  measure.part ? conditionSql(measure.fact, measure.part, params) : 'TRUE';

/** Order of a list: by `field`, then by id upwards. Facts without the time come last. */
export interface Order {
  field: string;
  newestFirst: boolean;
}

/** Newest first by the measure's time; states by what is due first (tickets), or began first (others). */
export function orderOf(measure: Measure): Order {
  if (measure.at !== undefined) return { field: measure.at, newestFirst: true };
  return { field: measure.fact === 'ticket' ? 'due' : BIRTH[measure.fact], newestFirst: false };
}
