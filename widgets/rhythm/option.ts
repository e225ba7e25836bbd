/** Pure: a month of hours to a week of them. */
import type { MeasureId } from '../../contract/measure.ts';
import { buckets } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { number, zoneOf } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

/** Counts of which the hour says something. */
export const RHYTHMS = ['accepted', 'call_offered', 'call_abandoned'] as const satisfies readonly MeasureId[];
export interface Options {
  measure: (typeof RHYTHMS)[number];
}
export type Data = { hours: TopicValues['series'] };
/** The hours of one name and weekday, from the oldest, [from, to) in Unix ms. */
export interface CellMark {
  kind: 'cell';
  ranges: [from: number, to: number][];
}

export interface Cell {
  hour: number;
  /** Mean of an hour; null where no day of this weekday had anything at all. */
  value: number | null;
  /** Of the largest cell, 0–1. */
  share: number;
  total: number;
  ranges: [from: number, to: number][];
}
export interface Row {
  /** 0 is Sunday. */
  weekday: number;
  cells: Cell[];
}

/** Whole weeks before today: every weekday is as often in it as any other. */
const DAYS = 28;
const NAMES = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
export const weekdayName = (weekday: number, locale: Locale): string => NAMES[locale][weekday]!;

/**
 * Monday to Sunday. A day on which nothing at all was counted is a day without data, and is not in the means. An hour that
 * a day has twice is two hours of it, and one that it has not is missing.
 */
export function week(measure: MeasureId, series: Data['hours'] | undefined, timeZone: string): Row[] {
  const rows: Row[] = [1, 2, 3, 4, 5, 6, 0].map((weekday) => ({
    weekday,
    cells: Array.from({ length: 24 }, (_, hour) => ({ hour, value: null, share: 0, total: 0, ranges: [] })),
  }));
  if (!series) return rows;
  const tz = zoneOf(timeZone);
  const cells = series.cells[measure] ?? {};
  const today = tz.addDays(series.to, -1);
  const days = new Map<number, number>();
  for (let back = DAYS; back >= 1; back--) {
    const [from, to] = [tz.addDays(today, -back), tz.addDays(today, 1 - back)];
    if (from < series.from) continue;
    const hours = buckets(tz, 'hour', from, to).map((at) => ({ at, n: cells[String(at)]?.[0] ?? 0 }));
    if (hours.every(({ n }) => n === 0)) continue;
    const { weekday } = tz.parts(from);
    days.set(weekday, (days.get(weekday) ?? 0) + 1);
    const row = rows.find((one) => one.weekday === weekday)!;
    hours.forEach(({ at, n }, i) => {
      const cell = row.cells[tz.parts(at).hour]!;
      cell.total += n;
      cell.ranges.push([at, hours[i + 1]?.at ?? to]);
    });
  }
  for (const { weekday, cells: own } of rows)
    for (const cell of own) if (days.has(weekday)) cell.value = cell.total / days.get(weekday)!;
  const largest = Math.max(0, ...rows.flatMap((row) => row.cells.map(({ value }) => value ?? 0)));
  for (const row of rows) for (const cell of row.cells) cell.share = largest > 0 ? (cell.value ?? 0) / largest : 0;
  return rows;
}

/** The step of the sequential colours that a share falls into, 0–4; even in value, so that twice as much looks so. */
export const stepOf = (share: number): number => Math.min(4, Math.floor(share * 5));

/** A cell in words. */
export function cellText({ weekday }: Row, { hour, value, total }: Cell, locale: Locale): string {
  const when =
    locale === 'zh' ? `${weekdayName(weekday, 'zh')} ${hour} 时` : `${weekdayName(weekday, 'en')} ${hour}:00`;
  const mean = number(value, value !== null && value >= 100 ? 0 : 1);
  return locale === 'zh' ? `${when} · 均 ${mean} · 共 ${total}` : `${when} · mean ${mean} · ${total} in all`;
}
