/** A measure over time for each value of a field: the key of a row is its value and the bucket that it falls into. */
import { applies } from '../../../contract/condition.ts';
import { measureOf, type Cell } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { bucketStart, windowRange } from '../../../contract/time.ts';
import { keysOf } from '../group/view.ts';
import { Tally } from '../tally.ts';
import { defineView } from '../view.ts';

/** Between value and bucket: no code holds it. */
const BETWEEN = '\n';

/** How much a value weighs when only the largest are kept: its population over all buckets. */
const weight = (cells: Record<string, Cell>, counted: boolean): number =>
  Object.values(cells).reduce((sum, [num, den]) => sum + (counted ? num : den), 0);

export default defineView({
  name: 'split',
  open({ measure: id, by, window, step, level, top = 50 }, scope, { zone }, now) {
    const measure = measureOf(id);
    const { at } = measure;
    const counted = measure.kind === 'count' || measure.kind === 'rate';
    // A measure that has no time, or whose facts have no such field, has nothing to show: "—".
    const shown = at !== undefined && applies(measure.fact, scope);
    const values = keysOf(measure, [by], level);
    const tally = shown
      ? new Tally({
          measure,
          scope,
          zone,
          step,
          keys: (row) => {
            const bucket = bucketStart(zone, step, row[at] as number);
            return values(row).map((value) => `${value}${BETWEEN}${bucket}`);
          },
        })
      : null;
    let range = { from: 0, to: 0 };
    const advance = (moment: number): boolean => {
      const next = windowRange(zone, window, moment);
      // The first bucket may begin before the window does: a series shows whole buckets.
      next.from = bucketStart(zone, step, next.from);
      const moved = next.from !== range.from || next.to !== range.to;
      range = next;
      tally?.slide(next);
      return moved;
    };
    advance(now);
    return {
      kinds: tally ? [measure.fact] : [],
      change: (_kind, before, after) => tally!.change(before, after),
      advance,
      value() {
        const cells: Record<string, Record<string, Cell>> = {};
        for (const [key, cell] of tally?.cells() ?? []) {
          const cut = key.lastIndexOf(BETWEEN);
          (cells[key.slice(0, cut)] ??= {})[key.slice(cut + 1)] = cell;
        }
        const kept = Object.entries(cells)
          .map(([key, buckets]) => ({ key, buckets, n: weight(buckets, counted) }))
          .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
          .slice(0, top);
        return {
          ...range,
          cells: Object.fromEntries(kept.map(({ key, buckets }) => [key, buckets])),
        } as unknown as Json;
      },
    };
  },
});
