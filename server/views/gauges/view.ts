/** The latest reading of gauges, and their readings bucket by bucket. */
import { applies, compile } from '../../../contract/condition.ts';
import type { GaugeRow, Row } from '../../../contract/fact.ts';
import type { Json } from '../../../contract/text.ts';
import { bucketStart, windowRange } from '../../../contract/time.ts';
import { defineView } from '../view.ts';

/** Readings of a bucket by their ids. */
type Bucket = Map<string, GaugeRow>;

const inTime = (a: GaugeRow, b: GaugeRow): number => a.reported! - b.reported! || (a.id < b.id ? -1 : 1);

/**
 * What a bucket of readings says. Added up anew in the order of their times whenever one of them changes: sums of fractions that
 * are added to and taken from drift, and would not be those of a recount (rule F1).
 */
export function told(readings: Iterable<GaugeRow>, of: 'mean' | 'last'): number {
  const list = [...readings].sort(inTime);
  if (of === 'last') return list.at(-1)!.value!;
  return Number((list.reduce((sum, { value }) => sum + value!, 0) / list.length).toPrecision(12));
}

export default defineView({
  name: 'gauges',
  open({ gauges, window, step, of }, scope, { zone }, now) {
    const within = compile('gauge', { gauge: { in: [...gauges] } });
    // A scope that gauges cannot be in (a category) has none.
    const shown = applies('gauge', scope);
    const scoped = shown ? compile('gauge', scope) : () => false;
    /** Of each gauge its buckets, those too that are not shown: the latest reading may be long ago. */
    const kept = new Map<string, Map<number, Bucket>>();
    /** What the buckets say, until one of their readings changes. */
    const said = new Map<Bucket, number>();
    const mine = (row: Row | null): GaugeRow | null =>
      row && within(row as never) && scoped(row as never) ? (row as GaugeRow) : null;
    const startOf = (row: GaugeRow): number => bucketStart(zone, step, row.reported!);
    const take = (row: GaugeRow): void => {
      const buckets = kept.get(row.gauge!);
      const bucket = buckets?.get(startOf(row));
      if (!bucket?.delete(row.id)) return;
      said.delete(bucket);
      if (bucket.size === 0) buckets!.delete(startOf(row));
      if (buckets!.size === 0) kept.delete(row.gauge!);
    };
    const put = (row: GaugeRow): void => {
      let buckets = kept.get(row.gauge!);
      if (!buckets) kept.set(row.gauge!, (buckets = new Map()));
      let bucket = buckets.get(startOf(row));
      if (!bucket) buckets.set(startOf(row), (bucket = new Map()));
      bucket.set(row.id, row);
      said.delete(bucket);
    };
    let range = { from: 0, to: 0 };
    const advance = (at: number): boolean => {
      const next = windowRange(zone, window, at);
      next.from = bucketStart(zone, step, next.from);
      const moved = next.from !== range.from || next.to !== range.to;
      range = next;
      return moved;
    };
    advance(now);
    return {
      kinds: shown ? ['gauge'] : [],
      change(_kind, before, after) {
        const [old, fresh] = [mine(before), mine(after)];
        if (old) take(old);
        if (fresh) put(fresh);
        return old !== null || fresh !== null;
      },
      advance,
      value() {
        const latest: Record<string, { value: number; at: number; unit?: string }> = {};
        const series: Record<string, Record<string, number>> = {};
        for (const [gauge, buckets] of kept) {
          const last = [...buckets.get(Math.max(...buckets.keys()))!.values()].sort(inTime).at(-1)!;
          latest[gauge] = {
            value: last.value!,
            at: last.reported!,
            ...(last.valueUnit !== null && { unit: last.valueUnit }),
          };
          const shown: [string, number][] = [];
          for (const [start, bucket] of buckets) {
            if (start < range.from || start >= range.to) continue;
            let number = said.get(bucket);
            if (number === undefined) said.set(bucket, (number = told(bucket.values(), of)));
            shown.push([String(start), number]);
          }
          series[gauge] = Object.fromEntries(shown);
        }
        return { ...range, latest, buckets: series } as unknown as Json;
      },
    };
  },
});
