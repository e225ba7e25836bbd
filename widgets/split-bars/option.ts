/** Pure: counts by value and bucket to rows of small columns. */
import type { CityFace } from '../../contract/city.ts';
import type { Cell, MeasureId } from '../../contract/measure.ts';
import { buckets, nextBucket, type Step } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, zoneOf } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export const COUNTS = [
  'accepted',
  'call_offered',
  'call_answered',
  'closed',
  'mention_count',
] as const satisfies readonly MeasureId[];
export const FIELDS = ['channel', 'nature', 'district', 'category', 'unit', 'zone', 'medium', 'sentiment'] as const;
export const WINDOWS = ['today', '24h', '7d', '14d', '30d'] as const;

export interface Options {
  measure: (typeof COUNTS)[number];
  by: (typeof FIELDS)[number];
  window: (typeof WINDOWS)[number];
  level?: number;
  scale: 'own' | 'shared';
  top: number;
}
export type Data = { parts: TopicValues['split'] };
export interface KeyMark {
  kind: 'key';
  key: string;
}
export interface BarMark {
  kind: 'bar';
  key: string;
  from: number;
  to: number;
}

/** Columns of a window: hours of a day, else days. */
export const stepOf = (window: Options['window']): Extract<Step, 'hour' | 'day'> =>
  window === 'today' || window === '24h' ? 'hour' : 'day';

export interface Part {
  key: string;
  name: string;
  total: number;
  text: string;
  bars: { from: number; to: number; value: number; share: number; label: string; ahead: boolean }[];
}

/** Rows with the largest total first. */
export function parts(
  options: Options,
  value: Data['parts'] | undefined,
  city: CityFace,
  clock: number,
  locale: Locale,
): Part[] {
  if (!value) return [];
  const tz = zoneOf(city.timeZone);
  const step = stepOf(options.window);
  const starts = buckets(tz, step, value.from, value.to);
  const most = (row: Record<string, Cell>): number => Math.max(1, ...Object.values(row).map(([n]) => n));
  const shared = Math.max(1, ...Object.values(value.cells).map(most));
  const label = (at: number): string => {
    const { month, day, hour } = tz.parts(at);
    return step === 'day' ? `${month}/${day}` : locale === 'zh' ? `${hour} 时` : `${hour}:00`;
  };
  return Object.entries(value.cells)
    .map(([key, cells]) => {
      const total = Object.values(cells).reduce((sum, [n]) => sum + n, 0);
      const name = nameOf(city, options.by, key, locale);
      const largest = options.scale === 'own' ? most(cells) : shared;
      const bars = starts.map((from) => {
        const n = cells[String(from)]?.[0] ?? 0;
        return {
          from,
          to: nextBucket(tz, step, from),
          value: n,
          share: n / largest,
          label: `${name} ${label(from)} · ${count(n)}`,
          ahead: from > clock,
        };
      });
      return { key, name, total, text: count(total), bars };
    })
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, options.top);
}

/** Labels under the columns: where a day or a week begins. */
export function ticks(options: Options, value: Data['parts'] | undefined, timeZone: string): string[] {
  if (!value) return [];
  const tz = zoneOf(timeZone);
  const step = stepOf(options.window);
  const starts = buckets(tz, step, value.from, value.to);
  const each = step === 'hour' ? 6 : starts.length > 14 ? 7 : starts.length > 7 ? 3 : 1;
  return starts.map((at, i) => {
    const { month, day, hour } = tz.parts(at);
    if (step === 'hour') return hour % each === 0 ? String(hour) : '';
    return i % each === 0 ? `${month}/${day}` : '';
  });
}
