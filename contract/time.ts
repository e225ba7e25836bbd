/**
 * Time in a city: zones, buckets and windows. Everything is Unix ms in, Unix ms out; the zone is an IANA name.
 * Pure: the present moment is always an argument (rule F2).
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Calendar arithmetic in one time zone. */
export interface Zone {
  readonly name: string;
  /** Offset from UTC at this moment, ms. */
  offset(at: number): number;
  /** Midnight that begins the local day of this moment. */
  dayStart(at: number): number;
  /** The local midnight `days` after the day of this moment (daylight saving taken into account). */
  addDays(at: number, days: number): number;
  /** Local wall-clock parts; weekday 0 is Sunday. */
  parts(at: number): { year: number; month: number; day: number; hour: number; minute: number; weekday: number };
  /** Local date as YYYY-MM-DD. */
  date(at: number): string;
  /** The moment of a local date and minutes after its midnight. */
  moment(date: string, minutes: number): number;
}

const CACHE_LIMIT = 50_000;

/** A zone by its IANA name. Throws RangeError on an unknown one. Offsets are cached per day, and per quarter of an hour of the days on which they change. */
export function zone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const cache = new Map<number, number>();
  /** Offsets of days (UTC) that have the same from end to end; null: the clocks are set on that day. */
  const days = new Map<number, number | null>();
  const offset = (at: number): number => {
    const day = Math.floor(at / DAY);
    let known = days.get(day);
    if (known === undefined) {
      const first = exact(day * DAY);
      known = first === exact((day + 1) * DAY) ? first : null;
      if (days.size >= CACHE_LIMIT) days.clear();
      days.set(day, known);
    }
    return known ?? exact(at);
  };
  const exact = (at: number): number => {
    const slot = Math.floor(at / (15 * MINUTE));
    const known = cache.get(slot);
    if (known !== undefined) return known;
    const part = Object.fromEntries(format.formatToParts(slot * 15 * MINUTE).map((p) => [p.type, Number(p.value)]));
    const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    const value = local - slot * 15 * MINUTE;
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(slot, value);
    return value;
  };
  /**
   * The moment of a local wall-clock time (given as if UTC): the first of two where clocks were set back, and where
   * they were set forward over it, the moment at which they were.
   */
  const fromLocal = (local: number): number => {
    const early = local - offset(local - DAY);
    const late = local - offset(local + DAY);
    if (early === late) return early;
    const real = [early, late].filter((at) => at + offset(at) === local);
    return real.length > 0 ? Math.min(...real) : Math.max(early, late);
  };
  const dayStart = (at: number): number => fromLocal(Math.floor((at + offset(at)) / DAY) * DAY);
  return {
    name,
    offset,
    dayStart,
    addDays: (at, days) => fromLocal(Math.floor((at + offset(at)) / DAY) * DAY + days * DAY),
    parts(at) {
      const d = new Date(at + offset(at));
      return {
        year: d.getUTCFullYear(),
        month: d.getUTCMonth() + 1,
        day: d.getUTCDate(),
        hour: d.getUTCHours(),
        minute: d.getUTCMinutes(),
        weekday: d.getUTCDay(),
      };
    },
    date: (at) => new Date(at + offset(at)).toISOString().slice(0, 10),
    moment: (date, minutes) => fromLocal(Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE),
  };
}

/** Bucket widths. A window of a kind always has the same bucket width, so that every count of it agrees (M2). */
export const STEPS = ['minute', 'ten_minutes', 'hour', 'day'] as const;
export type Step = (typeof STEPS)[number];

/** Start of the bucket that holds this moment. */
export function bucketStart(tz: Zone, step: Step, at: number): number {
  switch (step) {
    case 'minute':
      return Math.floor(at / MINUTE) * MINUTE;
    case 'ten_minutes':
      return Math.floor(at / (10 * MINUTE)) * 10 * MINUTE;
    case 'hour': {
      const shift = tz.offset(at) % HOUR;
      const start = Math.floor((at + shift) / HOUR) * HOUR - shift;
      // Where clocks change by half an hour (Lord Howe), the hour that is cut begins with the change.
      return tz.offset(start) === tz.offset(at) ? start : changeBetween(tz, start, at);
    }
    case 'day':
      return tz.dayStart(at);
  }
}

/** Start of the bucket after the one that starts here. */
export function nextBucket(tz: Zone, step: Step, start: number): number {
  if (step === 'day') return tz.addDays(start, 1);
  if (step === 'hour') return bucketStart(tz, step, start + HOUR);
  return start + (step === 'minute' ? MINUTE : 10 * MINUTE);
}

/** The moment, Unix ms, at which the clocks change: the first in (from, to] with the offset of `to`. */
function changeBetween(tz: Zone, from: number, to: number): number {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (tz.offset(middle) === tz.offset(to)) after = middle;
    else before = middle;
  }
  return after;
}

/** Starts of all buckets in [from, to). */
export function buckets(tz: Zone, step: Step, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let at = bucketStart(tz, step, from); at < to; at = nextBucket(tz, step, at)) starts.push(at);
  return starts;
}

/**
 * Windows. Rolling ones (1h, 24h) end with the bucket that holds now; calendar ones are whole local days, from a
 * midnight to the midnight that ends today: `today`, `7d` today and the six days before it, and so on.
 */
export const WINDOWS = ['1h', '24h', 'today', 'yesterday', '7d', '14d', '30d'] as const;
export type Window = (typeof WINDOWS)[number];

/** [from, to) in Unix ms, aligned to the window's buckets. */
export interface Range {
  from: number;
  to: number;
}

/** Bucket width by which a window slides: counts of a window are exact because its ends lie between buckets. */
export const windowStep = (window: Window): Step =>
  window === '1h' ? 'minute' : window === '24h' ? 'ten_minutes' : 'day';

/** The range of a window at this moment. */
export function windowRange(tz: Zone, window: Window, now: number): Range {
  const rolling = (step: Step, length: number): Range => {
    const to = nextBucket(tz, step, bucketStart(tz, step, now));
    return { from: to - length, to };
  };
  const days = (back: number, until = 1): Range => ({ from: tz.addDays(now, -back), to: tz.addDays(now, until) });
  switch (window) {
    case '1h':
      return rolling('minute', HOUR);
    case '24h':
      return rolling('ten_minutes', DAY);
    case 'today':
      return days(0);
    case 'yesterday':
      return days(1, 0);
    case '7d':
      return days(6);
    case '14d':
      return days(13);
    case '30d':
      return days(29);
  }
}

/** What a window is compared with: the same hours one day or one week earlier. */
export const COMPARISONS = ['day', 'week'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * The range compared with: the same local wall-clock times 1 or 7 days earlier, up to the end of this minute then,
 * so that half a day is compared with half a day. It slides by the minute.
 */
export function comparedRange(tz: Zone, window: Window, comparison: Comparison, now: number): Range {
  const days = comparison === 'day' ? -1 : -7;
  const shift = (at: number): number => tz.addDays(at, days) + (at - tz.dayStart(at));
  const { from, to } = windowRange(tz, window, now);
  const upTo = Math.min(to, nextBucket(tz, 'minute', bucketStart(tz, 'minute', now)));
  return { from: shift(from), to: shift(upTo - 1) + 1 };
}
