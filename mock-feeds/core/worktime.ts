/** Working time of a city as its units keep it, and times written as upstream systems write them. */
import chineseDays from 'chinese-days';
import type { WorkCalendar } from '../../contract/city.ts';
import { DAY, MINUTE, type Zone } from '../../contract/time.ts';

export interface WorkTime {
  /** Working time of one working day, ms. */
  dayLength: number;
  isWorkday(date: string): boolean;
  /** The moment at which `ms` of working time have passed since `at`. */
  add(at: number, ms: number): number;
  /** The same moment if it is worked, else the next beginning of work. */
  next(at: number): number;
}

/** Working time by a profile's calendar in its zone. */
export function workTime(calendar: WorkCalendar, tz: Zone): WorkTime {
  const known = new Map<string, boolean>();
  const weekdays = (calendar.kind === 'weekly' && calendar.weekdays) || [1, 2, 3, 4, 5];
  const isWorkday = (date: string): boolean => {
    let worked = known.get(date);
    if (worked === undefined) {
      if (calendar.workdays?.includes(date)) worked = true;
      else if (calendar.holidays?.includes(date)) worked = false;
      else if (calendar.kind === 'cn' && !calendar.years?.includes(Number(date.slice(0, 4))))
        worked = chineseDays.isWorkday(date);
      else worked = weekdays.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
      known.set(date, worked);
    }
    return worked;
  };
  /** Local days by their midnight, each with the midnight after it. */
  const days = new Map<number, { worked: boolean; next: number }>();
  const dayOf = (start: number): { worked: boolean; next: number } => {
    let day = days.get(start);
    if (!day) days.set(start, (day = { worked: isWorkday(tz.date(start)), next: tz.addDays(start, 1) }));
    return day;
  };
  const add = (at: number, ms: number): number => {
    let left = ms;
    let start = tz.dayStart(at);
    for (let passed = 0; passed < 400; passed++) {
      const day = dayOf(start);
      if (day.worked) {
        for (const [from, to] of calendar.hours) {
          const begin = Math.max(at, start + from * MINUTE);
          const end = start + to * MINUTE;
          if (begin >= end) continue;
          if (left <= end - begin) return begin + left;
          left -= end - begin;
        }
      }
      start = day.next;
    }
    throw new RangeError('the calendar has no working time within a year');
  };
  return {
    dayLength: calendar.hours.reduce((sum, [from, to]) => sum + (to - from) * MINUTE, 0),
    isWorkday,
    add,
    next: (at) => add(at, 0),
  };
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Writer of moments as RFC 3339 with the city's offset and milliseconds. */
export function isoWriter(tz: Zone): (at: number) => string {
  // Almost all moments asked for lie in the hour and on the day of the one before.
  let [slot, offset, suffix] = [NaN, 0, ''];
  const dates = new Map<number, string>();
  return (at) => {
    const now = Math.floor(at / (15 * MINUTE));
    if (now !== slot) {
      [slot, offset] = [now, tz.offset(at)];
      const minutes = Math.abs(offset) / MINUTE;
      suffix = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    }
    const local = at + offset;
    const day = Math.floor(local / DAY);
    let date = dates.get(day);
    if (date === undefined) {
      if (dates.size > 1000) dates.clear();
      dates.set(day, (date = new Date(day * DAY).toISOString().slice(0, 11)));
    }
    const inDay = local - day * DAY;
    const ms = inDay % 1000;
    const clock = `${two(Math.floor(inDay / 3_600_000))}:${two(Math.floor(inDay / MINUTE) % 60)}:${two(Math.floor(inDay / 1000) % 60)}`;
    return `${date}${clock}.${ms < 100 ? '0' : ''}${two(ms)}${suffix}`;
  };
}

/** The local date `days` after this one. */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
