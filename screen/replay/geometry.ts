/** The timeline as places between 0 and 1: bars of volume, marks of hours. Pure; times are Unix ms. */
import type { ReplayTimeline } from '../../contract/replay.ts';
import { DAY, HOUR, MINUTE, type Range, type Zone } from '../../contract/time.ts';

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Where a moment is, 0 at the beginning and 1 at the end. */
export const placeOf = ({ from, to }: Range, at: number): number => within((at - from) / (to - from), 0, 1);

/** The moment at a place, a whole second of the range. */
export const momentAt = ({ from, to }: Range, place: number): number =>
  within(Math.round((from + within(place, 0, 1) * (to - from)) / 1000) * 1000, from, to);

export interface Bar {
  left: number;
  width: number;
  /** 1 where most came. */
  height: number;
}

/** A bar for each bucket that anything came in, cut to the range. */
export function barsOf(range: Range, { step, volume }: Pick<ReplayTimeline, 'step' | 'volume'>): Bar[] {
  const length = step === 'hour' ? HOUR : 10 * MINUTE;
  const most = Math.max(1, ...volume.map(([, tickets]) => tickets));
  return volume.flatMap(([at, tickets]) => {
    const left = placeOf(range, at);
    const width = placeOf(range, at + length) - left;
    return tickets > 0 && width > 0 ? [{ left, width, height: tickets / most }] : [];
  });
}

/** The bars as the path of an area `width` × `height`. */
export const pathOf = (bars: readonly Bar[], width: number, height: number): string =>
  bars
    .map((bar) => {
      const [x, w, h] = [bar.left * width, bar.width * width * 0.86, bar.height * height];
      return `M${x.toFixed(2)} ${height}v${(-h).toFixed(2)}h${w.toFixed(2)}V${height}z`;
    })
    .join('');

const STEPS = [10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY];
const MOST = 13;

/** Marks at round local times, at most thirteen. `day`: a local midnight. */
export function ticksOf(tz: Zone, { from, to }: Range): { at: number; place: number; day: boolean }[] {
  const step = STEPS.find((one) => (to - from) / one <= MOST) ?? DAY;
  const ticks: { at: number; place: number; day: boolean }[] = [];
  for (let day = tz.dayStart(from); day <= to; day = tz.addDays(day, 1))
    for (let at = day, end = tz.addDays(day, 1); at < end && at <= to; at += step)
      if (at >= from) ticks.push({ at, place: placeOf({ from, to }, at), day: at === day });
  return ticks;
}
