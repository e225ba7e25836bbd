/** Pure: a daily series to days, and days to the chart. */
import { type MeasureId, measureOf, MEASURE_IDS, valueOf } from '../../contract/measure.ts';
import { buckets } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { categoryAxis, roundStep, valueAxis } from '../shared/axes.ts';
import { count, DASH, number, zoneOf } from '../shared/format.ts';
import type { ChartOption } from '../shared/plan.ts';
import type { Locale } from '../shared/text.ts';
import type { Tokens } from '../shared/tokens.ts';

/** Measures that can be shown: ratios over a window. */
export const RATIOS = MEASURE_IDS.filter((id) => measureOf(id).kind === 'ratio');

export interface Options {
  measure: MeasureId;
}
export type Data = { days: TopicValues['series'] };

export interface DayMark {
  kind: 'day';
  from: number;
  to: number;
}

export interface Day {
  from: number;
  /** The local midnight after it. */
  to: number;
  label: string;
  date: string;
  /** Percent; null where nothing was in the denominator. */
  value: number | null;
  den: number;
  /** The day isn't over. */
  partial: boolean;
}

/** The days of the range in order. A day without ratings is unknown, never 0. */
export function days(measure: MeasureId, series: Data['days'] | undefined, timeZone: string): Day[] {
  if (!series) return [];
  const tz = zoneOf(timeZone);
  const cells = series.cells[measure] ?? {};
  return buckets(tz, 'day', series.from, series.to).map((from, i) => {
    const cell = cells[String(from)];
    const { month, day } = tz.parts(from);
    const to = tz.addDays(from, 1);
    return {
      from,
      to,
      date: tz.date(from),
      label: day === 1 || i === 0 ? `${month}/${day}` : String(day),
      value: valueOf(measureOf(measure), cell),
      den: cell?.[1] ?? 0,
      partial: to > series.to,
    };
  });
}

/** The mark of a day; null where nothing is behind it. */
export const dayMark = (day: Day | undefined): DayMark | null =>
  day && day.value !== null ? { kind: 'day', from: day.from, to: day.to } : null;

/** A day in words. */
export function dayText(day: Day, locale: Locale): string {
  const value = day.value === null ? DASH : `${number(day.value, 1)}%`;
  return `${day.date.slice(5)} · ${value} · ${locale === 'zh' ? `共 ${count(day.den)} 件` : `of ${count(day.den)}`}`;
}

/** Bounds of the axis: all values and the target with room around them, on whole steps, never beyond 0–100. */
export function bounds(values: readonly number[]): { min: number; max: number; interval: number } {
  if (values.length === 0) return { min: 0, max: 100, interval: 50 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const interval = Math.max(1, roundStep(high - low + 2, 3));
  const min = Math.max(0, interval * Math.floor((low - 1) / interval));
  const max = Math.min(100, interval * Math.ceil((high + 1) / interval));
  return { min, max: Math.max(max, min + interval), interval };
}

const every3 = (index: number): boolean => index % 3 === 0;
const percent = (value: number): string => `${value}%`;

/** The chart: a calm line with gaps where nobody rated, today hollow, the target dashed and named. */
export function chart(list: readonly Day[], target: number | undefined, locale: Locale, t: Tokens): ChartOption {
  const known = list.flatMap((d) => (d.value === null ? [] : [d.value]));
  const { min, max, interval } = bounds(target === undefined ? known : [...known, target]);
  const axis = valueAxis(t, min, max, interval);
  return {
    textStyle: { fontFamily: t.fontText },
    grid: { left: 52, right: target === undefined ? 10 : 84, top: 14, bottom: 32 },
    xAxis: categoryAxis(
      t,
      list.map((d) => d.label),
      every3,
    ),
    yAxis: { ...axis, axisLabel: { ...axis.axisLabel, formatter: percent } },
    series: [
      {
        id: 'target',
        type: 'line',
        silent: true,
        symbol: 'none',
        z: 1,
        lineStyle: { color: t.ink2, width: 1.5, type: [6, 5] },
        endLabel: {
          show: target !== undefined,
          formatter: `${locale === 'zh' ? '目标' : 'target'} ${target ?? ''}%`,
          color: t.ink2,
          fontSize: 16,
          fontFamily: t.fontText,
        },
        data: target === undefined ? [] : list.map(() => target),
      },
      {
        id: 'ratio',
        type: 'line',
        silent: true,
        connectNulls: false,
        symbol: 'circle',
        symbolSize: 7,
        showAllSymbol: true,
        z: 2,
        lineStyle: { color: t.ink2, width: 2 },
        itemStyle: { color: t.ink2 },
        data: list.map((d) =>
          d.partial && d.value !== null
            ? {
                value: d.value,
                symbolSize: 10,
                itemStyle: { color: t.surface, borderColor: t.accent, borderWidth: 2.5 },
              }
            : d.value,
        ),
      },
    ],
  };
}
