/**
 * Tours: which one runs and at which stop it is, from the clock of the server alone, so that all screens agree without a
 * word. Pure; moments are Unix ms, times of day are those of the city.
 */
import { MINUTE, type Zone } from '../../contract/time.ts';
import type { Tour, TourRun, TourSlot, TourStep, Wall } from '../../contract/wall.ts';

/** Seconds of each scene where an exhibition has no tour of its own. */
const EXHIBIT_SECONDS = 20;

/** A stop: since when and until when it is shown, on the clock that was asked for. */
export interface Stop {
  index: number;
  step: TourStep;
  from: number;
  until: number;
}

/** How long a tour takes once round, ms. */
export const cycleOf = ({ steps }: Pick<Tour, 'steps'>): number =>
  steps.reduce((sum, { seconds }) => sum + seconds * 1000, 0);

/** The stop at a moment. Tours begin anew at whole multiples of their length since 1970. */
export function stepAt(tour: Pick<Tour, 'steps'>, at: number): Stop {
  const cycle = cycleOf(tour);
  let from = Math.floor(at / cycle) * cycle;
  for (const [index, step] of tour.steps.entries()) {
    const until = from + step.seconds * 1000;
    if (at < until) return { index, step, from, until };
    from = until;
  }
  throw new Error('a tour has at least one step');
}

/** Whether a slot holds at a moment. One over midnight belongs to the day on which it begins. */
export function inSlot({ days, from, to }: TourSlot, at: number, tz: Zone): boolean {
  const { hour, minute, weekday } = tz.parts(at);
  const now = hour * 60 + minute;
  const on = (day: number): boolean => !days || days.includes(day);
  if (from < to) return now >= from && now < to && on(weekday);
  return (now >= from && on(weekday)) || (now < to && on((weekday + 6) % 7));
}

/** The tour that runs; null: none. */
export function tourAt(wall: Pick<Wall, 'tours' | 'schedule' | 'mode'>, scenes: readonly string[], { run }: TourRun, at: number, tz: Zone): Tour | null {
  if (run === 'off') return null;
  if (run !== 'schedule') return wall.tours.find(({ id }) => id === run) ?? null;
  const slot = wall.schedule.find((one) => inSlot(one, at, tz));
  const tour = slot && wall.tours.find(({ id }) => id === slot.tour);
  if (tour || wall.mode !== 'exhibit' || wall.schedule.length > 0) return tour ?? null;
  // Visitors are shown something in any case.
  if (wall.tours[0]) return wall.tours[0];
  const steps = scenes.map((scene) => ({ scene, seconds: EXHIBIT_SECONDS }));
  return steps.length > 0 ? { id: 'all', names: { zh: '全部场景', en: 'All scenes' }, steps } : null;
} // prettier-ignore

/** When a slot may begin or end next: slots have whole minutes. */
export const nextMinute = (at: number): number => Math.floor(at / MINUTE) * MINUTE + MINUTE;

/** The clock of a tour at a moment: it is behind, and may stand still. */
export const tourClock = ({ offset, held }: TourRun, at: number): number => (held ?? at) - offset;

/** The same tour with the stop beside the present one beginning now. */
export function stepped(tour: Tour, run: TourRun, at: number, by: 1 | -1): TourRun {
  const now = tourClock(run, at);
  const { from, until } = stepAt(tour, now);
  const target = by > 0 ? until : stepAt(tour, from - 1).from;
  const cycle = cycleOf(tour);
  return { ...run, offset: ((((run.held ?? at) - target) % cycle) + cycle) % cycle };
}

/** The same tour standing still, or going on where it stood. */
export function toggled({ run, offset, held }: TourRun, at: number): TourRun {
  return held === undefined ? { run, offset, held: at } : { run, offset: Math.max(0, offset + at - held) };
}
