/** From a mark of the explore scene to the facts behind it, now or in the range compared with (rule M2). Pure. */
import type { Condition } from '../../contract/condition.ts';
import {
  groupFilter,
  rowRange,
  type ExploreAnswer,
  type ExploreQuery,
  type ExploreRow,
} from '../../contract/explore.ts';
import { measureOf, type MeasureId } from '../../contract/measure.ts';
import type { Zone } from '../../contract/time.ts';
import { both } from '../wall/scene.ts';
import type { DrillState } from '../drill/state.ts';
import { MAX_MEASURES, rangeOf, START, type ExploreState } from './state.ts';

/** An answer with the question that it answers. */
export interface Answered {
  query: ExploreQuery;
  answer: ExploreAnswer;
}

/** The facts of a row's cell, or of the whole answer without a row; undefined where nothing is beside it. */
export function behind(
  { query, answer }: Answered,
  tz: Zone,
  measure: MeasureId,
  row: ExploreRow | undefined,
  before = false,
): DrillState | undefined {
  const filter = row ? both(query.filter ?? {}, groupFilter(query, row.key)) : (query.filter ?? {});
  const timed = measureOf(measure).at !== undefined;
  if (before && !timed) return undefined;
  const whole = before ? answer.compared?.range : answer.range;
  const range = row ? rowRange(tz, query.step, answer, row, before) : whole;
  if (timed && !range) return undefined;
  return {
    measure,
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(timed && range && { range }),
    ...(timed && range && whole && row?.bucket !== undefined && { outer: whole }),
  };
}

/** The state that shows only one group of what is explored: its fields become filters. */
export function intoGroup(state: ExploreState, { query }: Answered, row: ExploreRow, at: number): ExploreState {
  const field = query.by?.[at];
  if (field === undefined) return state;
  const one = { ...query, by: [field] };
  const filter = both(state.filter, groupFilter(one, [row.key[at] ?? null]));
  const level = field === 'category' && state.level < 3 ? ((state.level + 1) as 2 | 3) : state.level;
  const deeper = field === 'category' && state.level < 3;
  return { ...state, filter, level, by: deeper ? state.by : state.by.filter((name) => name !== field) };
}

/** What the drawer shows, to be explored further: its measure, filter and range, by days or hours. */
export function fromDrill(drill: DrillState, tz: Zone, now: number): ExploreState {
  const timed = measureOf(drill.measure).at !== undefined;
  return {
    ...START,
    measures: [drill.measure].slice(0, MAX_MEASURES),
    filter: (drill.filter ?? {}) as Condition,
    range: drill.range ?? START.range,
    ...(!timed && { by: ['unit'] }),
    ...(timed && drill.range && { step: stepFor(drill.range) }),
    ...(timed && !drill.range && { range: rangeOf(tz, '365d', now) }),
  };
}
const stepFor = ({ from, to }: { from: number; to: number }) => {
  const hours = (to - from) / 3_600_000;
  return hours <= 2 ? ('minute' as const) : hours <= 72 ? ('hour' as const) : ('day' as const);
};
