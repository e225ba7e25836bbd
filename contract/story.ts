/**
 * Stories that play by themselves before visitors: when a story is, which chapter is told at a moment, and what a touch
 * makes of it. Pure; moments are Unix ms of the server's clock unless they say otherwise.
 */
import type { Story } from './replay.ts';
import type { ToldStory } from './wall.ts';

const MINUTE = 60_000;
/** How long a chapter is told that does not say so, s, and at which speed: half an hour of the past in thirty seconds. */
export const CHAPTER_SECONDS = 20;
export const CHAPTER_SPEED = 60;

/** Whether its moments are told back from the moment at which it is opened. */
export const isRelative = ({ to }: Pick<Story, 'to'>): boolean => to <= 0;

/** The moment that a relative story is told back from when it is opened at `now`: a whole minute, never in the future. */
export const baseAt = (now: number): number => Math.floor(now / MINUTE) * MINUTE;

/** The story with moments that are Unix ms. `base`: what its moments are told back from, if they are. */
export function storyFrom(story: Story, base: number): Story {
  if (!isRelative(story)) return story;
  const { from, to, chapters } = story;
  return {
    ...story,
    from: base + from,
    to: base + to,
    chapters: chapters.map((one) => ({ ...one, at: base + one.at })),
  };
}

/** The same of a story by which a replay was opened that ends at `to`. */
export const storyOfReplay = (story: Story, { to }: { to: number }): Story => storyFrom(story, to - story.to);

/** The first rule that the moments of a story break, with its path; null: none. */
export function storyFault(story: Story): { path: string; rule: string } | null {
  const { from, to, chapters } = story;
  if (to <= from) return { path: '/to', rule: 'must be after from' };
  if (from < 0 && to > 0) return { path: '/from', rule: 'must be Unix ms, as to is' };
  const outside = chapters.findIndex(({ at }) => at < from || at > to);
  return outside < 0 ? null : { path: `/chapters/${outside}/at`, rule: 'must be between from and to' };
}

export interface Telling {
  id: string;
  replay: string;
  /** When its first chapter began. */
  begun: number;
  /** What its moments are told back from. */
  base: number;
}

/** A story as a wall shows it from `begun` on. One without chapters is told as one chapter of its name. */
export function toldStory(story: Story, { id, replay, begun, base }: Telling): ToldStory {
  const { names, from, chapters } = storyFrom(story, base);
  const told = (chapters.length > 0 ? chapters : [{ at: from, names }]).map((one) => ({
    ...one,
    seconds: one.seconds ?? CHAPTER_SECONDS,
    speed: one.speed ?? CHAPTER_SPEED,
  }));
  const seconds = told.reduce((sum, one) => sum + one.seconds, 0);
  return { id, replay, begun, base, until: begun + seconds * 1000, names, chapters: told };
}

/** Which chapter is told at a moment, and when it began and ends; the last one where all are told. */
export function chapterOf(story: ToldStory, at: number): { index: number; from: number; until: number } {
  const now = story.held ?? at;
  let from = story.begun;
  for (const [index, { seconds }] of story.chapters.entries()) {
    const until = from + seconds * 1000;
    if (now < until || index === story.chapters.length - 1) return { index, from, until };
    from = until;
  }
  throw new Error('a story that is told has a chapter');
}

/** The story stood still by a touch: it ends when nobody touched anything for `idle` s. */
export const heldStory = (story: ToldStory, now: number, idle: number): ToldStory => ({
  ...story,
  held: story.held ?? now,
  until: now + idle * 1000,
});

/** The same story from another beginning. */
export function retold(story: ToldStory, { replay, begun, base }: Telling): ToldStory {
  const { held: _held, ...rest } = story;
  const seconds = story.chapters.reduce((sum, one) => sum + one.seconds, 0);
  return { ...rest, replay, begun, base, until: begun + seconds * 1000 };
}

/** What has a story that stands still go on where it stood. */
export const resumed = ({ id, replay, begun, base, held }: ToldStory, now: number): Telling => ({
  id,
  replay,
  begun: held === undefined ? begun : begun + now - held,
  base,
});

/** What has the chapter beside the present one begin now; null: there is none. */
export function besideChapter(story: ToldStory, now: number, by: 1 | -1): Telling | null {
  const { id, replay, base } = story;
  const to = chapterOf(story, now).index + by;
  if (to < 0 || to >= story.chapters.length) return null;
  const before = story.chapters.slice(0, to).reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  return { id, replay, base, begun: now - before };
}
