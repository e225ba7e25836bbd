/** Pure: today's series and the normal band to hours, and hours to the chart. */
import { type Cell, type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import { HOUR } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { categoryAxis, fromZero, valueAxis } from '../shared/axes.ts';
import { amount, withUnit, zoneOf } from '../shared/format.ts';
import type { ChartOption } from '../shared/plan.ts';
import type { Locale } from '../shared/text.ts';
import type { Tokens } from '../shared/tokens.ts';

/** Measures of which an hour says something: counts, and the waits of callers. */
export const MEASURES_SHOWN = ['accepted', 'call_offered', 'call_abandoned', 'wait_mean', 'wait_p90'] as const;

export interface Options {
  measure: (typeof MEASURES_SHOWN)[number];
}
export type Data = { today: TopicValues['series']; normal: TopicValues['normal'] };

export interface HourMark {
  kind: 'hour';
  from: number;
  to: number;
}

export interface Hour {
  hour: number;
  /** Start of the hour; null in a future hour. */
  at: number | null;
  /** The measure of the hour so far, in its unit; null in the future, before data, and where a mean is of nothing. */
  value: number | null;
  /** The hour isn't over: its number can only rise. */
  partial: boolean;
  low: number | null;
  high: number | null;
}

/**
 * The 24 hours of the city's day at the clock. A past hour without a bucket is 0, one still to come is unknown:
 * the day's series reaches to its midnight, so only the clock tells them apart. The band is null where history
 * has no day to compare with.
 */
export function hours(
  today: Data['today'] | undefined,
  normal: Data['normal'] | undefined,
  timeZone: string,
  clock: number,
  id: MeasureId = 'accepted',
): Hour[] {
  const tz = zoneOf(timeZone);
  const list: Hour[] = Array.from({ length: 24 }, (_, hour) => {
    const band = normal && normal.days > 0 ? normal.hours[String(hour)] : undefined;
    return { hour, at: null, value: null, partial: false, low: band?.[0] ?? null, high: band?.[2] ?? null };
  });
  if (!today) return list;
  const cells = today.cells[id] ?? {};
  const sums = new Map<number, Cell>();
  for (let at = today.from; at < today.to && at <= clock; at += HOUR) {
    const { hour } = tz.parts(at);
    const entry = list[hour]!;
    entry.at ??= at;
    sums.set(hour, joined(id, sums.get(hour), cells[String(at)]));
    entry.value = valueOf(measureOf(id), sums.get(hour));
    entry.partial = at + HOUR > clock;
  }
  return list;
}

/** Both of two hours of one name, where clocks are set back. A quantile of two is none: the later holds. */
function joined(id: MeasureId, a: Cell | undefined, b: Cell | undefined): Cell {
  if (!a || !b) return b ?? a ?? [0, 0];
  return measureOf(id).kind === 'quantile' ? b : [a[0] + b[0], a[1] + b[1]];
}

/** The mark of an hour; null where nothing has happened yet. */
export const hourMark = (hour: Hour | undefined): HourMark | null =>
  hour && hour.at !== null ? { kind: 'hour', from: hour.at, to: hour.at + HOUR } : null;

/** An hour in words, for the readout and for screen readers. */
export function hourText(hour: Hour, locale: Locale, id: MeasureId = 'accepted'): string {
  const zh = locale === 'zh';
  const measure = measureOf(id);
  const parts = [zh ? `${hour.hour} 时` : `${hour.hour}:00`];
  if (hour.value !== null)
    parts.push(
      zh
        ? `${withUnit(measure, hour.value, locale)}${hour.partial ? '（进行中）' : ''}`
        : `${withUnit(measure, hour.value, locale)}${hour.partial ? ' so far' : ''}`,
    );
  if (hour.low !== null)
    parts.push(`${zh ? '常态' : 'usual'} ${amount(measure, hour.low)}–${amount(measure, hour.high)}`);
  return parts.join(zh ? ' · ' : ' · ');
}

const every4 = (index: number): boolean => index % 4 === 0;
const LABELS = Array.from({ length: 24 }, (_, h) => String(h));

/** The chart: a quiet band, the live line, and the hour that isn't over as a dashed end with a hollow point. */
export function chart(list: readonly Hour[], t: Tokens): ChartOption {
  const largest = Math.max(0, ...list.map((h) => Math.max(h.value ?? 0, h.high ?? 0)));
  const { min, max, interval } = fromZero(largest);
  const now = list.findIndex((h) => h.partial);
  const lastWhole = list.findLastIndex((h) => h.value !== null && !h.partial);
  const whole = list.map((h) => (h.partial ? null : h.value));
  const current = list.map((h, i) => (i === now || (now >= 0 && i === lastWhole && i === now - 1) ? h.value : null));
  const line = { type: 'line', silent: true, smooth: 0.25, smoothMonotone: 'x', symbol: 'none' } as const;
  const band = { ...line, stack: 'band', lineStyle: { opacity: 0 } } as const;
  return {
    textStyle: { fontFamily: t.fontText },
    grid: { left: 44, right: 10, top: 14, bottom: 32 },
    xAxis: categoryAxis(t, LABELS, every4),
    yAxis: valueAxis(t, min, max, interval),
    series: [
      { ...band, id: 'low', z: 1, data: list.map((h) => h.low) },
      {
        ...band,
        id: 'range',
        z: 1,
        areaStyle: { color: t.band },
        data: list.map((h) => (h.low === null || h.high === null ? null : h.high - h.low)),
      },
      {
        ...line,
        id: 'whole',
        z: 3,
        lineStyle: { color: t.accent, width: 3 },
        itemStyle: { color: t.accent },
        data: whole,
      },
      {
        ...line,
        id: 'current',
        z: 4,
        symbol: 'circle',
        symbolSize: 10,
        showAllSymbol: true,
        lineStyle: { color: t.accent, width: 2, type: [5, 5] },
        itemStyle: { color: t.surface, borderColor: t.accent, borderWidth: 2.5 },
        // Only the open end has a point: the other is where the whole hours end.
        data: current.map((value, i) => (i === now ? value : value === null ? null : { value, symbol: 'none' })),
      },
    ],
  };
}
