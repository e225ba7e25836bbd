/** What a wall shows at a moment, from what it was told and from the clock. Pure; moments are Unix ms of the server's clock. */
import type { Zone } from '../../contract/time.ts';
import type { Mark, Show, ShowChange, ShownDrill, ShownStep, ToldStory, Tour, Wall } from '../../contract/wall.ts';
import { besideChapter, chapterOf, resumed } from '../../contract/story.ts';
import type { Text } from '../../contract/text.ts';
import { cycleOf, nextMinute, stepAt, stepped, toggled, tourAt, tourClock } from './tour.ts';

export interface OnStage {
  /** null: the first scene of the city. */
  scene: string | null;
  drill: ShownDrill | null;
  focus: string | null;
  camera: string | null;
  marks: Readonly<Record<string, Mark>>;
  briefing: ShownStep | null;
  frozen: number | null;
  blank: boolean;
  /** The tour that has the wall; null: a hand has it, or nothing runs. */
  tour: { tour: Tour; index: number; round: number; held: boolean; caption: Text | null } | null;
  /** The story that visitors are told, and its chapter. */
  story: { told: ToldStory; index: number; chapter: ToldStory['chapters'][number]; held: boolean } | null;
  /** A red alert has the tour's place. */
  alarm: boolean;
  /** When something changes by itself; Infinity: never. */
  next: number;
}

/** A red alert that nobody has: which scene it is looked at on, and until when at most. */
export interface Alarm {
  scene: string;
  until: number;
}

export interface StageParts {
  wall: Wall;
  show: Show;
  /** Ids of the city's scenes in the order of the tabs. */
  scenes: readonly string[];
  tz: Zone;
  alarm?: Alarm | null;
}

/** A story that goes on has the wall: what was opened meanwhile is closed. */
const ASIDE = { scene: null, drill: null } as const;
const lasts = (until: number | undefined, at: number): boolean => until === undefined || at < until;

export function onStage({ wall, show, scenes, tz, alarm }: StageParts, at: number): OnStage {
  const hand = show.scene && lasts(show.scene.until, at) ? show.scene : null;
  const drill = show.drill && lasts(show.drill.until, at) ? show.drill : null;
  const told = show.story && lasts(show.story.until, at) ? show.story : null;
  const part = told && chapterOf(told, at);
  const chapter = told && part ? told.chapters[part.index]! : null;
  const still = told?.held !== undefined;
  const tour = hand || told ? null : tourAt(wall, scenes, show.tour, at, tz);
  const stop = tour && stepAt(tour, tourClock(show.tour, at));
  const alarmed = tour && alarm && at < alarm.until ? alarm : null;
  const held = show.tour.held !== undefined;
  const ends = [
    hand?.until,
    drill?.until,
    stop && !held ? at + (stop.until - tourClock(show.tour, at)) : undefined,
    alarmed?.until,
    told?.until,
    part && !still && part.until > at ? part.until : undefined,
    !hand && !told && show.tour.run === 'schedule' && wall.schedule.length > 0 ? nextMinute(at) : undefined,
  ];
  const { until: _until, ...shown } = drill ?? { measure: 'accepted' as const };
  return {
    scene: hand?.id ?? sceneOf(chapter, scenes) ?? alarmed?.scene ?? stop?.step.scene ?? null,
    drill: drill ? shown : null,
    // What was opened while a story stands still is looked at with nothing dimmed beside it.
    focus: chapter
      ? hand || drill || still
        ? null
        : (chapter.focus ?? null)
      : stop
        ? alarmed
          ? null
          : (stop.step.focus ?? null)
        : (show.focus ?? null),
    camera: chapter ? (hand ? null : (chapter.camera ?? null)) : (show.camera ?? null),
    marks: show.marks ?? {},
    briefing: show.briefing ?? null,
    frozen: show.frozen ?? null,
    blank: show.blank !== undefined,
    tour:
      tour && stop
        ? {
            tour,
            index: stop.index,
            round: Math.floor(tourClock(show.tour, at) / cycleOf(tour)),
            held,
            caption: alarmed ? null : (stop.step.caption ?? null),
          }
        : null,
    story: told && part && chapter ? { told, index: part.index, chapter, held: still } : null,
    alarm: alarmed !== null,
    next: Math.min(...ends.map((end) => end ?? Infinity)),
  };
}

/** The scene of a chapter; one that is no longer shown is none. */
const sceneOf = (chapter: { scene?: string } | null, scenes: readonly string[]): string | undefined =>
  chapter?.scene !== undefined && scenes.includes(chapter.scene) ? chapter.scene : undefined;

/** What an arrow asks for: the next chapter of a story, the next step of a briefing, the next stop of a tour, else the next scene. Null: nothing. */
export function movedBy(parts: StageParts, at: number, by: 1 | -1): Omit<ShowChange, 'by'> | null {
  const now = onStage(parts, at);
  if (now.briefing) {
    const step = now.briefing.step + by;
    return step < 0 || step >= now.briefing.steps ? null : { briefing: { id: now.briefing.id, step } };
  }
  if (now.story) {
    const story = besideChapter(now.story.told, at, by);
    return story && { story, ...ASIDE };
  }
  if (now.tour) return { tour: stepped(now.tour.tour, parts.show.tour, at, by) };
  const { scenes } = parts;
  if (scenes.length < 2) return null;
  const index = Math.max(0, scenes.indexOf(now.scene ?? scenes[0]!));
  return { scene: scenes[(index + by + scenes.length) % scenes.length]! };
}

/** What the space bar asks for: the story or the tour stands still, or goes on. Null: there is none. */
export function pausedOrNot(parts: StageParts, at: number): Omit<ShowChange, 'by'> | null {
  const { story, tour } = onStage(parts, at);
  if (story) return story.held ? { story: resumed(story.told, at), ...ASIDE } : { story: 'hold' };
  return tour ? { tour: toggled(parts.show.tour, at) } : null;
}

/** Shows that are told a little ahead, each held back until it holds: of those that hold the latest, and those to come. */
export function due(shown: Show | null, waiting: readonly Show[], at: number): { shown: Show | null; waiting: Show[] } {
  const ready = waiting.filter((show) => show.at <= at);
  return { shown: ready.at(-1) ?? shown, waiting: waiting.filter((show) => show.at > at) };
}
