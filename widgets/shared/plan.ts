/** Pure planner of chart updates: what of the next option differs from what the chart already shows. */

export type ChartSeries = { id: string } & Record<string, unknown>;
export type ChartOption = { series: ChartSeries[] } & Record<string, unknown>;

/** Equal by content; functions are equal only to themselves. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
}

/**
 * The part of `next` to merge into a chart that shows `previous`; null when there is nothing to do. Series are
 * matched by id, and of a changed series only its changed members are sent.
 */
export function plan(previous: ChartOption | null, next: ChartOption): Record<string, unknown> | null {
  if (!previous) return next;
  const part: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(next)) {
    if (key !== 'series' && !same(previous[key], value)) part[key] = value;
  }
  const before = new Map(previous.series.map((s) => [s.id, s]));
  const series: ChartSeries[] = [];
  for (const one of next.series) {
    const old = before.get(one.id);
    if (!old) series.push(one);
    else if (!same(old, one)) {
      const changed = Object.entries(one).filter(([key, value]) => !same(old[key], value));
      series.push({ id: one.id, ...Object.fromEntries(changed) });
    }
  }
  if (series.length > 0) part['series'] = series;
  return Object.keys(part).length > 0 ? part : null;
}
