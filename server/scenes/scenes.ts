/**
 * The scenes of one city: those of its profile, each as it was saved last, and those made later. Every save is a new
 * version in the shared state, so that any server answers for them; nothing that was written is changed.
 */
import { randomUUID } from 'node:crypto';
import {
  DELETED_KEPT,
  FILES,
  SCENES_MAX,
  type FileFault,
  type KeptScene,
  type Scene,
  type SceneBack,
  type SceneHide,
  type SceneNew,
  type SceneSave,
  type ScenesAnswer,
  type SceneVersion,
} from '../../contract/scene.ts';
import { HttpProblem } from '../api/problem.ts';
import type { LoadedCity } from '../city/load.ts';
import type { State } from '../state/state.ts';
import { rereading } from '../state/reread.ts';
import { checkScene } from './check.ts';
import { followSceneFiles, type SceneFiles } from './files.ts';
import { dropVersions, keepVersion, newestScenes, versionOf, versionsOf } from './kept.ts';
import { findWidgets, type Widgets } from './widgets.ts';

export interface ScenesParts {
  /** Its scenes are made those that hold, here and whenever they change. */
  loaded: LoadedCity;
  /** Folder of the profile's scenes, which is followed; absent: they are as they were loaded. */
  dir?: string;
  state: State;
  /** The city's clock, Unix ms. */
  now(): number;
  /** Scenes changed, here or at another server. */
  changed(): void;
  /** Tells the other servers to read again. */
  tell(): void;
  onError(error: unknown): void;
  /** Told of files that are refused, and of those that are good again. */
  say?(text: string): void;
  /** What would miss a scene that is hidden, in words; null: nothing. */
  usedBy?: (scene: string) => string | null;
  widgets?: () => Promise<Widgets>;
  /** Names a writing, so that two at once are told apart. */
  mark?: () => string;
}

/** Everything here rejects with StateUnavailable where the state cannot be used, and with HttpProblem where it is refused. */
export interface Scenes {
  /** Versions of the scenes that are shown. The same object until something changed. */
  versions(): Record<string, number>;
  /** Files of the profile that are refused. */
  faults(): FileFault[];
  answer(): ScenesAnswer;
  /** Newest first; the profile's own is the last. */
  list(scene: string): Promise<SceneVersion[]>;
  read(scene: string, version: number): Promise<KeptScene>;
  make(given: SceneNew): Promise<SceneVersion>;
  save(scene: string, given: SceneSave): Promise<SceneVersion>;
  back(scene: string, given: SceneBack): Promise<SceneVersion>;
  hide(scene: string, given: SceneHide): Promise<SceneVersion>;
  /** Deletes a hidden scene: it is in no list any more but that of the deleted, as long as its versions are kept. */
  remove(scene: string, given: SceneHide): Promise<SceneVersion>;
  /** Another server changed something. */
  told(): void;
  close(): void;
}

const bare = ({ scene: _scene, ...version }: KeptScene): SceneVersion => version;
/** The profile's own scene as a version. */
const own = (scene: Scene): KeptScene => ({ version: 0, at: 0, by: '', comment: '', scene });

