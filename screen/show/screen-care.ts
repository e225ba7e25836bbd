/** What keeps a screen that nobody looks after well: where its picture stands, how bright it is, when it is loaded anew. Pure. */
import { HOUR, MINUTE, type Zone } from '../../contract/time.ts';
import type { Wall } from '../../contract/wall.ts';

const SHIFT_EVERY = 3 * MINUTE;
/** Design px; round the place where it belongs, so that no pixel shows an edge for ever. */
const SHIFTS = [
  [0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2],
] as const; // prettier-ignore

/** How far the stage is moved at a moment, design px; by the clock, so that screens side by side move alike. */
export const shiftAt = (at: number): readonly [x: number, y: number] =>
  SHIFTS[Math.floor(at / SHIFT_EVERY) % SHIFTS.length] ?? SHIFTS[0];

/** How bright the picture is, 1 as by day. */
export function brightnessAt(night: Wall['night'], at: number, tz: Zone): number {
  if (!night) return 1;
  const { hour, minute } = tz.parts(at);
  const now = hour * 60 + minute;
  const dark = night.from <= night.to ? now >= night.from && now < night.to : now >= night.from || now < night.to;
  return dark ? night.brightness : 1;
}

/** Reloads within an hour at most: a page that does not get better by them is left as it is. */
export const RELOADS_AN_HOUR = 3;

/** Whether one more is allowed, and the moments to remember then; Unix ms. */
export function mayReload(before: readonly number[], now: number): { may: boolean; remember: number[] } {
  const recent = before.filter((at) => at <= now && now - at < HOUR);
  return recent.length < RELOADS_AN_HOUR ? { may: true, remember: [...recent, now] } : { may: false, remember: recent };
}

/** A screen is quiet when nobody touched it for so long, ms. */
export const QUIET = MINUTE;
/** Somebody who drove a wall within so long still stands before it, ms. */
const PRESENTING = 10 * MINUTE;

/** Whether a newer page may be loaded now: nobody is in the middle of something. */
export function quiet(parts: { touched: number; driven: number; presenting: boolean }, now: number): boolean {
  return !parts.presenting && now - parts.touched >= QUIET && now - parts.driven >= (parts.driven > 0 ? PRESENTING : 0);
}
