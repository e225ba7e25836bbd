/** Measures grouped by one or two fields over a window. A list field counts a row under each of its members. */
import { applies, ConditionError } from '../../../contract/condition.ts';
import { FACT_FIELDS, type FieldRole } from '../../../contract/fact.ts';
import { measureOf, type Cell, type Measure } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { windowRange, windowStep } from '../../../contract/time.ts';
import { changeAll, Tally } from '../tally.ts';
import { defineView } from '../view.ts';

/** Key of rows that have no value in the field. */
export const NOTHING = '-';

/** The first `level` parts of a code path. */
export const branch = (code: string, level: number): string => code.split('.').slice(0, level).join('.');

function keysOf(
  measure: Measure,
  by: readonly string[],
  level: number | undefined,
): (row: Readonly<Record<string, unknown>>) => string[] {
  const fields: Record<string, FieldRole> = FACT_FIELDS[measure.fact];
  const readers = by.map((field) => {
    const role = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (role !== 'dim' && role !== 'list')
      throw new ConditionError(`/by/${field}`, `a ${measure.fact} cannot be grouped by it`);
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
  open({ measures, by, window, level, top = 500 }, scope, { zone, residents }, now) {
    const step = windowStep(window);
    const known = measures.map(measureOf).filter((measure) => applies(measure.fact, scope));
    const groups = known.map((measure) => new Tally({ measure, scope, zone, step, keys: keysOf(measure, by, level) }));
    const totals = known.map((measure) => new Tally({ measure, scope, zone, step }));
    const all = [...groups, ...totals];
    let range = { from: 0, to: 0 };
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      const moved = next.from !== range.from || next.to !== range.to;
      range = next;
      for (const tally of all) tally.slide(next);
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
        const cells = groups.map((tally) => {
          const kept = largest([...tally.cells()], top).map(([key, cell]) => [
            key,
            withResidents(tally.measure, key, cell),
          ]);
          return [tally.measure.id, Object.fromEntries(kept)];
        });
        const total = totals.map((tally) => [tally.measure.id, withResidents(tally.measure, NOTHING, tally.cell())]);
        return { ...range, cells: Object.fromEntries(cells), total: Object.fromEntries(total) } as unknown as Json;
      },
    };
  },
});
