/** The scene that is edited at a desk: its draft, what the server keeps of it, and what is done to both. */
import { computed, ref, shallowRef, watch } from 'vue';
import { FILES, type FileFault, type Scene, type SceneVersion } from '../../contract/scene.ts';
import { useDoing } from '../console/doing.ts';
import { useDesk } from '../console/session.ts';
import { useCity } from '../wall/city.ts';
import { scenesOf } from '../wall/scene.ts';
import { sceneApi } from './api.ts';
import { aspectsOf, layoutIn, type Aspect } from './aspects.ts';
import { begin, dirty, step, type Act, type Draft } from './draft.ts';
import { useEditWords } from './words.ts';

/** Of the pane in whose setup it is called. The pane gives it to its parts: one object for as long as the pane lives. */
export function useEditing() {
  const { t } = useEditWords();
  const { city } = useCity();
  const desk = useDesk();
  const api = sceneApi(city.id, () => desk.token());
  const reading = useDoing();
  const doing = useDoing();
  const draft = shallowRef<Draft | null>(null);
  const versions = shallowRef<readonly SceneVersion[]>([]);
  const hidden = shallowRef<readonly Scene[]>([]);
  /** Deleted scenes whose versions are kept. */
  const deleted = shallowRef<readonly Scene[]>([]);
  /** Files of the profile that are refused. */
  const faults = shallowRef<readonly FileFault[]>([]);
  /** The shape of wall that it is looked at in. */
  const aspect = ref<Aspect>('16:9');
  /** What is said of the version that comes next. */
  const comment = ref('');
  /** What was saved last, until something is done to the draft. */
  const said = ref('');

  const scenes = computed(() => scenesOf(city));
  const changed = computed(() => draft.value !== null && dirty(draft.value));
  /** The newest version as the live link tells it, where that is beyond what this draft began from. */
  const beyond = computed(() => {
    const { value } = draft;
    const now = value && city.versions[value.scene.id];
    return value && now !== undefined && now !== null && now > value.base ? now : null;
  });

  const act = (one: Act): void => {
    if (!draft.value) return;
    said.value = '';
    draft.value = step(draft.value, one);
  };
  /** Shows it as a wall of this shape, with the layout that such a wall takes. */
  function look(next: Aspect): void {
    aspect.value = next;
    if (draft.value) act({ do: 'look', layout: layoutIn(draft.value.scene.layouts, next) });
  }
  /** Shows a layout, on a wall that takes it. */
  const pick = (layout: number): void => {
    if (!draft.value) return;
    act({ do: 'look', layout });
    const shapes = aspectsOf(draft.value.scene.layouts, layout);
    if (!shapes.includes(aspect.value)) aspect.value = shapes[0]!;
  };

  async function read(id: string): Promise<void> {
    const [listed, all] = [await api.versions(id), await api.scenes()];
    versions.value = listed.versions;
    hidden.value = all.hidden;
    faults.value = all.faults ?? [];
    deleted.value = all.deleted ?? [];
    const newest = listed.versions[0]!.version;
    const kept = await api.version(id, newest);
    draft.value = begin(kept.scene, newest);
    look(aspect.value);
  }
  const open = (id: string): void => {
    said.value = '';
    doing.clear();
    void reading.run(() => read(id));
  };
  /** Something at the server that makes a version; the list is read again after it. */
  async function write(work: (draft: Draft) => Promise<SceneVersion>, reread: boolean): Promise<void> {
    const before = draft.value;
    if (!before) return;
    await doing.run(async () => {
      try {
        const { version } = await work(before);
        if (reread) await read(before.scene.id);
        else {
          draft.value = step(draft.value ?? before, { do: 'saved', scene: before.scene, base: version });
          comment.value = '';
        }
        said.value = t('saved', { n: version });
      } finally {
        // Also where it was refused: the list says who saved in between.
        versions.value = (await api.versions(before.scene.id)).versions;
      }
    });
  }
  const save = (): Promise<void> =>
    write(({ scene, base }) => api.save(scene, base, desk.name.value, comment.value.trim()), false);
  const back = (to: number): Promise<void> =>
    write(({ scene, base }) => api.back(scene.id, base, to, desk.name.value), true);
  const hide = (): Promise<void> => write(({ scene, base }) => api.hide(scene.id, base, desk.name.value), true);
  const remove = (): Promise<void> => write(({ scene, base }) => api.remove(scene.id, base, desk.name.value), true);
  async function make(scene: Scene): Promise<void> {
    await api.make(scene, desk.name.value, t('made.title'));
    await read(scene.id);
  }
  // Who saved in between is in the list only.
  watch(beyond, (now) => {
    const id = draft.value?.scene.id;
    if (now === null || id === undefined || doing.busy.value) return;
    void reading.run(async () => {
      const listed = await api.versions(id);
      if (draft.value?.scene.id === id) versions.value = listed.versions;
    });
  });
  watch(
    // A file that changed is told with the versions.
    () => city.versions[FILES],
    () =>
      void reading.run(async () => {
        faults.value = (await api.scenes()).faults ?? [];
      }),
  );

  return {
    api,
    reading,
    doing,
    draft,
    versions,
    hidden,
    deleted,
    faults,
    aspect,
    comment,
    said,
    scenes,
    changed,
    beyond,
    act,
    look,
    pick,
    open,
    save,
    back,
    hide,
    remove,
    make,
  };
}
export type Editing = ReturnType<typeof useEditing>;
