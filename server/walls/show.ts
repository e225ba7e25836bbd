/**
 * What a wall shows, as rows of the shared state: one row a member, so that two who drive at once undo nothing of each
 * other and the last writer of a member wins, whichever server took it. Pure but for the two that read and write.
 */
import { randomUUID } from 'node:crypto';
import type { City } from '../../contract/city.ts';
import { compile, ConditionError } from '../../contract/condition.ts';
import { measureOf } from '../../contract/measure.ts';
import type { StoryItem } from '../../contract/replay.ts';
import { cityOfReplay } from '../../contract/replay-id.ts';
import { heldStory, toldStory } from '../../contract/story.ts';
import type { Json } from '../../contract/text.ts';
import { HOUR, windowRange, zone } from '../../contract/time.ts';
import {
  AHEAD,
  MARKS_MAX,
  SCHEDULED,
  type Briefing,
  type Mark,
  type Show,
  type ShowChange,
  type ShownDrill,
  type ShownStep,
  type ToldStory,
  type Wall,
} from '../../contract/wall.ts';
import { HttpProblem } from '../api/problem.ts';
import type { State } from '../state/state.ts';
import { hasPlacement } from './configured.ts';

export const showOf = (city: string, wall: string): string => `show:${city}:${wall}`;
const MARK = 'mark.';
/** How long somebody who drove is named. */
const NAMED_FOR = HOUR;

/** A member as it is kept. `value` null: it was taken away. */
export interface Member {
  value: Json;
  /** From when on it holds, Unix ms of the city's clock, and who said so. */
  at: number;
  by: string;
}
export type Members = ReadonlyMap<string, Member>;

/** What is written and what is dropped for a change. */
export interface Writes {
  put: Map<string, Member>;
  drop: string[];
}

/** Reads the members of a show. */
export async function readMembers(state: State, city: string, wall: string): Promise<Members> {
  const rows = await state.list(showOf(city, wall), '', 200);
  return new Map(rows.map(({ id, value }) => [id, value as unknown as Member]));
}

/** Writes what a change asks for. */
export async function writeMembers(state: State, city: string, wall: string, { put, drop }: Writes): Promise<void> {
  const collection = showOf(city, wall);
  for (const id of drop) await state.drop(collection, id);
  for (const [id, member] of put) await state.put(collection, id, member as unknown as Json);
}

/** The show that members stand for, and who made it. */
export function showFrom(members: Members, now: number): { show: Show; drivers: Record<string, number> } {
  const drivers: Record<string, number> = {};
  const marks: Record<string, Mark> = {};
  let at = 0;
  const found: Record<string, unknown> = {};
  for (const [id, member] of members) {
    at = Math.max(at, member.at);
    if (now - member.at < NAMED_FOR) drivers[member.by] = Math.max(drivers[member.by] ?? 0, member.at);
    if (member.value === null) continue;
    if (id.startsWith(MARK)) marks[id.slice(MARK.length)] = member.value as unknown as Mark;
    else found[id] = member.value;
  }
  const show = { tour: SCHEDULED, ...found, at, ...(Object.keys(marks).length > 0 && { marks }) } as unknown as Show;
  return { show, drivers };
}

export interface ChangeParts {
  city: City;
  wall: Wall;
  members: Members;
  briefings: readonly Briefing[];
  stories?: readonly StoryItem[];
  /** The city's clock, Unix ms. */
  now: number;
  id?: () => string;
}

const refuse = (path: string, rule: string): never => {
  throw new HttpProblem(400, path, rule);
};

/** A drill whose conditions exist. */
function checkDrill(drill: ShownDrill, path: string): void {
  try {
    compile(measureOf(drill.measure).fact, drill.filter ?? {});
  } catch (error) {
    if (error instanceof ConditionError) refuse(`${path}/filter${error.path}`, error.rule);
    throw error;
  }
  for (const name of ['range', 'outer'] as const) {
    const span = drill[name];
    if (span && span.to <= span.from) refuse(`${path}/${name}/to`, 'must be after from');
  }
}

/** What a step of a briefing opens, at this moment. */
function drillOfStep({ drill }: Briefing['steps'][number], city: City, now: number): ShownDrill | null {
  if (!drill) return null;
  const { window, ...rest } = drill;
  const timed = measureOf(drill.measure).at !== undefined;
  return { ...rest, ...(timed && { range: windowRange(zone(city.timeZone), window ?? 'today', now) }) };
}

