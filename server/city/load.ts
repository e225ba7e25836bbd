/** Reads city profiles: a folder under `cities/` with one file a part, checked against the contract. */
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { City, type CityFace } from '../../contract/city.ts';
import { compile, type Condition } from '../../contract/condition.ts';
import { zone } from '../../contract/time.ts';
import { POLICY_FIELDS } from '../facts/ticket.ts';
import { clockRules, rankOf } from '../sla/clock.ts';
import { checkSourceShapes, feedsWith } from '../sources/profile.ts';

const PARTS = ['places', 'units', 'categories', 'policies', 'lexicon', 'alerting'] as const;
const checker = Compile(City);

/** A profile that breaks a rule. The message names the file's folder, the path and the rule. */
export class ProfileError extends Error {}

/** A profile and where its shapes are, if it has any. */
export interface LoadedCity {
  /** Its scenes are those that hold now: the profile's own until the book of scenes was read (server/scenes). */
  city: City;
  shapesPath: string | null;
  /** Which version of each scene this is; absent: the profile's own. */
  versions?: Record<string, number>;
}

/** No step may turn a clock in two ways, and a ladder only rises. Throws Error with path and rule. */
function checkLimits({ policies, ladder = [] }: City): void {
  policies.forEach(({ clock }, index) => {
    try {
      clockRules(clock);
    } catch (error) {
      throw new Error(`/policies/${index}/clock ${(error as Error).message}`, { cause: error });
    }
  });
  ladder.forEach(({ level }, index) => {
    const below = ladder[index - 1]?.level;
    if (below && rankOf(level) <= rankOf(below)) throw new Error(`/ladder/${index}/level must be above ${below}`);
  });
}

/** A gauge is named once, and its usual range rises. Throws Error with path and rule. */
function checkGauges({ gauges = [] }: City): void {
  const seen = new Set<string>();
  gauges.forEach(({ id, usual }, index) => {
    if (seen.has(id)) throw new Error(`/gauges/${index}/id ${id} is there already`);
    seen.add(id);
    if (usual && usual[0] >= usual[1]) throw new Error(`/gauges/${index}/usual must rise`);
  });
}

/** Checks a profile beyond its schema too. Throws ProfileError with the first path and rule that is broken. */
export function checkCity(id: string, profile: unknown): City {
  if (!checker.Check(profile)) {
    const [first] = checker.Errors(profile);
    throw new ProfileError(`city ${id}: ${first?.instancePath ?? '/'} ${first?.message ?? 'is not a profile'}`);
  }
  const city = profile as City;
  // Names that belong to no city are kept under it.
  if (city.id === 'wall') throw new ProfileError(`city ${id}: /id must not be "wall"`);
  try {
    zone(city.timeZone);
    checkLimits(city);
    checkGauges(city);
    checkSourceShapes(city.sources);
    for (const { id: policy, when } of city.policies) {
      compile('ticket', when as Condition);
      const parts = [when, ...((when as Condition).any ?? [])];
      const fields = parts.flatMap((part) => Object.keys(part)).filter((field) => field !== 'any');
      const beyond = fields.find((field) => !(POLICY_FIELDS as readonly string[]).includes(field));
      if (beyond)
        throw new Error(`policy ${policy}: a deadline may depend on ${POLICY_FIELDS.join(', ')}, not on ${beyond}`);
    }
  } catch (error) {
    throw new ProfileError(`city ${id}: ${(error as Error).message}`);
  }
  return { ...city, feeds: feedsWith(city.feeds, city.sources) };
}

/** Loads the profile in `folder`. Throws ProfileError. */
export async function loadCity(folder: string): Promise<LoadedCity> {
  const json = async (path: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(path, 'utf8'));
    } catch (error) {
      throw new ProfileError(`${path}: ${(error as Error).message}`);
    }
  };
  const profile = (await json(join(folder, 'city.json'))) as Record<string, unknown>;
  for (const part of PARTS) profile[part] = await json(join(folder, `${part}.json`));
  const scenes = join(folder, 'scenes');
  const files = existsSync(scenes) ? (await readdir(scenes)).filter((name) => name.endsWith('.json')).sort() : [];
  profile['scenes'] = await Promise.all(files.map((name) => json(join(scenes, name))));
  const shapes = join(folder, 'shapes.geojson');
  return { city: checkCity(folder, profile), shapesPath: existsSync(shapes) ? shapes : null };
}

/** What a screen is told of a city. */
export function faceOf({ city, shapesPath, versions }: LoadedCity): CityFace {
  const { policies: _policies, lexicon: _lexicon, alerting: _alerting, sources: _sources, ...face } = city;
  return {
    ...face,
    shapes: shapesPath !== null,
    versions: versions ?? Object.fromEntries(face.scenes.map(({ id }) => [id, 0])),
  };
}
