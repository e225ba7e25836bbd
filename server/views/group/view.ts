/**
 * Measures grouped by one or two fields over a window, and over the window it is compared with. A list field counts a row
 * under each of its members.
 */
import { applies, groupRoles } from '../../../contract/condition.ts';
import { measureOf, type Cell, type Measure } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { comparedRange, windowRange, windowStep } from '../../../contract/time.ts';
import { changeAll, Tally } from '../tally.ts';
import { defineView } from '../view.ts';

/** Key of rows that have no value in the field. */
export const NOTHING = '-';

/** The first `level` parts of a code path. */
export const branch = (code: string, level: number): string => code.split('.').slice(0, level).join('.');

/** Keys of a row by one or two fields. Throws ConditionError on a field that cannot be grouped by. */
export function keysOf(
  measure: Measure,
  by: readonly string[],
  level: number | undefined,
): (row: Readonly<Record<string, unknown>>) => string[] {
  const roles = groupRoles(measure.fact, by);
  const readers = by.map((field, i) => {
    const role = roles[i]!;
    return (row: Readonly<Record<string, unknown>>): readonly string[] => {
      const value = row[field];
      if (role === 'list') return value as string[];
      if (typeof value !== 'string') return [NOTHING];
      return [field === 'category' && level !== undefined ? branch(value, level) : value];
    };
  });
  const [first, second] = readers;
  if (!second) return (row) => first!(row) as string[];
  return (row) => first!(row).flatMap((a) => second(row).map((b) => `${a}|${b}`));
}

const largest = (cells: [string, Cell][], top: number): [string, Cell][] =>
  cells.sort(([k, a], [l, b]) => b[0] - a[0] || b[1] - a[1] || (k < l ? -1 : 1)).slice(0, top);

export default defineView({
  name: 'group',
  open({ measures, by, window, compare, level, top = 500 }, scope, { zone, residents }, now) {
    const step = windowStep(window);
    const known = measures.map(measureOf).filter((measure) => applies(measure.fact, scope));
    const groups = known.map((measure) => new Tally({ measure, scope, zone, step, keys: keysOf(measure, by, level) }));
    const totals = known.map((measure) => new Tally({ measure, scope, zone, step }));
    // A state has no past to be compared with. The compared window slides by the minute.
    const timed = compare ? known.filter(({ at }) => at !== undefined) : [];
    const thenGroups = timed.map((measure) => new Tally({ measure, scope, zone, step: 'minute', keys: keysOf(measure, by, level) })); // prettier-ignore
    const thenTotals = timed.map((measure) => new Tally({ measure, scope, zone, step: 'minute' }));
    const then = [...thenGroups, ...thenTotals];
    const all = [...groups, ...totals, ...then];
    let range = { from: 0, to: 0 };
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      let moved = next.from !== range.from || next.to !== range.to;
      range = next;
      for (const tally of [...groups, ...totals]) tally.slide(next);
      for (const tally of then) moved = tally.slide(comparedRange(zone, window, compare!, at)) || moved;
      return moved;
    };
    advance(now);
    const withResidents = (measure: Measure, key: string, cell: Cell): Cell => {
      if (measure.kind !== 'rate') return cell;
      const place = key !== NOTHING && by.length === 1 && by[0] === 'district' ? { ...scope, district: key } : scope;
      return [cell[0], residents(place) ?? 0];
    };
    return {
      kinds: [...new Set(known.map((measure) => measure.fact))],
      change: (kind, before, after) => changeAll(all, kind, before, after),
      advance,
      value() {
        const shown = new Map<string, [string, Cell][]>();
        for (const tally of groups) shown.set(tally.measure.id, largest([...tally.cells()], top));
        /** What is shown now is compared; so is what was among the largest then and may be gone. */
        const shownThen = (tally: Tally): [string, Cell][] => {
          const cells = [...tally.cells()];
          const keys = new Set([...shown.get(tally.measure.id)!, ...largest(cells, top)].map(([key]) => key));
          return cells.filter(([key]) => keys.has(key));
        };
        const written = (tally: Tally, kept: [string, Cell][]) => [
          tally.measure.id,
          Object.fromEntries(kept.map(([key, cell]) => [key, withResidents(tally.measure, key, cell)])),
        ];
        const total = (tallies: Tally[]) =>
          Object.fromEntries(tallies.map((t) => [t.measure.id, withResidents(t.measure, NOTHING, t.cell())]));
        return {
          ...range,
          cells: Object.fromEntries(groups.map((tally) => written(tally, shown.get(tally.measure.id)!))),
          total: total(totals),
          ...(thenTotals[0] && {
            compared: {
              ...thenTotals[0].range,
              cells: Object.fromEntries(thenGroups.map((tally) => written(tally, shownThen(tally)))),
              total: total(thenTotals),
            },
          }),
        } as unknown as Json;
      },
    };
  },
});
