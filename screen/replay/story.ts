/** The story that is told by a replay, and the one that is being written. What is written is kept for as long as the tab lives. */
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Story } from '../../contract/replay.ts';
import { isRelative, storyOfReplay } from '../../contract/story.ts';
import { lasting } from '../lasting.ts';
import { useCity } from '../wall/city.ts';
import { sceneOf } from '../wall/scene.ts';
import { storyIn } from './address.ts';
import type { ReplayApi } from './api.ts';
import type { Control } from './control.ts';
import { emptyStory, storyId } from './draft.ts';
import { after, before, chapterAt, type Chapter } from './steer.ts';

const KEPT = 'hotline.replay.story.';
const read = (id: string): Story | undefined => {
  try {
    const text = sessionStorage.getItem(KEPT + id);
    return text === null ? undefined : (JSON.parse(text) as Story);
  } catch {
    // Storage may be forbidden by the browser: what is written is then lost with the page.
    return undefined;
  }
};
const keep = (id: string, story: Story): void => {
  try {
    sessionStorage.setItem(KEPT + id, JSON.stringify(story));
  } catch {
    // Not kept: see above.
  }
};
const salt = (): string =>
  [...crypto.getRandomValues(new Uint8Array(5))].map((one) => (one % 36).toString(36)).join('');

export type Telling = ReturnType<typeof useStory>;

/** The story of the replay `id`. */
export function useStory(id: string, api: Pick<ReplayApi, 'stories' | 'putStory'>, control: Control) {
  const { city } = useCity();
  const route = useRoute();
  const router = useRouter();
  const story = shallowRef<Story | undefined>(read(id));
  const saved: Ref<string | undefined> = ref(storyIn(route.query));

  watch(story, (now) => now && keep(id, now));
  /** A story whose moments are told back from when its replay was opened: they are known when the replay is. */
  const relative = shallowRef<Story>();
  watch([relative, control.state], ([given, state]) => {
    if (given && state) story.value ??= storyOfReplay(given, state);
  });
  const fetch = async (): Promise<void> => {
    // Without its chapters the replay is what it is.
    const { stories } = await api.stories().catch(() => ({ stories: [] }));
    const found = stories.find((one) => one.id === saved.value)?.story;
    if (!found) return;
    if (!isRelative(found)) return void (story.value ??= found);
    relative.value = found;
  };
  if (saved.value !== undefined && !story.value) void fetch();

  const chapters = computed(() => story.value?.chapters ?? []);
  const speed = (): number => (control.running.value ? (control.state.value?.speed ?? 1) : 0);
  const goTo = (chapter: Chapter): void => {
    control.go(chapter.at);
    if (chapter.speed !== undefined && chapter.speed !== control.state.value?.speed) control.speed(chapter.speed);
    const { scene } = chapter;
    if (scene !== undefined && scene !== route.params['id'] && city.scenes.some((one) => one.id === scene))
      void router.push({ name: 'scene', params: { id: scene }, query: lasting(route.query) });
  };
  return {
    story,
    chapters,
    /** The chapter that is told now. */
    current: computed(() => chapterAt(chapters.value, control.at.value)),
    goTo,
    beside(direction: 1 | -1): Chapter | undefined {
      const at = control.at.value;
      return direction > 0 ? after(chapters.value, at) : before(chapters.value, at, speed());
    },
    /** The story as it is written now; begun where there is none. */
    writing: (): Story => story.value ?? emptyStory(control.state.value!),
    /** What a chapter that begins now is shown at and on. */
    here: (): Pick<Chapter, 'at' | 'speed' | 'scene'> => {
      const scene = sceneOf(city, route.params['id'])?.id;
      const { from, to } = control.state.value!;
      const at = Math.min(to, Math.max(from, control.at.value));
      return { at, speed: control.state.value?.speed ?? 1, ...(scene !== undefined && { scene }) };
    },
    /** Saves it and names it in the address. Rejects with what the server says. */
    async save(given: Story): Promise<void> {
      const name = saved.value ?? storyId(given.names, salt());
      await api.putStory(name, given);
      saved.value = name;
      story.value = given;
      await router.replace({ query: { ...route.query, story: name } });
    },
  };
}
