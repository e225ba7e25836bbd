/**
 * Working time of a city: which local days are worked, at which hours, and arithmetic over it.
 * Working time is counted once for each day and summed up, so that adding and measuring are look-ups.
 */
import chineseDays from 'chinese-days';
import type { WorkCalendar } from '../../contract/city.ts';
import { DAY, MINUTE, type Zone } from '../../contract/time.ts';

export interface WorkTime {
  /** Working time of one working day, ms. */
  readonly dayLength: number;
  isWorkday(at: number): boolean;
  /** Working time in [from, to), ms; 0 when `to` is not after `from`. */
  between(from: number, to: number): number;
  /** The moment at which `ms` of working time after `from` have passed; before it, where `ms` is negative. */
  add(from: number, ms: number): number;
  /**
   * Local years from the moment `from` to the moment `to` whose official calendar neither the server nor the profile has:
   * their days count by plain weekday. Always none of a weekly calendar.
   */
  uncovered(from: number, to: number): number[];
}

const WEEK = [1, 2, 3, 4, 5];
const FIRST_DAY = Date.UTC(2000, 0, 1) / DAY;
/** No deadline is this far ahead; a calendar without a working day is refused by it. */
const LONGEST = 3660;
/** Deadlines given today seldom reach further. */
const AHEAD = 60 * DAY;

/**
 * Whether the official calendar that comes with the server has a year, asked of its data: National Day is a holiday in
 * every year that it has, and in a year that it has not it knows of no holiday at all.
 */
const official = (year: number): boolean =>
  chineseDays.getHolidaysInRange(`${year}-10-01`, `${year}-10-01`, false).length > 0;

/** Years without an official calendar that deadlines may reach into now, Unix ms. */
export const calendarNotice = (work: WorkTime, now: number): number[] => work.uncovered(now, now + AHEAD);

/** Working time by a profile's calendar in the city's zone. Throws RangeError when it has no working day at all. */
export function workTime(calendar: WorkCalendar, tz: Zone): WorkTime {
  const hours = calendar.hours.map(([from, to]) => [from * MINUTE, to * MINUTE] as const);
  const dayLength = hours.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
  const off = new Set(calendar.holidays);
  const on = new Set(calendar.workdays);
  const weekdays = new Set(calendar.kind === 'cn' ? WEEK : (calendar.weekdays ?? WEEK));
  const own = new Set(calendar.years);
  const worked = (day: number): boolean => {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    if (on.has(date)) return true;
    if (off.has(date)) return false;
    const plain = weekdays.has(new Date(day * DAY).getUTCDay());
    return calendar.kind === 'cn' && !own.has(Number(date.slice(0, 4))) ? chineseDays.isWorkday(date) : plain;
  };
  /** before[i]: working time of all days before day FIRST_DAY + i. */
  const before: number[] = [0];
  const reach = (index: number): void => {
    for (let i = before.length - 1; i <= index; i++) before.push(before[i]! + (worked(FIRST_DAY + i) ? dayLength : 0));
  };
  const isWorked = (index: number): boolean => {
    reach(index + 1);
    return before[index + 1]! > before[index]!;
  };
  const local = (at: number): { index: number; inDay: number } => {
    const wall = at + tz.offset(at);
    const day = Math.floor(wall / DAY);
    return { index: Math.max(0, day - FIRST_DAY), inDay: wall - day * DAY };
  };
  const total = (at: number): number => {
    const { index, inDay } = local(at);
    let sum = 0;
    if (isWorked(index)) for (const [from, to] of hours) sum += Math.max(0, Math.min(inDay, to) - from);
    return before[index]! + sum;
  };
  /** The first moment at which the sum of working time is `target`, looked for from day `start` on or back. */
  const momentOf = (target: number, start: number): number => {
    let index = start;
    reach(index + 1);
    while (index > 0 && before[index]! >= target) index--;
    for (; before[index + 1]! < target; index++) {
      if (index - start > LONGEST) throw new RangeError('the calendar has no working time within ten years');
      reach(index + 2);
    }
    let left = target - before[index]!;
    const date = new Date((FIRST_DAY + index) * DAY).toISOString().slice(0, 10);
    for (const [from, to] of hours) {
      if (left <= to - from) return tz.moment(date, (from + left) / MINUTE);
      left -= to - from;
    }
    return tz.moment(date, 24 * 60);
  };
  return {
    dayLength,
    isWorkday: (at) => isWorked(local(at).index),
    between: (from, to) => (to > from ? total(to) - total(from) : 0),
    add: (from, ms) => (ms === 0 ? from : momentOf(total(from) + ms, local(from).index)),
    uncovered(from, to) {
      if (calendar.kind !== 'cn') return [];
      const [first, last] = [tz.parts(from).year, tz.parts(to).year];
      const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      return years.filter((year) => !own.has(year) && !official(year));
    },
  };
}
