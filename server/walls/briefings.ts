/** Briefings of a city: those of its folder, each as it was edited, and those made later in the shared state. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import type { City } from '../../contract/city.ts';
import { compile, ConditionError } from '../../contract/condition.ts';
import { measureOf } from '../../contract/measure.ts';
import { parseTemplate } from '../../contract/template.ts';
import { Briefing } from '../../contract/wall.ts';
import { HttpProblem } from '../api/problem.ts';
import { ProfileError } from '../city/load.ts';
import type { State } from '../state/state.ts';
import { hasPlacement } from './configured.ts';

export const briefingsOf = (city: string): string => `briefings:${city}`;
export const BRIEFINGS_MAX = 200;
const checker = Compile(Briefing);

/** A briefing that this city can show. Throws HttpProblem 400 with path and rule. */
export function checkBriefing(value: unknown, city: City): Briefing {
  const refuse = (path: string, rule: string): never => {
    throw new HttpProblem(400, path, rule);
  };
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    return refuse(first?.instancePath || '/', first?.message ?? 'is not a briefing');
  }
  const briefing = value as unknown as Briefing;
  for (const [i, { scene, focus, camera, drill, says }] of briefing.steps.entries()) {
    const path = `/steps/${i}`;
    if (!city.scenes.some(({ id }) => id === scene)) refuse(`${path}/scene`, 'is not a scene of the profile');
    if (focus !== undefined && !hasPlacement(city, scene, focus))
      refuse(`${path}/focus`, `is not a placement of the scene ${scene}`);
    if (camera !== undefined && !city.places.some(({ code }) => code === camera))
      refuse(`${path}/camera`, 'is not a district of the profile');
    for (const language of ['zh', 'en'] as const) {
      const [fault] = says ? parseTemplate(says[language]).faults : [];
      if (fault) refuse(`${path}/says/${language}`, `at character ${fault.at + 1}: ${fault.rule}`);
    }
    if (!drill) continue;
    try {
      compile(measureOf(drill.measure).fact, drill.filter ?? {});
    } catch (error) {
      if (error instanceof ConditionError) refuse(`${path}/drill/filter${error.path}`, error.rule);
      throw error;
    }
  }
  return briefing;
}

/** The briefings in a city's folder. Throws ProfileError with file, path and rule. */
export async function loadBriefings(folder: string, city: City): Promise<Briefing[]> {
  const dir = join(folder, 'briefings');
  if (!existsSync(dir)) return [];
  const files = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  const briefings: Briefing[] = [];
  for (const file of files) {
    try {
      const briefing = checkBriefing(JSON.parse(await readFile(join(dir, file), 'utf8')), city);
      if (briefings.some(({ id }) => id === briefing.id)) throw new Error(`/id ${briefing.id} is there twice`);
      briefings.push(briefing);
    } catch (error) {
      throw new ProfileError(`city ${city.id}: briefings/${file}: ${(error as Error).message}`);
    }
  }
  return briefings;
}

/** The briefings as they hold. What was edited and names what the profile no longer has is left out by whoever shows it. */
export async function currentBriefings(state: State, city: string, profile: readonly Briefing[]): Promise<Briefing[]> {
  const edited = new Map(
    (await state.list(briefingsOf(city), '', BRIEFINGS_MAX)).map(({ id, value }) => [id, value as unknown as Briefing]),
  );
  const known = new Set(profile.map(({ id }) => id));
  return [
    ...profile.map((one) => edited.get(one.id) ?? one),
    ...[...edited.values()].filter(({ id }) => !known.has(id)),
  ];
}
