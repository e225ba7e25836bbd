/** Counts of a rule's groups by hour, from history or from facts at hand. */
import { compile } from '../../../contract/condition.ts';
import type { Row } from '../../../contract/fact.ts';
import { measureOf } from '../../../contract/measure.ts';
import type { Rule } from '../../../contract/rule.ts';
import { bucketStart, type Zone } from '../../../contract/time.ts';
import type { History } from '../../history/history.ts';
import { groupFrom, groupsOf, WHOLE } from '../keys.ts';
import type { HourCount } from './normal.ts';

/** Rows of an answer: groups × hours with something in them. A larger city has coarser groups. */
const MAX_ROWS = 500_000;

/** The hours in [from, to) in which a group of the rule had anything, Unix ms. */
export async function hoursOf(
  history: Pick<History, 'count'>,
  rule: Rule,
  from: number,
  to: number,
): Promise<HourCount[]> {
  const { rows } = await history.count({
    measure: rule.measure!,
    ...(rule.filter && { filter: rule.filter }),
    range: { from, to },
    ...(rule.by && { by: rule.by }),
    ...(rule.depth !== undefined && { level: rule.depth }),
    step: 'hour',
    limit: MAX_ROWS,
  });
  return rows.flatMap(({ key, bucket, cell }) => {
    const group = rule.by ? groupFrom(key) : WHOLE;
    return group === null ? [] : [{ key: group, hour: bucket!, count: cell[0] }];
  });
}

/** The same, counted from rows of the rule's kind of fact. Throws ConditionError. */
export function countHours(rows: Iterable<Row | null>, rule: Rule, zone: Zone, from: number, to: number): HourCount[] {
  const measure = measureOf(rule.measure!);
  const [of, filter] = [compile(measure.fact, measure.of), compile(measure.fact, rule.filter ?? {})];
  const groups = groupsOf(measure.fact, rule);
  const counts = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const fields = row as unknown as Record<string, unknown> | null;
    const at = fields?.[measure.at!];
    if (typeof at !== 'number' || at < from || at >= to || !of(fields!) || !filter(fields!)) continue;
    const hour = bucketStart(zone, 'hour', at);
    for (const group of groups(fields!)) {
      const hours = counts.get(group) ?? new Map<number, number>();
      counts.set(group, hours.set(hour, (hours.get(hour) ?? 0) + 1));
    }
  }
  return [...counts].flatMap(([key, hours]) => [...hours].map(([hour, count]) => ({ key, hour, count })));
}
