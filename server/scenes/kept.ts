/**
 * Versions of scenes in the shared state. Each is written once and never changed; the newest come first in the order of
 * their ids, so that the newest of a scene is found without a note of which it is, that could be wrong.
 */
import type { Json } from '../../contract/text.ts';
import { DELETED_KEPT, SCENES_MAX, VERSIONS_KEPT, type KeptScene } from '../../contract/scene.ts';
import type { State } from '../state/state.ts';

const collectionOf = (city: string): string => `scenes:${city}`;
/** Versions count up to here; a scene saved once a second would take three years. */
const LAST = 99_999_999;
/** After every version of a scene, and before the first of it. */
const END = '~';
const idOf = (scene: string, version: number): string => `${scene}/${String(LAST - version).padStart(8, '0')}`;
/** More than are kept, since what is too old goes only after the next was written. */
const AT_ONCE = VERSIONS_KEPT + 20;

/** As it is written: `mark` tells whose of two at once it is. */
type Written = KeptScene & { mark: string };
const read = (value: Json): KeptScene => {
  const { mark: _mark, ...kept } = value as unknown as Written;
  return kept;
};

/** The newest version of every scene that was ever saved, by their ids. Rejects with StateUnavailable. */
export async function newestScenes(state: State, city: string): Promise<KeptScene[]> {
  const newest: KeptScene[] = [];
  // One more: it is there for a moment while the one deleted longest ago goes.
  for (let after = ''; newest.length <= SCENES_MAX + DELETED_KEPT;) {
    const [next] = await state.list(collectionOf(city), after, 1);
    if (!next) break;
    newest.push(read(next.value));
    after = `${next.id.slice(0, next.id.indexOf('/'))}/${END}`;
  }
  return newest;
}

/** The versions of a scene, newest first. Rejects with StateUnavailable. */
export async function versionsOf(state: State, city: string, scene: string): Promise<KeptScene[]> {
  const listed = await state.list(collectionOf(city), `${scene}/`, AT_ONCE);
  return listed
    .filter(({ id }) => id.startsWith(`${scene}/`))
    .slice(0, VERSIONS_KEPT)
    .map(({ value }) => read(value));
}

/** Lets go of all versions of a scene, the oldest first, so that what is left says what held last. Rejects with StateUnavailable. */
export async function dropVersions(state: State, city: string, scene: string): Promise<void> {
  const listed = await state.list(collectionOf(city), `${scene}/`, AT_ONCE);
  for (const { id } of listed.filter((one) => one.id.startsWith(`${scene}/`)).reverse())
    await state.drop(collectionOf(city), id);
}

/** This version, or null. Rejects with StateUnavailable. */
export async function versionOf(state: State, city: string, scene: string, version: number): Promise<KeptScene | null> {
  const value = await state.get(collectionOf(city), idOf(scene, version));
  return value === null ? null : read(value);
}

/**
 * Writes a version, and lets go of those beyond the bound. Of several that write the same at once, one does; the answer is
 * the one that is kept, and whether it is this one. Rejects with StateUnavailable.
 */
export async function keepVersion(
  state: State,
  city: string,
  version: KeptScene,
  mark: string,
): Promise<{ kept: KeptScene; mine: boolean }> {
  const { id } = version.scene;
  const written = await state.make(collectionOf(city), idOf(id, version.version), { ...version, mark } as never);
  const mine = (written as unknown as Written).mark === mark;
  if (mine) {
    const listed = await state.list(collectionOf(city), `${id}/`, AT_ONCE);
    const old = listed.filter((one) => one.id.startsWith(`${id}/`)).slice(VERSIONS_KEPT);
    for (const one of old) await state.drop(collectionOf(city), one.id);
  }
  return { kept: read(written), mine };
}
