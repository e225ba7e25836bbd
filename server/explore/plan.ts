/** From a question to what has to be counted, with every rule checked first. Pure. */
import {
  CompareError,
  pairBuckets,
  shiftOf,
  earlierRange,
  whole,
  type Anchor,
  type AnchorOf,
  type Shift,
} from '../../contract/compare.ts';
import { testsOf, ConditionError } from '../../contract/condition.ts';
import { DEFAULT_GROUPS, DEFAULT_SERIES, dimensionsOf, MAX_SERIES, type ExploreQuery } from '../../contract/explore.ts';
import { FACT_FIELDS, type FactKind } from '../../contract/fact.ts';
import { measureOf, type Measure } from '../../contract/measure.ts';
import { DAY, HOUR, MINUTE, type Range, type Step, type Zone } from '../../contract/time.ts';
import { HttpProblem } from '../api/problem.ts';

/** Rows of an answer at most: groups × buckets. */
export const MAX_CELLS = 50_000;
/** Buckets of a series at most. */
export const MAX_BUCKETS = 3000;
/** Normal is told for so long a time at most. */
const BAND_DAYS = 100;
const WIDTH: Record<Step, number> = { minute: MINUTE, ten_minutes: 10 * MINUTE, hour: HOUR, day: DAY };

export interface Plan {
  measures: Measure[];
  by: readonly string[];
  /** As it is used. */
  range: Range;
  /** Up to where time has come, at most to the end of the range. */
  until: number;
  /** The buckets that have begun, each with the one beside it. */
  pairs: [at: number, before: number | null][] | null;
  compared: { range: Range; anchor?: Anchor } | null;
  limit: number;
}

const broken = (path: string, rule: string): HttpProblem => new HttpProblem(400, path, rule);

function checkFilter(query: ExploreQuery): void {
  const seen = new Set<FactKind>();
  for (const id of query.measures) {
    const { fact } = measureOf(id);
    if (seen.has(fact)) continue;
    seen.add(fact);
    const parts = [
      ['/filter', query.filter ?? {}] as const,
      ...(query.filter?.any ?? []).map((one, i) => [`/filter/any/${i}`, one] as const),
    ];
    for (const [path, part] of parts) {
      try {
        Array.from(testsOf(fact, part));
      } catch (error) {
        if (error instanceof ConditionError) throw broken(`${path}${error.path}`, `${error.rule} (measure ${id})`);
        throw error;
      }
    }
  }
}

function checkBy(query: ExploreQuery): void {
  const shared = dimensionsOf(query.measures);
  for (const [i, field] of (query.by ?? []).entries()) {
    if (shared.has(field)) continue;
    const without = query.measures.find((id) => !dimensionsOf([id]).has(field))!;
    const { fact } = measureOf(without);
    const is = Object.hasOwn(FACT_FIELDS[fact], field) ? 'cannot be grouped by it' : 'has no such field';
    throw broken(`/by/${i}`, `a ${fact} ${is} (measure ${without})`);
  }
  const lists = (query.by ?? []).filter((field) => shared.get(field) === 'list');
  if (new Set(lists).size > 1)
    throw broken(`/by/${query.by!.indexOf(lists[1]!)}`, `only one list can be grouped by, and ${lists[0]!} is one`);
}

function checkTimes(query: ExploreQuery, measures: readonly Measure[]): void {
  const { range, step, compare, band } = query;
  if (range.from >= range.to) throw broken('/range', 'must end after it begins');
  if (step && (range.to - range.from) / WIDTH[step] > MAX_BUCKETS)
    throw broken('/step', `the range has more than ${MAX_BUCKETS} buckets of it`);
  const state = measures.findIndex(({ at }) => at === undefined);
  if (step && state >= 0)
    throw broken(`/measures/${state}`, `${measures[state]!.id} holds now and has no buckets of time`);
  if (compare && measures.every(({ at }) => at === undefined))
    throw broken('/compare', 'measures that hold now have nothing to be compared with');
  if (!band) return;
  if (step !== 'hour' && step !== 'day') throw broken('/band', 'what is normal is known by hour or day');
  if ((range.to - range.from) / DAY > BAND_DAYS)
    throw broken('/band', `what is normal is told for ${BAND_DAYS} days at most`);
  if (!measures.some(({ kind }) => kind === 'count')) throw broken('/band', 'what is normal is known of counts');
}

/** What has to be counted at this moment of the city's clock. Throws HttpProblem 400 with the path that is wrong. */
export function planOf(query: ExploreQuery, tz: Zone, now: number, anchorOf: AnchorOf | null): Plan {
  const measures = query.measures.map((id) => measureOf(id));
  checkBy(query);
  checkFilter(query);
  checkTimes(query, measures);
  const { step, compare } = query;
  const by = query.by ?? [];
  const limit = query.limit ?? (step ? DEFAULT_SERIES : DEFAULT_GROUPS);
  if (step && by.length > 0 && limit > MAX_SERIES)
    throw broken('/limit', `at most ${MAX_SERIES} groups have a line in time`);

  const range = step ? whole(tz, step, query.range) : query.range;
  const minute = Math.ceil((now + 1) / MINUTE) * MINUTE;
  const until = Math.max(range.from, Math.min(range.to, minute));
  let shift: Shift = { ms: 0 };
  try {
    if (compare) shift = shiftOf(tz, range, compare, anchorOf);
  } catch (error) {
    if (error instanceof CompareError) throw broken('/compare', error.message);
    throw error;
  }
  // Of a range that is not over, as much is compared as has passed. One that has not begun has nothing beside it.
  const past: Range = { from: range.from, to: until };
  const comparable = compare !== undefined && until > range.from;
  const compared = comparable
    ? { range: earlierRange(tz, past, shift), ...('anchor' in shift && shift.anchor && { anchor: shift.anchor }) }
    : null;
  if (compared && compared.range.from < 0) throw broken('/compare', 'there is nothing that long ago');
  const pairs = step && until > range.from ? pairBuckets(tz, step, past, shift) : step ? [] : null;
  if (pairs && pairs.length * (by.length > 0 ? limit : 1) > MAX_CELLS)
    throw broken('/limit', `groups by buckets are more than ${MAX_CELLS}`);
  return { measures, by, range, until, pairs: compared || !pairs ? pairs : pairs.map(([at]) => [at, null]), compared, limit };
} // prettier-ignore
