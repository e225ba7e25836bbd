/** Pure: buckets of a gauge to points, and points to the chart. */
import type { CityFace, GaugeFace } from '../../contract/city.ts';
import { buckets, nextBucket } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { categoryAxis, roundStep, valueAxis } from '../shared/axes.ts';
import { DASH, zoneOf } from '../shared/format.ts';
import { gaugeText } from '../shared/gauges.ts';
import type { ChartOption } from '../shared/plan.ts';
import type { Locale } from '../shared/text.ts';
import type { Tokens } from '../shared/tokens.ts';

export const WINDOWS = ['24h', '7d', '14d', '30d'] as const;
export interface Options {
  gauge: string;
  window: (typeof WINDOWS)[number];
  of: 'mean' | 'last';
}
export type Data = { gauge: TopicValues['gauges'] };
export interface BucketMark {
  kind: 'bucket';
  from: number;
  to: number;
}

export const stepOf = (window: Options['window']): 'hour' | 'day' => (window === '24h' ? 'hour' : 'day');

export interface Point {
  from: number;
  to: number;
  label: string;
  value: number | null;
}

/** All buckets of the window in their order; null where nothing was read. */
export function points(
  { gauge, window }: Options,
  value: Data['gauge'] | undefined,
  city: Pick<CityFace, 'timeZone'>,
): Point[] {
  if (!value) return [];
  const tz = zoneOf(city.timeZone);
  const step = stepOf(window);
  const readings = value.buckets[gauge] ?? {};
  return buckets(tz, step, value.from, value.to).map((from, i) => {
    const { month, day, hour } = tz.parts(from);
    const label = step === 'hour' ? String(hour) : i === 0 || day === 1 ? `${month}/${day}` : String(day);
    return { from, to: nextBucket(tz, step, from), label, value: readings[String(from)] ?? null };
  });
}

export const bucketMark = (point: Point | undefined): BucketMark | null =>
  point && point.value !== null ? { kind: 'bucket', from: point.from, to: point.to } : null;

/** A point in words. */
export function pointText(
  point: Point,
  gauge: GaugeFace,
  window: Options['window'],
  timeZone: string,
  locale: Locale,
): string {
  const { month, day, hour } = zoneOf(timeZone).parts(point.from);
  const when = stepOf(window) === 'day' ? `${month}/${day}` : locale === 'zh' ? `${hour} 时` : `${hour}:00`;
  return `${when} · ${point.value === null ? DASH : gaugeText(gauge, point.value)}`;
}

/** Bounds of the axis: all values and the aim with room around them, on round steps; from 0 where that is near. */
export function bounds(
  values: readonly number[],
  gauge: Pick<GaugeFace, 'aim'>,
): { min: number; max: number; interval: number } {
  const all = gauge.aim === undefined ? values : [...values, gauge.aim];
  if (all.length === 0) return { min: 0, max: 1, interval: 1 };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = high - low || Math.abs(high) || 1;
  const zero = low >= 0 && low < span;
  const interval = roundStep(zero ? high : span * 1.2, 3);
  const min = zero ? 0 : interval * Math.floor((low - span * 0.05) / interval);
  return { min, max: Math.max(min + interval, interval * Math.ceil((high + span * 0.02) / interval)), interval };
}

const everyNth = (n: number) => (index: number) => index % n === 0;
const EVERY = { 24: everyNth(4), 7: everyNth(1), 14: everyNth(3), 30: everyNth(5) } as const;
const plainly = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const plain = (value: number): string => plainly.format(value).replace('-', '−');

/** The chart: the line in its usual band, the aim dashed. */
export function chart(list: readonly Point[], gauge: GaugeFace, locale: Locale, t: Tokens): ChartOption {
  const known = list.flatMap(({ value }) => (value === null ? [] : [value]));
  const { min, max, interval } = bounds(known, gauge);
  const axis = valueAxis(t, min, max, interval);
  const [low, high] = gauge.usual ?? [null, null];
  const clip = (n: number): number => Math.min(max, Math.max(min, n));
  const line = { type: 'line', silent: true, symbol: 'none' } as const;
  const flat = (value: number | null) => (value === null ? [] : list.map(() => value));
  const labels =
    list.length <= 7 ? EVERY[7] : list.length <= 14 ? EVERY[14] : list.length <= 25 ? EVERY[24] : EVERY[30];
  return {
    textStyle: { fontFamily: t.fontText },
    grid: { left: 60, right: gauge.aim === undefined ? 12 : 96, top: 14, bottom: 32 },
    xAxis: categoryAxis(
      t,
      list.map(({ label }) => label),
      labels,
    ),
    yAxis: { ...axis, axisLabel: { ...axis.axisLabel, formatter: plain } },
    series: [
      {
        ...line,
        id: 'low',
        z: 1,
        stack: 'band',
        lineStyle: { opacity: 0 },
        data: flat(low === null ? null : clip(low)),
      },
      {
        ...line,
        id: 'usual',
        z: 1,
        stack: 'band',
        lineStyle: { opacity: 0 },
        areaStyle: { color: t.band },
        data: flat(low === null || high === null ? null : clip(high) - clip(low)),
      },
      {
        ...line,
        id: 'aim',
        z: 2,
        lineStyle: { color: t.ink2, width: 1.5, type: [6, 5] },
        endLabel: {
          show: gauge.aim !== undefined,
          formatter: `${locale === 'zh' ? '目标' : 'target'} ${gauge.aim ?? ''}`,
          color: t.ink2,
          fontSize: 16,
          fontFamily: t.fontText,
        },
        data: gauge.aim === undefined ? [] : flat(gauge.aim),
      },
      {
        ...line,
        id: 'value',
        z: 3,
        connectNulls: false,
        lineStyle: { color: t.accent, width: 3 },
        itemStyle: { color: t.accent },
        data: list.map(({ value }) => value),
      },
    ],
  };
}
