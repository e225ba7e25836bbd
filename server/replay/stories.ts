/**
 * Stories: replays under a name, with chapters. Those of a city's folder (`stories/*.json`), each as it was edited, and those
 * saved later in the shared state, for all servers.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import type { City } from '../../contract/city.ts';
import { LONGEST_REPLAY, Story, type StoryItem } from '../../contract/replay.ts';
import { storyFault } from '../../contract/story.ts';
import { parseTemplate } from '../../contract/template.ts';
import { HttpProblem } from '../api/problem.ts';
import { ProfileError } from '../city/load.ts';
import type { State } from '../state/state.ts';
import { hasPlacement } from '../walls/configured.ts';

export const storiesOf = (city: string): string => `stories:${city}`;
/** Stories of one city at most. */
export const STORIES_MAX = 200;
const checker = Compile(Story);
const NAME = /^[a-z0-9-]{1,40}$/;

/** A story that this city can tell. Throws HttpProblem 400 with path and rule. */
export function checkStory(value: unknown, city: Pick<City, 'scenes' | 'places'>): Story {
  const refuse = (path: string, rule: string): never => {
    throw new HttpProblem(400, path, rule);
  };
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    return refuse(first?.instancePath || '/', first?.message ?? 'is not a story');
  }
  const story = value as Story;
  const fault = storyFault(story);
  if (fault) refuse(fault.path, fault.rule);
  if (story.to - story.from > LONGEST_REPLAY) refuse('/to', 'must be at most 8 days after from');
  for (const [i, { says, scene, focus, camera }] of story.chapters.entries()) {
    const path = `/chapters/${i}`;
    for (const language of ['zh', 'en'] as const) {
      const [wrong] = says ? parseTemplate(says[language]).faults : [];
      if (wrong) refuse(`${path}/says/${language}`, `at character ${wrong.at + 1}: ${wrong.rule}`);
    }
    if (focus !== undefined && scene === undefined) refuse(`${path}/focus`, 'needs a scene');
    if (focus !== undefined && !hasPlacement(city, scene!, focus))
      refuse(`${path}/focus`, `is not a placement of the scene ${scene}`);
    if (camera !== undefined && !city.places.some(({ code }) => code === camera))
      refuse(`${path}/camera`, 'is not a district of the profile');
  }
  return story;
}

/** The stories in a city's folder, by the names of their files, which are their ids. Throws ProfileError with file, path and rule. */
export async function loadStories(folder: string, city: City): Promise<StoryItem[]> {
  const dir = join(folder, 'stories');
  if (!existsSync(dir)) return [];
  const files = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      try {
        const id = file.slice(0, -'.json'.length);
        if (!NAME.test(id)) throw new Error('the name of the file must be small letters, digits and hyphens');
        const story = checkStory(JSON.parse(await readFile(join(dir, file), 'utf8')), city);
        const lost = story.chapters.findIndex(({ scene }) => scene !== undefined && !city.scenes.some((one) => one.id === scene)); // prettier-ignore
        if (lost >= 0) throw new Error(`/chapters/${lost}/scene is not a scene of the profile`);
        return { id, story, profile: true as const };
      } catch (error) {
        throw new ProfileError(`city ${city.id}: stories/${file}: ${(error as Error).message}`);
      }
    }),
  );
}

/** All stories of a city, those of its folder first, then by their names. Rejects with StateUnavailable. */
export async function listStories(state: State, city: string, profile: readonly StoryItem[]): Promise<StoryItem[]> {
  const saved = new Map(
    (await state.list(storiesOf(city))).map(({ id, value }) => [id, value as unknown as Story] as const),
  );
  const own = profile.map((one): StoryItem => {
    const story = saved.get(one.id);
    // What was edited goes on playing where it played before.
    return story ? { ...one, story } : one;
  });
  const known = new Set(profile.map(({ id }) => id));
  const others = [...saved]
    .filter(([id]) => !known.has(id))
    .map(([id, story]): StoryItem => ({ id, story }))
    .sort((a, b) => (a.story.names.zh < b.story.names.zh ? -1 : 1));
  return [...own, ...others];
}
