/** Where one goes from a moment: to an alert, to a chapter, to another speed. Pure; times are Unix ms. */
import type { Story } from '../../contract/replay.ts';

export const SPEEDS = [1, 10, 60, 600, 3600] as const;
export type Chapter = Story['chapters'][number];

/** The speed beside this one. */
export function speedBeside(speed: number, direction: 1 | -1): number {
  const faster = SPEEDS.filter((one) => (direction > 0 ? one > speed : one < speed));
  return (direction > 0 ? faster[0] : faster.at(-1)) ?? speed;
}

/** What is just here counts as passed, so that one does not stay where one is: three seconds of this machine, ms of the past. */
const slack = (speed: number): number => Math.max(5000, 3000 * speed);

interface Placed {
  at: number;
}

/** The first after this moment, which is a whole second that may have begun before it. */
export const after = <T extends Placed>(list: readonly T[], at: number): T | undefined =>
  list.reduce<T | undefined>((best, one) => (one.at > at + 999 && (!best || one.at < best.at) ? one : best), undefined);

/** The last before this moment that one has not only just come to. */
export const before = <T extends Placed>(list: readonly T[], at: number, playing: number): T | undefined => {
  const limit = playing > 0 ? at - slack(playing) : at;
  return list.reduce<T | undefined>(
    (best, one) => (one.at < limit && (!best || one.at > best.at) ? one : best),
    undefined,
  );
};

/** The chapter that a moment is in; undefined before the first. */
export const chapterAt = (chapters: readonly Chapter[], at: number): Chapter | undefined =>
  chapters.reduce<Chapter | undefined>(
    (best, one) => (one.at <= at && (!best || one.at >= best.at) ? one : best),
    undefined,
  );

/**
 * Whether the wall has come to where it was sent: its clock is there, or as far on as it may have run since. Until then
 * the handle stays where it was put.
 */
export const arrived = (goal: number, clock: number, speed: number): boolean =>
  clock >= goal - 1000 && clock <= goal + slack(speed);

export type Command =
  { do: 'toggle' | 'hide' } | { do: 'step'; by: number } | { do: 'alert' | 'chapter' | 'speed'; direction: 1 | -1 };

const MINUTE = 60_000;

/** What a key does, pressed outside of fields. `drawer`: one is open, to which Esc and the space of its rows belong. */
export function commandOf(key: string, shift: boolean, drawer: boolean): Command | undefined {
  switch (key) {
    case ' ':
      return drawer ? undefined : { do: 'toggle' };
    case 'Escape':
      return drawer ? undefined : { do: 'hide' };
    case 'ArrowLeft':
    case 'ArrowRight':
      return { do: 'step', by: (key === 'ArrowLeft' ? -1 : 1) * (shift ? 10 : 1) * MINUTE };
    case ',':
    case '.':
      return { do: 'alert', direction: key === ',' ? -1 : 1 };
    case '[':
    case ']':
      return { do: 'speed', direction: key === '[' ? -1 : 1 };
    case 'PageUp':
    case 'PageDown':
      return { do: 'chapter', direction: key === 'PageUp' ? -1 : 1 };
    default:
      return undefined;
  }
}
