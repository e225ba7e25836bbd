/**
 * Times as Open311 servers write them. The standard wants W3C times with an offset; seen besides: offsets without a colon or
 * without minutes, a blank for the T, no offset, a date alone, numbers since 1970, and the times of mail headers.
 */
import { MINUTE, type Zone } from '../../../contract/time.ts';

const SHAPE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[.*\])?$/i;
const MAIL = /^(?:[a-z]{3},?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:GMT|UTC|[+-]\d{4})$/i;
/** Numbers below are seconds, those above milliseconds: the one ends in 5138, the other begins in 1973. */
const SECONDS_MAX = 1e11;

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Unix ms, or null where it is no time that exists. `zone` is that of times without an offset. */
export function instantOf(given: string | number, zone: Zone): number | null {
  const text = String(given).trim();
  if (/^\d{9,14}(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    return Math.round(number < SECONDS_MAX ? number * 1000 : number);
  }
  if (MAIL.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  }
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part))) as [
    number,
    number,
    number,
    number?,
    number?,
    number?,
  ];
  const ms = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]! || hour > 23 || minute > 59 || second > 60)
    return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), ms);
  // The 30th of February is no day.
  if (new Date(wall).getUTCDate() !== day) return null;
  const offset = match[8];
  if (offset === undefined) {
    const date = new Date(wall).toISOString().slice(0, 10);
    return zone.moment(date, 0) + (wall - Date.parse(`${date}T00:00:00Z`)) + shiftWithin(zone, date, wall);
  }
  if (!/^[+-]/.test(offset)) return wall;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', '') || 0)];
  if (hours > 23 || minutes > 59) return null;
  return wall - (offset[0] === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** Where clocks are set within the day, the time since midnight is not the time of the clock. */
function shiftWithin(zone: Zone, date: string, wall: number): number {
  const midnight = zone.moment(date, 0);
  const sinceMidnight = wall - Date.parse(`${date}T00:00:00Z`);
  return (
    zone.moment(date, Math.floor(sinceMidnight / MINUTE)) - (midnight + Math.floor(sinceMidnight / MINUTE) * MINUTE)
  );
}
