/** A finger on the small picture becomes a stroke on the stage. Pure. */
import type { Mark } from '../../contract/wall.ts';

/** Points of one stroke at most, beside its last: x and y of each count, six hundred numbers in all. */
const MOST = 299;
const whole = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000);

/** A stroke from places between 0 and 1; every n-th is left out where there are too many. Null: it is none. */
export function strokeOf(places: readonly (readonly [x: number, y: number])[]): Mark | null {
  const thin = Math.max(1, Math.ceil(places.length / MOST));
  const kept = places.filter((_, i) => i % thin === 0 || i === places.length - 1);
  const points = kept.flatMap(([x, y]) => [whole(x), whole(y)]);
  return points.length >= 4 ? { points, tone: 'accent' } : null;
}
