/** Pure: a month of days to columns beside those of the period before, and to the line of a gauge over them. */
import type { CityFace } from '../../contract/city.ts';
import type { MeasureId } from '../../contract/measure.ts';
import type { TopicValues } from '../../contract/topic.ts';
import type { Column } from '../shared/columns.ts';
import { count, zoneOf } from '../shared/format.ts';
import { gaugeOf, gaugeText } from '../shared/gauges.ts';
import type { Locale } from '../shared/text.ts';

export const COUNTS = ['accepted', 'closed', 'call_offered', 'mention_count'] as const satisfies readonly MeasureId[];
export interface Options {
  measure: (typeof COUNTS)[number];
  days: 7 | 14;
  gauge?: string;
}
export type Data = { days: TopicValues['series']; gauge: TopicValues['gauges'] };
export interface DayMark {
  kind: 'day';
  from: number;
  to: number;
}

/** Starts of the days shown, the last is today; each with the day `days` before it. */
function starts(days: number, to: number, timeZone: string): { from: number; to: number; before: number }[] {
  const tz = zoneOf(timeZone);
  const today = tz.addDays(to, -1);
  return Array.from({ length: days }, (_, i) => {
    const back = days - 1 - i;
    return { from: tz.addDays(today, -back), to: tz.addDays(today, 1 - back), before: tz.addDays(today, -back - days) };
  });
}

/** The days. Nothing on a day is 0; a day before the first of which anything is known is not known. */
export function columns(
  options: Options,
  series: Data['days'] | undefined,
  timeZone: string,
  locale: Locale,
): Column[] {
  if (!series) return [];
  const tz = zoneOf(timeZone);
  const cells = series.cells[options.measure] ?? {};
  const first = Math.min(...Object.keys(cells).map(Number));
  if (!Number.isFinite(first)) return [];
  const at = (day: number): number | null => (day < first ? null : (cells[String(day)]?.[0] ?? 0));
  const list = starts(options.days, series.to, timeZone);
  return list.map(({ from, to, before }, i) => {
    const { month, day } = tz.parts(from);
    const [value, beside] = [at(from), at(before)];
    const last = i === list.length - 1;
    const then = tz.parts(before);
    return {
      key: tz.date(from),
      label: i === 0 || day === 1 ? `${month}/${day}` : String(day),
      value,
      beside,
      text: value === null ? '' : count(value),
      title: `${month}/${day} · ${count(value)} · ${then.month}/${then.day} ${count(beside)}${last ? (locale === 'zh' ? '（今日未完）' : ' (today so far)') : ''}`,
      tone: last ? 'open' : 'accent',
      mark: value === null || value === 0 ? null : { kind: 'day', from, to },
    };
  });
}

/** This period against the last, whole days only: today is not over. Null where the last one is not known as a whole. */
export function periods(
  options: Options,
  series: Data['days'] | undefined,
  timeZone: string,
): { now: number; before: number; percent: number } | null {
  const whole = columns(options, series, timeZone, 'zh').slice(0, -1);
  if (whole.length === 0 || whole.some(({ value, beside }) => value === null || beside === null)) return null;
  const now = whole.reduce((sum, { value }) => sum + value!, 0);
  const before = whole.reduce((sum, { beside }) => sum + beside!, 0);
  return before === 0 ? null : { now, before, percent: Math.round((now / before - 1) * 1000) / 10 };
}

export interface GaugeLine {
  name: string;
  /** Latest, lowest and highest shown, with the unit. */
  latest: string;
  low: string;
  high: string;
  /** A point for each day shown: 0–1 from the bottom; null where nothing was read. */
  points: (number | null)[];
}

/** The gauge over the days; null where none is asked for or nothing was ever read. */
export function gaugeLine(
  options: Options,
  series: Data['days'] | undefined,
  value: Data['gauge'] | undefined,
  city: CityFace,
  locale: Locale,
): GaugeLine | null {
  if (!options.gauge || !value || !series) return null;
  const latest = value.latest[options.gauge];
  if (!latest) return null;
  const gauge = gaugeOf(city, options.gauge);
  const readings = value.buckets[options.gauge] ?? {};
  const known = starts(options.days, series.to, city.timeZone).map(({ from }) => readings[String(from)] ?? null);
  const numbers = known.filter((n): n is number => n !== null);
  const [low, high] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [latest.value, latest.value];
  const span = high - low;
  return {
    name: gauge.names[locale],
    latest: gaugeText(gauge, latest.value),
    low: gaugeText(gauge, low),
    high: gaugeText(gauge, high),
    points: known.map((n) => (n === null ? null : span === 0 ? 0.5 : (n - low) / span)),
  };
}

/** The line through the points in a box of 100 × 100: the middle of the i-th of n columns, y from the top. Gaps break it. */
export function linePath(points: readonly (number | null)[]): string {
  let pen = false;
  return points
    .map((point, i) => {
      if (point === null) {
        pen = false;
        return '';
      }
      const step = `${pen ? 'L' : 'M'}${(((i + 0.5) / points.length) * 100).toFixed(2)} ${(92 - point * 84).toFixed(2)}`;
      pen = true;
      return step;
    })
    .join('');
}