/** Opens them; they have been read once. Rejects with StateUnavailable. */
export async function openScenes(parts: ScenesParts): Promise<Scenes> {
  const { loaded, state, now, onError, widgets = findWidgets, mark = randomUUID } = parts;
  const city = loaded.city.id;
  let profile = new Map(loaded.city.scenes.map((scene) => [scene.id, own(scene)]));
  const first = loaded.city.scenes;
  /** What the files held when the profile was loaded; they are told of once they hold something else. */
  let files: SceneFiles | null = null;
  let mark0: number | null = null;
  /** The newest version of each scene, those of the profile first. */
  let newest = new Map(profile);
  let versions: Record<string, number> = {};
  let text = '';

  const shown = (): KeptScene[] => [...newest.values()].filter(({ hidden }) => !hidden);
  /** Those deleted last come first. */
  const deleted = (): KeptScene[] =>
    [...newest.values()].filter(({ deleted: gone }) => gone).sort((a, b) => b.at - a.at || a.version - b.version);
  const show = (): void => {
    versions = Object.fromEntries(shown().map(({ scene, version }) => [scene.id, version]));
    if (files && files.mark() !== mark0) versions[FILES] = files.mark();
    loaded.city.scenes = shown().map(({ scene }) => scene);
    loaded.versions = versions;
  };
  const read = async (): Promise<void> => {
    const next = new Map(profile);
    for (const one of await newestScenes(state, city)) {
      const known = newest.get(one.scene.id);
      // What was known before is kept as it is.
      next.set(one.scene.id, known?.version === one.version ? known : one);
    }
    newest = next;
    const nextText = JSON.stringify([
      files?.mark(),
      ...[...next.values()].map(({ scene, version }) => [scene.id, version]),
    ]);
    if (nextText === text) return;
    text = nextText;
    show();
    parts.changed();
  };
  const rereads = await rereading(read, onError);
  let faultText = '';
  const filesChanged = (): void => {
    if (!files) return;
    profile = new Map(files.scenes().map((scene) => [scene.id, own(scene)]));
    const said = files.faults().map(({ file, path, rule }) => `${city}: scenes/${file} ${path} ${rule}`.replaceAll(/ +/g, ' ')); // prettier-ignore
    const nextFaults = said.join('\n');
    if (nextFaults !== faultText) {
      faultText = nextFaults;
      for (const text of said) parts.say?.(`${text}; what it held last stays`);
      if (said.length === 0) parts.say?.(`${city}: all files of scenes are good again`);
    }
    void rereads.reread().then(parts.changed).catch(onError);
  };
  if (parts.dir !== undefined) {
    files = followSceneFiles({ dir: parts.dir, first, widgets, changed: filesChanged, onError });
    mark0 = files.mark();
    await rereads.reread();
  }

  /** Throws HttpProblem 400 where there is no room for one more scene. */
  const room = (): void => {
    if (newest.size - deleted().length >= SCENES_MAX)
      throw new HttpProblem(400, '', `at most ${SCENES_MAX} scenes a city`);
  };
  const needed = async (scene: string): Promise<KeptScene> => {
    await rereads.reread();
    const found = newest.get(scene);
    if (!found) throw new HttpProblem(404, '/scene', `there is no scene ${scene}`);
    return found;
  };
  const moved = ({ version, by, at, comment }: SceneVersion): never => {
    const said = comment === '' ? '' : ` (${comment})`;
    throw new HttpProblem(
      409,
      '/base',
      `version ${version} was saved meanwhile by ${by || '–'} at ${new Date(at).toISOString()}${said}`,
    );
  };
  const write = async (version: KeptScene): Promise<SceneVersion> => {
    const { kept, mine } = await keepVersion(state, city, version, mark());
    await rereads.reread();
    parts.tell();
    return mine ? bare(kept) : moved(kept);
  };
  const next = (
    before: Pick<KeptScene, 'version'>,
    { by, comment = '' }: { by: string; comment?: string },
    scene: Scene,
  ): KeptScene => ({ version: before.version + 1, at: now(), by, comment, scene });
  const find = async (scene: string, version: number): Promise<KeptScene> => {
    const found = version === 0 ? profile.get(scene) : await versionOf(state, city, scene, version);
    if (!found) throw new HttpProblem(404, '/version', `there is no version ${version} of ${scene} (any more)`);
    return found;
  };

  return {
    versions() {
      rereads.looked();
      return versions;
    },
    faults: () => files?.faults() ?? [],
    answer: () => ({
      ...(files && files.faults().length > 0 && { faults: files.faults() }),
      scenes: loaded.city.scenes,
      versions,
      hidden: [...newest.values()].filter(({ hidden, deleted: gone }) => hidden && !gone).map(({ scene }) => scene),
      ...(deleted().length > 0 && { deleted: deleted().map(({ scene }) => scene) }),
    }),
    async list(scene) {
      await needed(scene);
      const first = profile.get(scene);
      return [...(await versionsOf(state, city, scene)), ...(first ? [first] : [])].map(bare);
    },
    async read(scene, version) {
      await needed(scene);
      return find(scene, version);
    },
    async make(given) {
      const scene = checkScene(given.scene, await widgets());
      await rereads.reread();
      const before = newest.get(scene.id);
      if (before && !before.deleted) throw new HttpProblem(409, '/scene/id', `there is a scene ${scene.id} already`);
      room();
      // One of the same name that was deleted is behind it, among its versions.
      return write(next(before ?? { version: 0 }, given, scene));
    },
    async save(id, given) {
      const scene = checkScene(given.scene, await widgets());
      if (scene.id !== id) throw new HttpProblem(400, '/scene/id', 'must be that of the address');
      const before = await needed(id);
      if (before.version !== given.base) moved(before);
      if (before.deleted) room();
      return write(next(before, given, scene));
    },
    async back(id, given) {
      const before = await needed(id);
      if (before.version !== given.base) moved(before);
      if (before.deleted) room();
      const { scene } = await find(id, given.to);
      checkScene(scene, await widgets());
      return write({ ...next(before, given, scene), from: given.to });
    },
    async hide(id, given) {
      const before = await needed(id);
      if (before.version !== given.base) moved(before);
      if (before.hidden) throw new HttpProblem(400, '/scene', 'is hidden already');
      if (shown().length === 1) throw new HttpProblem(400, '/scene', 'is the last that is shown');
      const user = parts.usedBy?.(id);
      if (user) throw new HttpProblem(400, '/scene', `is shown by ${user}`);
      return write({ ...next(before, given, before.scene), hidden: true });
    },
    async remove(id, given) {
      const before = await needed(id);
      if (before.version !== given.base) moved(before);
      if (before.deleted) throw new HttpProblem(400, '/scene', 'is deleted already');
      if (!before.hidden) throw new HttpProblem(400, '/scene', 'must be hidden before it is deleted');
      const version = await write({ ...next(before, given, before.scene), hidden: true, deleted: true });
      // Without its versions a scene of the profile would be shown again: those stay.
      const old = deleted().slice(DELETED_KEPT).filter(({ scene }) => !profile.has(scene.id)); // prettier-ignore
      for (const { scene } of old) await dropVersions(state, city, scene.id);
      if (old.length > 0) await rereads.reread();
      return version;
    },
    told: () => void rereads.reread().catch(onError),
    close() {
      files?.close();
      rereads.close();
    },
  };
}
