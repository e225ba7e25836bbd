/** How the values of a measure are distributed: its facts counted by classes of the value, over a window. */
import { applies, ConditionError } from '../../../contract/condition.ts';
import { measureOf, type Measure } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { windowRange, windowStep } from '../../../contract/time.ts';
import { Tally } from '../tally.ts';
import { defineView } from '../view.ts';

/** Index of the class of a value: how many edges are at or below it. Edges rise. */
export function classOf(edges: readonly number[], value: number): number {
  let i = 0;
  while (i < edges.length && edges[i]! <= value) i++;
  return i;
}

export default defineView({
  name: 'spread',
  open({ measure: id, window, edges }, scope, { zone }, now) {
    const measure = measureOf(id);
    const { value } = measure;
    if (value === undefined) throw new ConditionError('/measure', `${id} has no values that could be distributed`);
    if (edges.some((edge, i) => i > 0 && edge <= edges[i - 1]!)) throw new ConditionError('/edges', 'must rise');
    // The facts behind the mean or the quantile, counted.
    const counted: Measure = {
      ...measure, kind: 'count', value: undefined, q: undefined, grain: undefined, of: { ...measure.of, [value]: { set: true } },
    }; // prettier-ignore
    const shown = applies(measure.fact, scope);
    const step = windowStep(window);
    const classes = shown
      ? new Tally({
          measure: counted,
          scope,
          zone,
          step,
          keys: (row) => [String(classOf(edges, row[value] as number))],
        })
      : null;
    let range = { from: 0, to: 0 };
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      const moved = next.from !== range.from || next.to !== range.to;
      range = next;
      classes?.slide(next);
      return moved;
    };
    advance(now);
    return {
      kinds: classes ? [measure.fact] : [],
      change: (_kind, before, after) => classes!.change(before, after),
      advance,
      value() {
        const counts = Object.fromEntries([...(classes?.cells() ?? [])].map(([key, [num]]) => [key, num]));
        const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
        return { ...range, counts, total } as unknown as Json;
      },
    };
  },
});