/** The change with what a step of a briefing, a new scene or a tour brings with it. */
function whole(change: ShowChange, { city, briefings, now }: ChangeParts): ShowChange & { step?: ShownStep | null } {
  if (change.briefing) {
    const { id, step } = change.briefing;
    const briefing = briefings.find((one) => one.id === id);
    if (!briefing) return refuse('/briefing/id', 'is not a briefing of this city');
    const found = briefing.steps[step];
    if (!found) return refuse('/briefing/step', `must be at most ${briefing.steps.length - 1}`);
    const shown: ShownStep = {
      id,
      step,
      steps: briefing.steps.length,
      titles: found.titles,
      ...(found.says && { says: found.says }),
    };
    return {
      scene: found.scene,
      drill: drillOfStep(found, city, now),
      focus: found.focus ?? null,
      camera: found.camera ?? null,
      clear: true,
      ...change,
      step: shown,
    };
  }
  const left = change.briefing === null ? { scene: null, step: null } : {};
  // A tour that is started has the wall; what was opened by hand is given up.
  const toured = change.tour && change.scene === undefined ? { scene: null, step: null } : {};
  const scene = change.scene ?? ('scene' in left || 'scene' in toured ? null : undefined);
  // What was opened over another scene, or drawn on it, goes with it.
  const moved = scene !== undefined ? { drill: null, focus: null, camera: null, clear: true, step: null } : {};
  return { ...moved, ...left, ...toured, ...change };
}

/** What a change makes of the story that is told; undefined: nothing. */
function storyAfter(change: ShowChange, step: unknown, parts: ChangeParts): ToldStory | null | undefined {
  const { city, wall, members, stories = [], now } = parts;
  const kept = (members.get('story')?.value ?? null) as unknown as ToldStory | null;
  const told = kept && now < kept.until ? kept : null;
  const { story, touch, scene, drill, tour } = change;
  if (typeof story === 'object' && story !== null) {
    const found = stories.find(({ id }) => id === story.id);
    if (!found) return refuse('/story/id', 'is not a story of this city');
    if (cityOfReplay(story.replay) !== city.id) return refuse('/story/replay', 'is not a replay of this city');
    return toldStory(found.story, story);
  }
  if (story === null) return null;
  if (!told) return story === 'hold' ? refuse('/story', 'is not told now') : undefined;
  const opened = scene !== undefined || drill !== undefined;
  if (story === 'hold' || (touch && opened)) return heldStory(told, now, wall.idle);
  // Whoever presents has the wall.
  return typeof scene === 'string' || tour || step ? null : undefined;
}

/** The rows that a change asks for. Throws HttpProblem 400 with path and rule. */
export function writesOf(change: ShowChange, parts: ChangeParts): Writes {
  const { city, wall, members, now, id = randomUUID } = parts;
  const { by, touch = false, clear, draw, step, ...given } = whole(change, parts);
  const at = now + AHEAD;
  const writes: Writes = { put: new Map(), drop: [] };
  const put = (name: string, value: unknown): void => void writes.put.set(name, { value: (value ?? null) as Json, at, by }); // prettier-ignore
  // What a touch opened closes by itself; what it went to stays where there is no tour to give back to.
  const idle = touch ? { until: now + wall.idle * 1000 } : {};
  const until = wall.tours.length > 0 || wall.mode === 'exhibit' ? idle : {};

  if (given.scene !== undefined) {
    if (given.scene !== null && !city.scenes.some((one) => one.id === given.scene))
      refuse('/scene', 'is not a scene of the profile');
    put('scene', given.scene && { id: given.scene, ...until });
  }
  if (given.drill !== undefined) {
    if (given.drill) checkDrill(given.drill, '/drill');
    put('drill', given.drill && { ...given.drill, ...idle });
  }
  if (given.focus !== undefined) {
    const placed = ({ layouts }: City['scenes'][number]): boolean =>
      layouts.some(({ widgets }) => widgets.some((widget) => widget.id === given.focus));
    const scene = given.scene ?? null;
    if (given.focus !== null && !(scene === null ? city.scenes.some(placed) : hasPlacement(city, scene, given.focus)))
      refuse('/focus', 'is not a placement of a scene');
    put('focus', given.focus);
  }
  if (given.camera !== undefined) {
    if (given.camera !== null && !city.places.some(({ code }) => code === given.camera))
      refuse('/camera', 'is not a district of the profile');
    put('camera', given.camera);
  }
  if (given.tour) {
    const { run } = given.tour;
    if (run !== 'schedule' && run !== 'off' && !wall.tours.some((tour) => tour.id === run))
      refuse('/tour/run', 'must be schedule, off, or a tour of this wall');
    put('tour', given.tour);
  }
  if (given.frozen !== undefined) put('frozen', given.frozen ? at : null);
  if (given.blank !== undefined) put('blank', given.blank ? at : null);
  if (step !== undefined) put('briefing', step);
  const told = storyAfter(change, step, parts);
  if (told !== undefined) put('story', told);

  const drawn = [...members].filter(([name]) => name.startsWith(MARK)).map(([name]) => name);
  if (clear) {
    writes.drop.push(...drawn);
    if (drawn.length > 0) put('cleared', null);
  }
  if (draw) {
    if (draw.points.length % 2 !== 0) refuse('/draw/points', 'must be pairs of x and y');
    if (!clear && drawn.length >= MARKS_MAX) refuse('/draw', `at most ${MARKS_MAX} strokes; clear them first`);
    put(MARK + id(), draw);
  }
  if (writes.put.size === 0 && writes.drop.length === 0 && !clear) refuse('/', 'must change something');
  return writes;
}
