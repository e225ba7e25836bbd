/** Measures bucket by bucket over a window: the key of a row is the bucket that it falls into. */
import { applies } from '../../../contract/condition.ts';
import { measureOf } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { bucketStart, windowRange } from '../../../contract/time.ts';
import { changeAll, Tally } from '../tally.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'series',
  open({ measures, window, step }, scope, { zone }, now) {
    const known = measures.map(measureOf).filter((measure) => measure.at !== undefined && applies(measure.fact, scope));
    const tallies = known.map((measure) => {
      const at = measure.at!;
      return new Tally({
        measure,
        scope,
        zone,
        step,
        keys: (row) => [String(bucketStart(zone, step, row[at] as number))],
      });
    });
    let range = { from: 0, to: 0 };
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      // The first bucket may begin before the window does: a series shows whole buckets.
      next.from = bucketStart(zone, step, next.from);
      const moved = next.from !== range.from || next.to !== range.to;
      range = next;
      for (const tally of tallies) tally.slide(next);
      return moved;
    };
    advance(now);
    return {
      kinds: [...new Set(known.map((measure) => measure.fact))],
      change: (kind, before, after) => changeAll(tallies, kind, before, after),
      advance,
      value: () =>
        ({
          ...range,
          cells: Object.fromEntries(tallies.map((t) => [t.measure.id, Object.fromEntries(t.cells())])),
        }) as unknown as Json,
    };
  },
});
