/** Reads what a simulation needs from disk: the profile and its shapes, the model, the scenario. */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { City } from '../../contract/city.ts';
import type { Polygons } from '../core/gazetteer.ts';
import type { Model } from '../core/model.ts';
import type { Scenario } from '../core/scenario.ts';
import { buildWorld, type World } from '../core/world.ts';

/** Profiles are data of the checkout, which is the working directory; modules are found beside this one. */
const CITIES = pathToFileURL(`${resolve(process.env['CITIES_DIR'] ?? 'cities')}/`);
const MODULE = import.meta.url.endsWith('.js') ? '.js' : '.ts';
const PARTS = ['places', 'units', 'categories', 'policies', 'lexicon'] as const;

/** Names of the modules in a folder beside this one, by listing it. */
async function modules(folder: string): Promise<string[]> {
  const files = await readdir(new URL(`../${folder}/`, import.meta.url));
  return files.filter((file) => file.endsWith(MODULE) && !file.endsWith('.test.ts')).map((file) => file.slice(0, -3));
}

async function one<T>(folder: string, id: string): Promise<T> {
  const known = await modules(folder);
  if (!known.includes(id)) throw new Error(`${folder} has no ${id}; there is: ${known.join(', ')}`);
  return ((await import(new URL(`../${folder}/${id}${MODULE}`, import.meta.url).href)) as { default: T }).default;
}

/** Ids of all scenarios. */
export const scenarioIds = (): Promise<string[]> => modules('scenarios');

/** The scenario of this id. Throws when there is none, naming those that are. */
export const loadScenario = (id: string): Promise<Scenario> => one<Scenario>('scenarios', id);

/** The world of a city that has a model in `models/`. Throws when profile or model is missing. */
export async function loadWorld(id: string): Promise<World> {
  const model = await one<Model>('models', id);
  const folder = new URL(`${id}/`, CITIES);
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(new URL(file, folder), 'utf8'));
  const parts = await Promise.all(PARTS.map(async (part) => [part, await json(`${part}.json`)]));
  const city = { ...((await json('city.json')) as object), ...Object.fromEntries(parts), scenes: [] } as City;
  const shapes = new Map<string, Polygons>();
  if (existsSync(new URL('shapes.geojson', folder))) {
    const { features } = (await json('shapes.geojson')) as {
      features: { properties: { code: string }; geometry: { coordinates: Polygons } }[];
    };
    for (const { properties, geometry } of features) shapes.set(properties.code, geometry.coordinates);
  }
  return buildWorld(city, model, shapes);
}
