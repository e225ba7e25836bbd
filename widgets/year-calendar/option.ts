/** Pure: days from history and from the last month to a calendar of weeks. */
import type { MeasureId } from '../../contract/measure.ts';
import { buckets } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, zoneOf } from '../shared/format.ts';
import { type Locale, UNIT_WORDS } from '../shared/text.ts';
import { measureOf } from '../../contract/measure.ts';

export const COUNTS = ['accepted', 'call_offered', 'mention_count'] as const satisfies readonly MeasureId[];
export interface Options {
  measure: (typeof COUNTS)[number];
}
/** `recent` lives; `past` is what lies before it. */
export type Data = { recent: TopicValues['series']; past: TopicValues['past'] };
export interface DayMark {
  kind: 'day';
  from: number;
  to: number;
}

/** Weeks that are shown, the running one among them. */
export const WEEKS = 53;
/** Days that the live series reaches back, today among them; the others come from history. */
export const RECENT = 30;
/** Days of history that fill the calendar: whole weeks before the running one, less those of the live series. */
export const PAST = WEEKS * 7 - RECENT;
/** Steps of the sequential colours. */
const STEPS = 5;
/** Shares of days below the lowest and above the highest step: a single storm is not the scale of a year. */
const TAIL = 0.03;

export interface Day {
  from: number;
  to: number;
  /** Null: nothing is known of that day, or it is still to come. */
  value: number | null;
  step: number;
  ahead: boolean;
  /** Today: its number can only rise. */
  open: boolean;
  /** In words. */
  text: string;
}
export interface Calendar {
  /** Weeks from the oldest, each from Monday to Sunday. */
  weeks: Day[][];
  /** Month names over the week in which the month begins. */
  months: { week: number; text: string }[];
  /** What the lowest and the highest step begin with; null before data. */
  scale: { low: number; high: number } | null;
}

const WEEKDAYS = {
  zh: ['日', '一', '二', '三', '四', '五', '六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Name of a weekday, 0 is Sunday. */
export const weekday = (day: number, locale: Locale): string => WEEKDAYS[locale][day]!;

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))]!;

/**
 * The calendar as of the clock, in the city's zone. A day without facts is 0 once the city has had any before it, and not
 * known before that: a hotline that began in June had no quiet May.
 */
export function calendar(
  { measure }: Options,
  data: { recent?: Data['recent'] | undefined; past?: Data['past'] | undefined },
  timeZone: string,
  clock: number,
  locale: Locale,
): Calendar {
  const tz = zoneOf(timeZone);
  const today = tz.dayStart(clock);
  const monday = tz.addDays(today, -((tz.parts(today).weekday + 6) % 7));
  const [from, to] = [tz.addDays(monday, -7 * (WEEKS - 1)), tz.addDays(monday, 7)];
  const { recent, past } = data;
  const valueAt = (start: number): number | null => {
    if (recent && start >= recent.from) return recent.cells[measure]?.[String(start)]?.[0] ?? 0;
    const days = past && start >= past.from && start < past.to ? past.cells[measure] : undefined;
    return days ? (days[String(start)]?.[0] ?? 0) : null;
  };
  const starts = buckets(tz, 'day', from, to);
  const known = starts.map((start) => (start > today ? null : valueAt(start)));
  const first = known.findIndex((value) => value !== null && value > 0);
  const values = known.map((value, i) => (first < 0 || i < first ? null : value));
  const whole = values
    .filter((value, i): value is number => value !== null && starts[i] !== today)
    .sort((a, b) => a - b);
  const scale = whole.length > 0 ? { low: at(whole, TAIL), high: at(whole, 1 - TAIL) } : null;
  const stepOf = (value: number): number => {
    if (!scale || scale.high === scale.low) return 2;
    const share = (value - scale.low) / (scale.high - scale.low);
    return Math.min(STEPS - 1, Math.max(0, Math.floor(share * STEPS)));
  };
  const unit = UNIT_WORDS[measureOf(measure).unit][locale];
  const days = starts.map((start, i): Day => {
    const value = values[i] ?? null;
    const { year, month, day, weekday: of } = tz.parts(start);
    const date =
      locale === 'zh'
        ? `${year}年${month}月${day}日 周${weekday(of, locale)}`
        : `${weekday(of, locale)} ${day} ${MONTHS[month - 1]} ${year}`;
    const open = start === today;
    const told = value === null ? '' : ` · ${count(value)}${unit && ` ${unit}`}`;
    return {
      from: start,
      to: starts[i + 1] ?? to,
      value,
      step: value === null ? 0 : stepOf(value),
      ahead: start > today,
      open,
      text: `${date}${told}${open ? { zh: '（进行中）', en: ' so far' }[locale] : ''}`,
    };
  });
  const weeks = Array.from({ length: WEEKS }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return { weeks, months: monthsOf(weeks, tz, locale), scale };
}

function monthsOf(weeks: readonly Day[][], tz: ReturnType<typeof zoneOf>, locale: Locale): Calendar['months'] {
  const months: Calendar['months'] = [];
  weeks.forEach((days, week) => {
    const first = days.find((day) => tz.parts(day.from).day === 1);
    if (!first) return;
    const { year, month } = tz.parts(first.from);
    // A new year says which one.
    const name = locale === 'zh' ? `${month}月` : MONTHS[month - 1]!;
    months.push({ week, text: month === 1 ? String(year) : name });
  });
  return months;
}
