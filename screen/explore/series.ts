/** An answer in time to lines, and lines to a chart. Pure. */
import type { ExploreRow } from '../../contract/explore.ts';
import { measureOf, valueOf, type Cell } from '../../contract/measure.ts';
import { categoryAxis, fromZero, roundStep, valueAxis } from '../../widgets/shared/axes.ts';
import { mix, turn } from '../../widgets/shared/palette.ts';
import type { ChartOption } from '../../widgets/shared/plan.ts';
import type { Tokens } from '../../widgets/shared/tokens.ts';
import type { Answered } from './behind.ts';

/** Lines that can be told apart. */
export const MAX_LINES = 8;

export interface Line {
  id: string;
  key: readonly (string | null)[];
  /** What it was in the range compared with. */
  before: boolean;
  values: (number | null)[];
  rows: ExploreRow[];
}
export interface Lines {
  /** Starts of the buckets. */
  starts: number[];
  lines: Line[];
  /** Low and high of what is normal for the one group; null where it is not known. */
  band: ([number, number] | null)[] | null;
  /** Groups that have no line. */
  hidden: number;
}

/** The lines of one measure: each group's, or the whole's with what it was before and what is normal. */
export function linesOf({ query, answer }: Answered, at: number): Lines {
  const measure = measureOf(query.measures[at]!);
  const groups = new Map<string, ExploreRow[]>();
  for (const row of answer.rows) {
    const name = JSON.stringify(row.key);
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  }
  const read = (cell: Cell | null | undefined): number | null => (cell ? valueOf(measure, cell) : null);
  const all = [...groups.values()];
  const lines = all.slice(0, MAX_LINES).map((rows, i): Line => ({
    id: `now${i}`,
    key: rows[0]!.key,
    before: false,
    values: rows.map(({ cells }) => read(cells[at])),
    rows,
  }));
  const only = all.length === 1 ? all[0]! : null;
  if (only && answer.compared && measure.at !== undefined)
    lines.push({ id: 'before', key: only[0]!.key, before: true, values: only.map(({ before }) => read(before?.cells[at])), rows: only });
  const band = only?.some(({ band: one }) => one?.[at]) ? only.map(({ band: one }) => one?.[at] ?? null) : null;
  return { starts: (all[0] ?? []).map(({ bucket }) => bucket!), lines, band, hidden: Math.max(0, all.length - MAX_LINES) };
} // prettier-ignore

/** Colours of the lines in their order: the first is the accent, neighbours differ in lightness as well as in hue. */
export function colours(t: Tokens, count: number): string[] {
  const calm = t.calm;
  const all = [
    t.accent, mix(turn(calm, 60), t.ink, 0.25), turn(t.seq[3], -75), calm, mix(t.seq[4], t.ink, 0.2), turn(mix(calm, t.surface, 0.15), 95),
    mix(t.ink2, t.surface, 0.25), turn(t.accent, 160),
  ]; // prettier-ignore
  return all.slice(0, count);
}

function bounds(values: readonly number[], percent: boolean): { min: number; max: number; interval: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!percent || values.length === 0) return fromZero(values.length > 0 ? most : 0);
  const interval = roundStep(Math.max(most - least, 2), 3);
  return {
    min: Math.max(0, Math.floor(least / interval) * interval),
    max: Math.min(100, Math.ceil(most / interval) * interval),
    interval,
  };
}

/** The chart: a quiet band, what was before as a dashed line, and the lines. */
export function chartOf(model: Lines, percent: boolean, labels: readonly string[], t: Tokens): ChartOption {
  const { lines, band, starts } = model;
  const known = [...lines.flatMap(({ values }) => values), ...(band ?? []).map((one) => one?.[1] ?? null)];
  const { min, max, interval } = bounds(known.filter((value) => value !== null), percent);
  const every = Math.max(1, Math.ceil(starts.length / 10));
  const palette = colours(t, lines.length);
  const points = starts.length <= 62;
  const line = { type: 'line', silent: true, symbol: 'circle', symbolSize: points ? 6 : 0, showSymbol: points } as const;
  const edge = { type: 'line', silent: true, symbol: 'none', stack: 'band', lineStyle: { opacity: 0 }, z: 1 } as const;
  return {
    textStyle: { fontFamily: t.fontText },
    grid: { left: 64, right: 22, top: 16, bottom: 34 },
    xAxis: categoryAxis(t, labels, (i) => i % every === 0),
    yAxis: valueAxis(t, min, max, interval),
    series: [
      ...(band
        ? [
            { ...edge, id: 'low', data: band.map((one) => one?.[0] ?? null) },
            { ...edge, id: 'range', areaStyle: { color: t.band }, data: band.map((one) => (one ? one[1] - one[0] : null)) },
          ]
        : []),
      ...lines.map(({ id, values, before }, i) => ({
        ...line,
        id,
        z: before ? 2 : 3,
        ...(before && { symbol: 'none' }),
        lineStyle: before ? { color: t.calm, width: 2, type: [6, 5] } : { color: palette[i]!, width: 2.5 },
        itemStyle: { color: before ? t.calm : palette[i]! },
        data: values,
      })),
    ],
  };
} // prettier-ignore
