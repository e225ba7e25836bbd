/** What is normal for the buckets of an answer, fitted to the eight weeks before its range. */
import type { ExploreQuery } from '../../contract/explore.ts';
import type { Measure, MeasureId } from '../../contract/measure.ts';
import type { Zone } from '../../contract/time.ts';
import type { CountAnswer } from '../../contract/query.ts';
import { fitNormal, WEEKS, type Normal } from '../alerts/normal/normal.ts';
import { quantile } from '../alerts/normal/tail.ts';
import { HttpProblem } from '../api/problem.ts';
import type { Count } from '../history/history.ts';

/** Hours with something in them that are read at most. */
const MAX_HOURS = 300_000;
/** In four of five the count is within. */
const [LOW, HIGH] = [0.1, 0.9];

/** Fits a count's groups to the eight weeks before this moment; null where there are too few days. */
export async function normalBefore(
  query: ExploreQuery,
  measure: Measure,
  before: number,
  tz: Zone,
  binOf: (hour: number) => number,
  count: (query: Count) => Promise<CountAnswer>,
): Promise<Normal | null> {
  const to = tz.dayStart(before);
  const from = tz.addDays(to, -7 * WEEKS);
  const { rows } = await count({
    measure: measure.id as MeasureId,
    ...(query.filter && { filter: query.filter }),
    range: { from, to },
    ...(query.by && { by: query.by }),
    ...(query.level !== undefined && { level: query.level }),
    step: 'hour',
    limit: MAX_HOURS + 1,
  });
  if (rows.length > MAX_HOURS)
    throw new HttpProblem(400, '/band', `more than ${MAX_HOURS} hours would have to be read; narrow the filter`);
  const hours = rows.map(({ key, bucket, cell }) => ({ key: JSON.stringify(key), hour: bucket!, count: cell[0] }));
  return fitNormal(hours, from, to, binOf);
}

/** Low and high of a group's count in [from, to). */
export function bandOf(normal: Normal, key: readonly (string | null)[], from: number, to: number): [number, number] {
  const { mean, dispersion } = normal.expect(JSON.stringify(key), from, to);
  return [quantile(LOW, mean, dispersion), quantile(HIGH, mean, dispersion)];
}
