/**
 * Times in whatever form they come: ISO, year first, Chinese, month names, American and European dates, numbers of
 * seconds, Excel's days. What cannot be told (3/5/2024 without a known order) is not guessed. Pure.
 */
import type { DateOrder } from '../../../contract/mapping.ts';
import type { Zone } from '../../../contract/time.ts';
import { fullYear, isSerial, momentOf, serialMoment, type Moment, type Wall } from './wall.ts';

/** A time that was not understood, and why: reads on after the path. */
export interface NoTime {
  why: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** 1 to 12 of an English month's name or its beginning; NaN. */
export const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1 || NaN;

const LATE = new Set(['pm', '下午', '晚上', '傍晚']);
const EARLY = new Set(['am', '上午', '凌晨', '早上', '清晨']);
/** Hour of 24 of one of 12 with its half of the day. */
export function hourOf(hour: number, half: string): number {
  const word = half.toLowerCase().replaceAll('.', '');
  if (LATE.has(word) && hour < 12) return hour + 12;
  if (EARLY.has(word) && hour === 12) return 0;
  if (word === '中午' && hour < 11) return hour + 12;
  return hour;
}

/** Minutes of `Z`, `+08:00`, `-0500`, `+08`. */
export function offsetOf(text: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

const NAME = '([A-Za-z]{3,9})\\.?';
const WEEKDAY = '(?:[A-Za-z]{3,9},? +|(?:星期|周)[一二三四五六日天] *)?';
const NTH = '(?:st|nd|rd|th)?';
const YEAR_FIRST = new RegExp(
  `^${WEEKDAY}(\\d{4})(?: ?[-/.年] ?)(\\d{1,2}|[A-Za-z]{3,9})(?: ?[-/.月] ?)(\\d{1,2}) ?[日号]?`,
);
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?=T|$| )/;
const NUMBERS = new RegExp(`^${WEEKDAY}(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})(?!\\d)`);
const DAY_NAME = new RegExp(`^${WEEKDAY}(\\d{1,2})${NTH}[- /.]?${NAME}[- /.,]+(\\d{4}|\\d{2})(?![\\d:])`);
const NAME_DAY = new RegExp(`^${WEEKDAY}${NAME} ?(\\d{1,2})${NTH},? (\\d{4})(?!\\d)`);
const HALF = '([AaPp]\\.?[Mm]\\.?|上午|下午|中午|凌晨|早上|清晨|傍晚|晚上)?';
const CLOCK = new RegExp(
  `^[T, ]*(?:at )?(?:星期[一二三四五六日天] *)?${HALF} ?(\\d{1,2})(?:[:时点] ?(\\d{1,2})?分?(?:[:.]?(\\d{1,2})秒?(?:[.,](\\d{1,9}))?)?)? ?${HALF} ?(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?(?: ?\\([A-Za-z ]+\\))?$`,
  'i',
);
/** A clock without separators, of the basic ISO form. */
const BASIC_CLOCK = /^T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?$/;

interface DayPart {
  year: number;
  month: number;
  day: number;
  /** What follows the date. */
  rest: string;
}

/** The date at the beginning of a text. `NoTime` where day and month cannot be told apart. */
function dayPart(text: string, order: DateOrder | undefined): DayPart | NoTime | undefined {
  const rest = (match: RegExpExecArray): string => text.slice(match[0].length);
  let match = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (match) {
    const month = /\d/.test(match[2]!) ? Number(match[2]) : monthOf(match[2]!);
    return { year: Number(match[1]), month, day: Number(match[3]), rest: rest(match) };
  }
  match = NUMBERS.exec(text);
  if (match) return numbers(Number(match[1]), Number(match[3]), fullYear(Number(match[4])), rest(match), order);
  match = DAY_NAME.exec(text);
  if (match)
    return { year: fullYear(Number(match[3])), month: monthOf(match[2]!), day: Number(match[1]), rest: rest(match) };
  match = NAME_DAY.exec(text);
  if (match) return { year: Number(match[3]), month: monthOf(match[1]!), day: Number(match[2]), rest: rest(match) };
  return undefined;
}

function numbers(a: number, b: number, year: number, rest: string, order: DateOrder | undefined): DayPart | NoTime {
  const told = order ?? (a > 12 ? 'dmy' : b > 12 ? 'mdy' : a === b ? 'mdy' : undefined);
  if (told === undefined) return { why: 'may be day first or month first: the mapping must say dateOrder' };
  const [month, day] = told === 'mdy' ? [a, b] : [b, a];
  if (month > 12 && day <= 12)
    return { why: `is ${told === 'mdy' ? 'day first' : 'month first'}, and the mapping says ${told}` };
  return { year, month, day, rest };
}

const NOT_A_TIME: NoTime = { why: 'is not a time' };

/** Which order a date of numbers can only be of; null: it is none, or tells nothing. */
export function orderToldBy(text: string): DateOrder | null {
  const match = NUMBERS.exec(plain(text));
  if (!match) return null;
  const [a, b] = [Number(match[1]), Number(match[3])];
  if (a > 12 && b <= 12) return 'dmy';
  return b > 12 && a <= 12 ? 'mdy' : null;
}
/** Whether a text is a date of numbers of which the order matters. */
export const needsOrder = (text: string): boolean => {
  const match = NUMBERS.exec(plain(text));
  return match !== null && match[1] !== match[3];
};

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();

/** The moment of a text, or why it is none. Without offset it is on the wall of `tz`. */
export function recognise(given: string, tz: Zone, order?: DateOrder): Moment | NoTime {
  const text = plain(given);
  if (text.length > 60) return NOT_A_TIME;
  if (/^\d+(?:\.\d+)?$/.test(text)) return ofDigits(text, tz);
  const date = dayPart(text, order);
  if (date === undefined || 'why' in date) return date ?? NOT_A_TIME;
  const clock = clockOf(date.rest);
  if (!clock) return NOT_A_TIME;
  const { year, month, day } = date;
  return momentOf({ year, month, day, ...clock }, tz) ?? { why: 'is a time that does not exist' };
}

type Clock = Pick<Wall, 'hour' | 'minute' | 'second' | 'ms' | 'precision' | 'offset'>;

function clockOf(rest: string): Clock | undefined {
  if (rest.trim() === '') return { hour: 0, minute: 0, second: 0, ms: 0, precision: 'day', offset: null };
  const match = BASIC_CLOCK.exec(rest);
  if (match) {
    const [, hour, minute, second, zone] = match;
    return {
      hour: Number(hour), minute: Number(minute), second: Number(second ?? 0), ms: 0,
      precision: second === undefined ? 'minute' : 'second', offset: zone === undefined ? null : offsetOf(zone),
    }; // prettier-ignore
  }
  const parts = CLOCK.exec(rest);
  if (!parts) return undefined;
  const [, before = '', hour, minute, second, fraction = '', after = '', zone] = parts;
  // A number alone is no clock, unless its half of the day stands with it.
  if (minute === undefined && before === '' && after === '' && !/[时点]/.test(rest)) return undefined;
  return {
    hour: hourOf(Number(hour), before || after),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: Number(fraction.slice(0, 3).padEnd(3, '0')),
    precision: second === undefined ? 'minute' : 'second',
    offset: zone === undefined ? null : offsetOf(zone),
  };
}

/** Seconds and milliseconds of Unix time that are taken for times: from 2000 on. */
const EPOCH_LEAST = 946_684_800;
const EPOCH_MOST = 2_500_000_000;

function ofDigits(text: string, tz: Zone): Moment | NoTime {
  const [whole] = text.split('.') as [string];
  const value = Number(text);
  const wall = ofCompact(whole);
  if (wall && whole === text) {
    const moment = momentOf(wall, tz);
    if (moment) return moment;
  }
  if (isSerial(value)) return serialMoment(value, tz);
  if (value >= EPOCH_LEAST && value < EPOCH_MOST) return { at: Math.round(value * 1000), precision: 'second' };
  if (value >= EPOCH_LEAST * 1000 && value < EPOCH_MOST * 1000) return { at: Math.floor(value), precision: 'second' };
  return NOT_A_TIME;
}

/** `20240305`, `202403051420`, `20240305142010`. */
function ofCompact(digits: string): Wall | undefined {
  const match = /^((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(digits);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map((part) => (part === undefined ? NaN : Number(part)));
  const precision = Number.isNaN(hour!) ? 'day' : Number.isNaN(second!) ? 'minute' : 'second';
  return {
    year: year!, month: month!, day: day!, hour: hour! || 0, minute: minute! || 0, second: second! || 0,
    ms: 0, precision, offset: null,
  }; // prettier-ignore
}
