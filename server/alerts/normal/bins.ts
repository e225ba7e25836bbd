/** Which of the 168 hours of a week an hour is like. Pure. */
import type { Zone } from '../../../contract/time.ts';

/** Hours remembered: more than two years of them. */
const MOST = 20_000;

/** Bins of a city, remembered by hour: 0 is Sunday 0:00; a day off is a Sunday, a day worked at a weekend a Friday. */
export function binsOf(tz: Zone, isWorkday: (at: number) => boolean): (hour: number) => number {
  const known = new Map<number, number>();
  return (hour) => {
    const before = known.get(hour);
    if (before !== undefined) return before;
    const parts = tz.parts(hour);
    const free = parts.weekday === 0 || parts.weekday === 6;
    const worked = isWorkday(hour);
    const bin = (free === worked ? (worked ? 5 : 0) : parts.weekday) * 24 + parts.hour;
    if (known.size >= MOST) known.clear();
    known.set(hour, bin);
    return bin;
  };
}
