/** Numbers to bars. Pure. */
import type { Measure } from '../../contract/measure.ts';
import type { CountRow } from '../../contract/query.ts';
import { listedIn } from './state.ts';

export interface Bar {
  from: number;
  to: number;
  count: number;
}

/** Bars of `fold` buckets each, from the first bucket on; buckets without rows count 0. */
export function foldBars(
  starts: readonly number[],
  ends: readonly number[],
  fold: number,
  rows: readonly CountRow[],
  measure: Measure,
  part: boolean | undefined,
): Bar[] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (row.bucket === undefined) continue;
    counts.set(row.bucket, (counts.get(row.bucket) ?? 0) + listedIn(measure, part, row.cell));
  }
  const bars: Bar[] = [];
  for (let i = 0; i < starts.length; i += fold) {
    const last = Math.min(i + fold, starts.length) - 1;
    let count = 0;
    for (let k = i; k <= last; k++) count += counts.get(starts[k]!) ?? 0;
    bars.push({ from: starts[i]!, to: ends[last]!, count });
  }
  return bars;
}

/** An axis of whole numbers from 0 that holds `most`, with three or four even ticks. */
export function scaleOf(most: number): { top: number; ticks: number[] } {
  const rough = Math.max(1, most) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 3, 5, 10].map((n) => n * power).find((n) => n >= rough)!,
  );
  const top = Math.ceil(Math.max(1, most) / step) * step;
  return { top, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step) };
}

/** Groups from the largest, at most `room` lines: what does not fit is one line of others, so that all add up. */
export function ranked(
  rows: readonly CountRow[],
  measure: Measure,
  part: boolean | undefined,
  room: number,
): { lines: { key: string | null; count: number }[]; others: { kinds: number; count: number } | undefined } {
  const all = rows
    .map((row) => ({ key: row.key[0] ?? null, count: listedIn(measure, part, row.cell) }))
    .filter((line) => line.count > 0)
    .sort((a, b) => b.count - a.count || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
  if (all.length <= room) return { lines: all, others: undefined };
  const rest = all.slice(room - 1);
  return {
    lines: all.slice(0, room - 1),
    others: { kinds: rest.length, count: rest.reduce((sum, line) => sum + line.count, 0) },
  };
}
