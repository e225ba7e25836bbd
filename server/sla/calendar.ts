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
}

const FIRST_DAY = Date.UTC(2000, 0, 1) / DAY;
/** No deadline is this far ahead; a calendar without a working day is refused by it. */
const LONGEST = 3660;

/** Working time by a profile's calendar in the city's zone. Throws RangeError when it has no working day at all. */
export function workTime(calendar: WorkCalendar, tz: Zone): WorkTime {
  const hours = calendar.hours.map(([from, to]) => [from * MINUTE, to * MINUTE] as const);
  const dayLength = hours.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
  const off = new Set(calendar.holidays);
  const on = new Set(calendar.workdays);
  const weekdays = new Set(calendar.weekdays ?? [1, 2, 3, 4, 5]);
  const worked = (day: number): boolean => {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    if (on.has(date)) return true;
    if (off.has(date)) return false;
    return calendar.kind === 'cn' ? chineseDays.isWorkday(date) : weekdays.has(new Date(day * DAY).getUTCDay());
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
  };
}
