/** Numbers and times as they are written on the wall. Pure; times are Unix ms, shown in the zone of the city. */
import { DAY, HOUR, MINUTE, type Zone } from '../contract/time.ts';
import type { Locale } from './i18n/index.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const local = (tz: Zone, at: number): Date => new Date(at + tz.offset(at));

/** `14:32:07`. */
export function timeOfDay(tz: Zone, at: number): string {
  return local(tz, at).toISOString().slice(11, 19);
}
/** `14:32`. */
export const hourMinute = (tz: Zone, at: number): string => timeOfDay(tz, at).slice(0, 5);

/** `11月21日 周六`, `Sat 21 Nov`. */
export function dateWords(tz: Zone, at: number, locale: Locale): string {
  const { month, day, weekday } = tz.parts(at);
  if (locale === 'zh') return `${month}月${day}日 周${'日一二三四五六'[weekday]!}`;
  const names = (kind: 'weekday' | 'month') =>
    new Intl.DateTimeFormat('en-GB', { [kind]: 'short', timeZone: 'UTC' }).format(local(tz, at));
  return `${names('weekday')} ${day} ${names('month')}`;
}

/** A moment as short as `now` allows: `14:32` today, `11-21 14:32` otherwise, with the year when it is another one. */
export function moment(tz: Zone, at: number, now: number): string {
  const date = tz.date(at);
  if (date === tz.date(now)) return hourMinute(tz, at);
  return `${date.slice(0, 4) === tz.date(now).slice(0, 4) ? date.slice(5) : date} ${hourMinute(tz, at)}`;
}

/** A range in words: `13:35–14:32`, `11-20`, `11-08 – 11-21`. */
export function rangeWords(tz: Zone, range: { from: number; to: number }, now: number): string {
  const last = range.to - 1;
  const wholeDays = range.from === tz.dayStart(range.from) && range.to === tz.dayStart(range.to);
  const sameDay = tz.date(range.from) === tz.date(last);
  const day = (at: number): string => tz.date(at).slice(tz.date(at).slice(0, 4) === tz.date(now).slice(0, 4) ? 5 : 0);
  if (wholeDays) return sameDay ? day(range.from) : `${day(range.from)} – ${day(last)}`;
  if (sameDay) return `${moment(tz, range.from, now)}–${hourMinute(tz, range.to)}`;
  return `${moment(tz, range.from, now)} – ${moment(tz, range.to, now)}`;
}

/** A stretch of time of at least a second: `21:27:40`, `1 天 3:12`. Sign is dropped. */
export function stretch(ms: number, dayWord: string): string {
  const whole = Math.abs(ms);
  const days = Math.floor(whole / DAY);
  const hours = Math.floor((whole % DAY) / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  if (days > 0) return `${days} ${dayWord} ${hours}:${two(minutes)}`;
  return `${hours}:${two(minutes)}:${two(Math.floor((whole % MINUTE) / 1000))}`;
}

/** `184,226`; at most `digits` decimals. */
export const number = (value: number, digits = 0): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
