/**
 * Comparison in time: which earlier range a range is set beside, and which of its buckets beside which. Pure; times are
 * Unix ms, days and hours are those of the city's zone.
 *
 * Ranges are moved by whole local days wherever they can be, so that the same clock times are compared also where the
 * clocks were changed in between; buckets are paired by day and clock time, never by adding milliseconds.
 */
import type { Text } from './text.ts';
import { bucketStart, buckets, DAY, MINUTE, nextBucket, type Range, type Step, type Zone } from './time.ts';

/**
 * What a range is compared with. `previous`: the period of the same length just before it. `year`: 52 weeks earlier, so
 * that weekdays agree. `lunar`: a year earlier, at the same distance from the moving holiday that is nearest to the range.
 */
export const ALIGNMENTS = ['previous', 'year', 'lunar'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

const YEAR_DAYS = 364;

/** A moving holiday near a range, and the same holiday a year before. Local dates YYYY-MM-DD. */
export interface Anchor {
  names: Text;
  date: string;
  before: string;
}
/** The moving holiday nearest to a local date; null where the calendar does not reach. */
export type AnchorOf = (date: string) => Anchor | null;

/** How far back a range is moved: local days, or a span of time where it has no whole days. */
export type Shift = { days: number; anchor?: Anchor } | { ms: number };

/** A comparison that cannot be made. */
export class CompareError extends Error {}

const local = (tz: Zone, at: number): number => at + tz.offset(at);
const dayOf = (wall: number): number => Math.floor(wall / DAY);
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** How far back the range is moved for this comparison. Throws CompareError where there is no lunar calendar for it. */
export function shiftOf(tz: Zone, range: Range, alignment: Alignment, anchorOf?: AnchorOf | null): Shift {
  if (alignment === 'year') return { days: YEAR_DAYS };
  if (alignment === 'previous') {
    const wall = local(tz, range.to) - local(tz, range.from);
    return wall > 0 && wall % DAY === 0 ? { days: wall / DAY } : { ms: range.to - range.from };
  }
  if (!anchorOf) throw new CompareError('this city has no lunar calendar');
  const anchor = anchorOf(tz.date(range.from + Math.floor((range.to - 1 - range.from) / 2)));
  if (!anchor) throw new CompareError('the lunar calendar does not reach that far');
  const days = Math.round((Date.parse(anchor.date) - Date.parse(anchor.before)) / DAY);
  return { days, anchor };
}

/** The moment that this one is compared with: the same clock time that many days earlier. */
export function earlier(tz: Zone, at: number, shift: Shift): number {
  if ('ms' in shift) return at - shift.ms;
  const wall = local(tz, at);
  const day = dayOf(wall);
  return Math.round(tz.moment(dateOf(day - shift.days), (wall - day * DAY) / MINUTE));
}

/** The range that this one is compared with; never empty. */
export function earlierRange(tz: Zone, range: Range, shift: Shift): Range {
  const [from, to] = [earlier(tz, range.from, shift), earlier(tz, range.to, shift)];
  // Within an hour that came twice, the end may lie before the beginning by the clock.
  return { from, to: to > from ? to : from + (range.to - range.from) };
}

/** The range, widened to whole buckets. */
export function whole(tz: Zone, step: Step, range: Range): Range {
  const last = bucketStart(tz, step, range.to - 1);
  return { from: bucketStart(tz, step, range.from), to: Math.max(range.to, nextBucket(tz, step, last)) };
}

/** What tells buckets of a step apart by the clock: the local day, or local clock time as if it were UTC. */
const clockOf = (tz: Zone, step: Step, at: number): number =>
  step === 'day' ? dayOf(local(tz, at)) * DAY : local(tz, at);

/** Each bucket by its clock time; one that comes twice is told apart by its turn. */
function* byClock(tz: Zone, step: Step, starts: readonly number[]): Generator<[key: string, at: number]> {
  const turns = new Map<number, number>();
  for (const at of starts) {
    const clock = clockOf(tz, step, at);
    const turn = turns.get(clock) ?? 0;
    turns.set(clock, turn + 1);
    yield [`${clock}/${turn}`, at];
  }
}

/**
 * Each bucket of the range with the one it is compared with; null where there is none, as for an hour that comes twice
 * when clocks are set back and came once then.
 */
export function pairBuckets(tz: Zone, step: Step, range: Range, shift: Shift): [at: number, before: number | null][] {
  const now = buckets(tz, step, range.from, range.to);
  const { from, to } = earlierRange(tz, range, shift);
  const then = buckets(tz, step, from, to);
  if ('ms' in shift) return now.map((at, i) => [at, then[i] ?? null]);
  const moved = new Map<string, number>();
  for (const [key, at] of byClock(tz, step, then)) {
    const [clock, turn] = key.split('/');
    moved.set(`${Number(clock) + shift.days * DAY}/${turn}`, at);
  }
  return Array.from(byClock(tz, step, now), ([key, at]) => [at, moved.get(key) ?? null]);
}
