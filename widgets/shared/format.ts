/**
 * Numbers, durations and times as the wall writes them. Pure; moments are Unix ms, the zone is the city's.
 * A number that is not known is "—", never 0.
 */
import { type Cell, type Measure, valueOf } from '../../contract/measure.ts';
import { DAY, HOUR, MINUTE, SECOND, type Zone, zone } from '../../contract/time.ts';
import { type Locale, UNIT_WORDS } from './text.ts';

export const DASH = '—';
/** A true minus is as wide as the plus sign and reads from afar, a hyphen does not. */
export const MINUS = '−';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const fixed = new Map<number, Intl.NumberFormat>();
const decimals = (places: number): Intl.NumberFormat => {
  let format = fixed.get(places);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
    fixed.set(places, format);
  }
  return format;
};

const signed = (text: string): string => text.replace('-', MINUS);

/** Whole number with groups of three; "—" for null. */
export const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? DASH : signed(whole.format(value));

/** Number with a fixed number of decimals; "—" for null. */
export const number = (value: number | null | undefined, places: number): string =>
  value === null || value === undefined ? DASH : signed(decimals(places).format(value));

/** Decimals of a rate: one from 1 up, two below; more can't be read from afar. 0 needs one. */
export const ratePlaces = (largest: number): number => (largest >= 1 || largest === 0 ? 1 : 2);

/** Value in the measure's unit, without the unit. Percentages have one decimal. */
export function amount(measure: Pick<Measure, 'kind' | 'unit'>, value: number | null): string {
  if (value === null) return DASH;
  if (measure.kind === 'count') return count(value);
  if (measure.kind === 'rate') return number(value, ratePlaces(Math.abs(value)));
  return number(value, 1);
}

/** Unit of a measure as it stands behind the numeral; may be empty. */
export const unitOf = (measure: Pick<Measure, 'unit'>, locale: Locale): string => UNIT_WORDS[measure.unit][locale];

/** Amount with its unit in running text: `98%`, `6,204 件`, `12.4 s`. */
export function withUnit(measure: Pick<Measure, 'kind' | 'unit'>, value: number | null, locale: Locale): string {
  const unit = unitOf(measure, locale);
  if (value === null || unit === '') return amount(measure, value);
  return measure.unit === 'percent' ? `${amount(measure, value)}%` : `${amount(measure, value)} ${unit}`;
}

/** A target as it was set: no decimals that nobody wrote. */
export function target(measure: Pick<Measure, 'unit'>, value: number, locale: Locale): string {
  const text = signed(String(Math.round(value * 100) / 100));
  const unit = unitOf(measure, locale);
  return measure.unit === 'percent' ? `${text}%` : unit === '' ? text : `${text} ${unit}`;
}

const plus = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

/**
 * Change against a compared cell: counts and rates in percent, ratios in percentage points, others in their
 * unit. Counts that were nothing before change by a number, since a percentage of nothing is none. Null when
 * either side is not known.
 */
export function change(
  measure: Measure,
  now: Cell | undefined,
  before: Cell | undefined,
  locale: Locale,
): string | null {
  const a = valueOf(measure, now);
  const b = valueOf(measure, before);
  if (a === null || b === null) return null;
  if (measure.kind === 'ratio') {
    const points = Math.round((a - b) * 10) / 10;
    return `${plus(points, number(points, 1))} ${locale === 'zh' ? '百分点' : 'pp'}`;
  }
  if (b === 0) return plus(a, count(a));
  if (measure.kind === 'count' || measure.kind === 'rate') {
    const percent = Math.round((a / b - 1) * 1000) / 10;
    return `${plus(percent, number(percent, 1))}%`;
  }
  const difference = Math.round((a - b) * 10) / 10;
  return `${plus(difference, number(difference, 1))} ${unitOf(measure, locale)}`.trim();
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Time left (or, negative, passed): `0:38:41`, `−4:26:10`, `−1天 3:12`, `2d 5:00`. Whole seconds, towards zero. */
export function remaining(ms: number, locale: Locale): string {
  const size = Math.floor(Math.abs(ms) / SECOND) * SECOND;
  const sign = ms < 0 ? MINUS : '';
  const hours = Math.floor((size % DAY) / HOUR);
  const minutes = Math.floor((size % HOUR) / MINUTE);
  if (size < DAY) return `${sign}${hours}:${two(minutes)}:${two(Math.floor((size % MINUTE) / SECOND))}`;
  const days = Math.floor(size / DAY);
  return `${sign}${days}${locale === 'zh' ? '天' : 'd'} ${hours}:${two(minutes)}`;
}

/** How long something took or has lasted, in its largest unit: `12 秒`, `3 min`, `2 天`. */
export function span(ms: number, locale: Locale): string {
  const size = Math.max(0, ms);
  const zh = locale === 'zh';
  if (size < SECOND) return `${Math.round(size)} ${zh ? '毫秒' : 'ms'}`;
  if (size < 10 * SECOND) return `${number(Math.floor(size / 100) / 10, 1)} ${zh ? '秒' : 's'}`;
  if (size < MINUTE) return `${Math.floor(size / SECOND)} ${zh ? '秒' : 's'}`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} ${zh ? '分钟' : 'min'}`;
  if (size < DAY) return `${Math.floor(size / HOUR)} ${zh ? '小时' : 'h'}`;
  return `${Math.floor(size / DAY)} ${zh ? '天' : 'd'}`;
}

/** Age of a thing: `刚刚` within the first minute, then `3 分钟前`. */
export function ago(since: number, clock: number, locale: Locale): string {
  const age = clock - since;
  if (age < MINUTE) return locale === 'zh' ? '刚刚' : 'just now';
  return `${span(age, locale)}${locale === 'zh' ? '前' : ' ago'}`;
}

const zones = new Map<string, Zone>();
/** The city's zone, made once: its offsets are cached inside. */
export function zoneOf(name: string): Zone {
  let known = zones.get(name);
  if (!known) {
    known = zone(name);
    zones.set(name, known);
  }
  return known;
}

/** Time of day in the city's zone, `14:32`; of another day than `clock`'s with its date, `11-20 14:32`. */
export function timeOfDay(at: number, clock: number, timeZone: string): string {
  const tz = zoneOf(timeZone);
  const { hour, minute, month, day } = tz.parts(at);
  const time = `${two(hour)}:${two(minute)}`;
  return tz.date(at) === tz.date(clock) ? time : `${two(month)}-${two(day)} ${time}`;
}
