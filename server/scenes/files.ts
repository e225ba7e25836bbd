/**
 * The scenes of a profile as they lie on the disk, read again when a file changes. A file that breaks a rule is refused with
 * path and rule, and what it held last stays; the others are taken.
 */
import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SCENES_MAX, type FileFault, type Scene } from '../../contract/scene.ts';
import { HttpProblem } from '../api/problem.ts';
import { checkScene, SCENE_CHARS } from './check.ts';
import type { Widgets } from './widgets.ts';

/** An editor writes in several steps: it is read when nothing happened for so long, ms. */
const CALM = 200;
/** Looked at without being told too, ms: a folder over a network tells nothing. */
const LOOK = 2000;

export interface SceneFiles {
  /** The scenes of the files that are good, or were last, in the order of their names. */
  scenes(): Scene[];
  faults(): FileFault[];
  /** Names what is shown of the files and what is refused: the same for the same. A whole number above 0. */
  mark(): number;
  close(): void;
}

export interface SceneFileParts {
  dir: string;
  /** As they were when the profile was loaded. */
  first: readonly Scene[];
  widgets(): Promise<Widgets>;
  /** Something is other than it was. */
  changed(): void;
  onError(error: unknown): void;
}

interface Known {
  text: string;
  /** As it was last when it was good. */
  scene: Scene | null;
  fault: FileFault | null;
}

/** A number by which contents are told apart; 48 bits are exact as a number. */
const markOf = (scenes: readonly Scene[], faults: readonly FileFault[] = []): number =>
  Number.parseInt(
    createHash('sha256')
      .update(JSON.stringify([scenes, faults]))
      .digest('hex')
      .slice(0, 12),
    16,
  ) || 1;

/** What a file says. Throws HttpProblem with path and rule. */
function sceneOf(text: string, widgets: Widgets): Scene {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpProblem(400, '', `is no JSON: ${(error as Error).message}`);
  }
  return checkScene(value, widgets, '');
}

/** Follows the folder of scenes until it is closed. A folder that is not there has no scenes, and is followed once it is. */
export function followSceneFiles({ dir, first, widgets, changed, onError }: SceneFileParts): SceneFiles {
  let known = new Map<string, Known>();
  let shown: Scene[] = [...first];
  let faults: FileFault[] = [];
  let mark = markOf(shown);
  let seen: string | null = null;
  let closed = false;
  let watcher: FSWatcher | null = null;
  let calm: ReturnType<typeof setTimeout> | undefined;
  let reading: Promise<void> | null = null;

  /** Names, sizes and times of the files: what differs where one was written. */
  const signs = async (): Promise<{ names: string[]; sign: string }> => {
    const all = await readdir(dir).catch(() => [] as string[]);
    const names = all.filter((name) => name.endsWith('.json')).sort().slice(0, SCENES_MAX); // prettier-ignore
    const marks = await Promise.all(
      names.map(async (name) => {
        const it = await stat(join(dir, name)).catch(() => null);
        return `${name} ${it?.size} ${it?.mtimeMs} ${it?.ino}`;
      }),
    );
    return { names, sign: marks.join('\n') };
  };

  async function read(): Promise<void> {
    const { names, sign } = await signs();
    if (sign === seen || closed) return;
    const all = await widgets();
    // The first look: the loader read the same files in the same order. What was good then stays where it is not now.
    const begun = seen === null && names.length === first.length;
    const next = new Map<string, Known>();
    const ids = new Set<string>();
    for (const [i, name] of names.entries()) {
      const before = known.get(name) ?? (begun ? { text: '', scene: first[i]!, fault: null } : undefined);
      const it = await stat(join(dir, name)).catch(() => null);
      // A scene is refused for its length below; a file that is no scene at all is not read whole.
      const text = it && it.size <= 4 * SCENE_CHARS ? await readFile(join(dir, name), 'utf8').catch(() => null) : null;
      if (it && text === null) {
        next.set(name, { text: '', scene: before?.scene ?? null, fault: { file: name, path: '', rule: 'cannot be read' } }); // prettier-ignore
        continue;
      }
      if (text === null) continue;
      let one: Known = before?.text === text ? before : { text, scene: before?.scene ?? null, fault: null };
      if (one !== before)
        try {
          one = { text, scene: sceneOf(text, all), fault: null };
        } catch (error) {
          if (!(error instanceof HttpProblem)) throw error;
          one = { ...one, fault: { file: name, path: error.path, rule: error.rule } };
        }
      if (one.scene && ids.has(one.scene.id))
        one = { ...one, scene: null, fault: { file: name, path: '/id', rule: `${one.scene.id} is there twice` } };
      if (one.scene) ids.add(one.scene.id);
      next.set(name, one);
    }
    if (closed) return;
    const scenes = [...next.values()].flatMap(({ scene }) => scene ?? []);
    [known, seen] = [next, sign];
    faults = [...next.values()].flatMap(({ fault }) => fault ?? []);
    if (scenes.length === 0 && shown.length > 0) {
      faults = [...faults, { file: '', path: '', rule: 'no scene is left; those that were shown stay' }];
    } else shown = scenes;
    const marked = markOf(shown, faults);
    if (marked === mark) return;
    mark = marked;
    changed();
  }

  const look = (): void => {
    if (closed || reading) return;
    reading = read()
      .catch(onError)
      .finally(() => (reading = null));
  };
  const soon = (): void => {
    clearTimeout(calm);
    calm = setTimeout(look, CALM);
  };
  const follow = (): void => {
    if (watcher || closed) return;
    try {
      watcher = watch(dir, { persistent: false }, soon);
      watcher.on('error', () => {
        // The folder went away, or there are too many watchers: it is looked at all the same.
        watcher?.close();
        watcher = null;
      });
    } catch {
      watcher = null;
    }
  };
  follow();
  look();
  const looking = setInterval(() => {
    follow();
    look();
  }, LOOK);

  return {
    scenes: () => shown,
    faults: () => faults,
    mark: () => mark,
    close() {
      closed = true;
      clearInterval(looking);
      clearTimeout(calm);
      watcher?.close();
    },
  };
}
