/** Times as they are written on a wall: parts of a date and a clock, and the moment they are in a time zone. Pure. */
import { DAY, MINUTE, SECOND, type Zone } from '../../../contract/time.ts';

/** How exactly a time is told: `day` has no clock, `minute` no seconds. */
export type Precision = 'day' | 'minute' | 'second';

/** A moment, Unix ms, and how exactly it was told. A date alone is the midnight that begins it. */
export interface Moment {
  at: number;
  precision: Precision;
}

export interface Wall {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  precision: Precision;
  /** Minutes east of UTC, where the text says so; null: the zone's. */
  offset: number | null;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysOf = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (MONTH_DAYS[month - 1] ?? 0);

/** Two digits of a year are of this century. */
export const fullYear = (year: number): number => (year < 100 ? 2000 + year : year);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** The moment of a wall-clock time; undefined where there is no such date or hour. 24:00 is the next midnight. */
export function momentOf(wall: Wall, tz: Zone): Moment | undefined {
  const { year, month, day, hour, minute, second, ms, precision, offset } = wall;
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)))
    return undefined;
  if (!(minute <= 59 && second <= 59 && (hour <= 23 || (hour === 24 && minute === 0 && second === 0))))
    return undefined;
  const rest = second * SECOND + ms;
  if (offset !== null) {
    const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
    return { at: midnight + (hour * 60 + minute - offset) * MINUTE + rest, precision };
  }
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return { at: tz.moment(date, hour * 60 + minute) + rest, precision };
}

/** Days from Excel's day 0 to 1970. */
const EXCEL_EPOCH = 25_569;
/** Serial numbers that are taken for times: 1954 to 2119. */
export const isSerial = (value: number): boolean => value >= 20_000 && value < 80_000;

/** The moment of Excel's serial number of a day, which is on the wall of the zone. To the second: it has no more. */
export function serialMoment(serial: number, tz: Zone): Moment {
  const local = Math.round(((serial - EXCEL_EPOCH) * DAY) / SECOND) * SECOND;
  const wall = new Date(local);
  const date = wall.toISOString().slice(0, 10);
  const seconds = (local - Math.floor(local / DAY) * DAY) / SECOND;
  const at = tz.moment(date, Math.floor(seconds / 60)) + (seconds % 60) * SECOND;
  return { at, precision: Number.isInteger(serial) ? 'day' : 'second' };
}
