/** Measures over one window, and the same measures over the window they are compared with. */
import { applies } from '../../../contract/condition.ts';
import { measureOf, type Cell } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { comparedRange, windowRange, windowStep } from '../../../contract/time.ts';
import { changeAll, Tally } from '../tally.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'measures',
  open({ measures, window, compare }, scope, { zone, residents }, now) {
    // A measure whose facts have no such field (calls have no district) is not in the value: it shows "—".
    const known = measures.map(measureOf).filter((measure) => applies(measure.fact, scope));
    const live = known.map((measure) => new Tally({ measure, scope, zone, step: windowStep(window) }));
    const then = compare
      ? known.filter((m) => m.at !== undefined).map((measure) => new Tally({ measure, scope, zone, step: 'minute' }))
      : [];
    const people = residents(scope) ?? 0;
    const cells = (tallies: Tally[]): Record<string, Cell> =>
      Object.fromEntries(
        tallies.map((t) => [t.measure.id, t.measure.kind === 'rate' ? [t.cell()[0], people] : t.cell()]),
      );
    let range = windowRange(zone, window, now);
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      let moved = next.from !== range.from || next.to !== range.to;
      range = next;
      for (const tally of live) moved = tally.slide(next) || moved;
      for (const tally of then) moved = tally.slide(comparedRange(zone, window, compare!, at)) || moved;
      return moved;
    };
    advance(now);
    const all = [...live, ...then];
    return {
      kinds: [...new Set(known.map((measure) => measure.fact))],
      change: (kind, before, after) => changeAll(all, kind, before, after),
      advance,
      value: () =>
        ({
          ...range,
          cells: cells(live),
          ...(then[0] && { compared: { ...then[0].range, cells: cells(then) } }),
        }) as unknown as Json,
    };
  },
});
