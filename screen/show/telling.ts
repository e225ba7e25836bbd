/**
 * Stories before visitors: one of the screens leads. It has the story's replay opened after each round of the tour or by a
 * touch, moves it from chapter to chapter, and ends it. The others follow what the wall is told.
 */
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import type { ReplayState, Story, StoryItem } from '../../contract/replay.ts';
import { baseAt, CHAPTER_SPEED, storyFrom, toldStory, type Telling } from '../../contract/story.ts';
import { AHEAD, type ToldStory, type WallValue } from '../../contract/wall.ts';
import { replayApi, type ReplayApi } from '../replay/api.ts';
import type { Follower } from './follower.ts';
import { cycleOf } from './tour.ts';
import type { ToTell } from './touching.ts';

/** How often it is asked whether a replay is ready, and for how long at most, ms. */
const LOOK = 400;
const PATIENCE = 60_000;
/** How long it is said why there is no story, ms. */
const SAID = 12_000;
/** How long it is not tried again by itself after there was nothing to tell, ms. */
const REST = 5 * 60_000;
/** How often the list of stories is read anew at most, ms. */
const LIST_EVERY = 5 * 60_000;

/** Why no story is told, or that one is about to be. */
export type StoryWord = 'opening' | 'empty' | 'failed';

export interface StoryTeller {
  /** The story that a touch begins now; null: there is none. */
  next: Readonly<Ref<StoryItem | null>>;
  word: Readonly<Ref<StoryWord | null>>;
  begin(): void;
  /** Ends the story; the tour begins anew. */
  leave(): void;
}

export interface TellingParts {
  city: string;
  follower: Pick<Follower, 'stage' | 'told' | 'now' | 'parts'>;
  exhibit: Readonly<Ref<boolean>>;
  /** This screen's id; undefined: it looks on, and tells stories to itself. */
  device: string | undefined;
  /** Tells all screens of the wall, or only this one where it looks on. */
  touch(change: ToTell): Promise<void>;
  api?: ReplayApi;
}

/** Whether this screen leads: of a wall the one at its first place, and of several there the first by its id. */
export function leads(devices: WallValue['devices'], device: string | undefined): boolean {
  if (device === undefined) return true;
  const place = (id: string): number => devices[id]!.row * 100 + devices[id]!.column;
  const [first] = Object.keys(devices).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return first === device;
}

/** The stories that a wall tells: those that it names, else those of the profile. */
export function storiesOf(wall: { stories?: string[] }, all: readonly StoryItem[]): StoryItem[] {
  if (!wall.stories) return all.filter(({ profile }) => profile);
  return wall.stories.flatMap((id) => all.find((one) => one.id === id) ?? []);
}

/** How far a tour is to be behind the clock for its first stop to begin at `at`. */
export const tourFrom = (cycle: number, at: number): number => at % cycle;

/** Follows and, where this screen leads, tells stories while the calling scope lives. */
export function useTelling({
  city,
  follower,
  exhibit,
  device,
  touch,
  api = replayApi(city, () => null),
}: TellingParts): StoryTeller {
  const all = ref<readonly StoryItem[]>([]);
  const word = ref<StoryWord | null>(null);
  const turn = ref(0);
  let over = false;
  let busy = false;
  let listed = -Infinity;
  let ended = -Infinity;
  let resting = -Infinity;
  let saying: ReturnType<typeof setTimeout> | undefined;

  const lead = computed(() => exhibit.value && leads(follower.told.value?.devices ?? {}, device));
  const mine = computed(() => (follower.told.value ? storiesOf(follower.told.value.wall, all.value) : []));
  const next = computed(() =>
    exhibit.value ? (mine.value[turn.value % Math.max(1, mine.value.length)] ?? null) : null,
  );
  const told = computed(() => follower.stage.value?.story ?? null);

  const list = async (): Promise<void> => {
    if (performance.now() - listed < LIST_EVERY) return;
    listed = performance.now();
    // Without them the tour goes on; they are asked for again later.
    const answer = await api.stories().catch(() => null);
    if (answer) all.value = answer.stories;
    else listed = -Infinity;
  };
  watch(exhibit, (is) => is && void list(), { immediate: true });

  const say = (what: StoryWord | null): void => {
    word.value = what;
    clearTimeout(saying);
    if (what !== null && what !== 'opening') saying = setTimeout(() => (word.value = null), SAID);
  };
  /** Waits until a replay can be looked at. Throws where it cannot be, or not in time. */
  async function ready(state: ReplayState): Promise<void> {
    for (const end = performance.now() + PATIENCE; state.loading !== null;) {
      if (state.failure !== undefined || over || performance.now() > end) throw new Error(state.failure ?? 'too late');
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      state = await api.state(state.id);
    }
  }
  /** Opens the replay of a story; null where there was nothing then. */
  async function open(story: Story): Promise<string | null> {
    const [first] = story.chapters;
    const { from, to } = story;
    const state = await api.open({
      from,
      to,
      at: first?.at ?? from,
      speed: first?.speed ?? CHAPTER_SPEED,
      playing: false,
    });
    try {
      await ready(state);
      const { volume } = await api.timeline(state.id);
      if (volume.some(([, tickets]) => tickets > 0)) return state.id;
    } catch (error) {
      end(state.id);
      throw error;
    }
    end(state.id);
    return null;
  }
  /** Nobody waits for it: it would end by itself. */
  const end = (replay: string): void => void api.end(replay).catch(() => undefined);

  async function begin(): Promise<void> {
    const [item, now] = [next.value, follower.now()];
    if (busy || over || !item || now === null || told.value) return;
    busy = true;
    say('opening');
    try {
      const base = baseAt(now);
      const replay = await open(storyFrom(item.story, base));
      const [parts, at] = [follower.parts(), follower.now()];
      if (replay === null || over || !parts || at === null) {
        if (replay !== null) end(replay);
        resting = performance.now();
        return say(over ? null : 'empty');
      }
      const telling: Telling = { id: item.id, replay, begun: at + AHEAD, base };
      const { until } = toldStory(item.story, telling);
      say(null);
      resting = -Infinity;
      // When it has ended, the tour begins with its first stop.
      const { tour } = parts.show;
      const cycle = follower.stage.value?.tour ? cycleOf(follower.stage.value.tour.tour) : null;
      const behind = cycle === null ? {} : { tour: { run: tour.run, offset: tourFrom(cycle, until) } };
      await touch({ scene: null, drill: null, ...behind, story: telling, toldStory: toldStory(item.story, telling) });
      turn.value++;
    } catch {
      resting = performance.now();
      say('failed');
    } finally {
      busy = false;
    }
  }

  // After each round; not over a red alert, not while a hand has the tour, and not right after one that was left.
  watch(
    () => follower.stage.value?.tour?.round,
    (round, before) => {
      const { stage } = follower;
      const tour = stage.value?.tour;
      if (round === undefined || before === undefined || !tour || tour.held || stage.value!.alarm || !lead.value)
        return;
      void list();
      const now = performance.now();
      if (now - ended > cycleOf(tour.tour) / 2 && now - resting > REST) void begin();
    },
  );

  // The replay goes where the chapter is.
  const stands = computed(() => {
    const it = told.value;
    return it && lead.value ? { story: it.told, index: it.index, held: it.held } : null;
  });
  const drive = async (story: ToldStory, index: number, held: boolean, moved: boolean): Promise<void> => {
    const chapter = story.chapters[index]!;
    try {
      await api.change(
        story.replay,
        held ? { playing: false } : { ...(moved && { at: chapter.at }), speed: chapter.speed, playing: true },
      );
    } catch {
      // It has ended, or the server is away: visitors are given back to the tour.
      if (told.value?.told.replay === story.replay) leave();
    }
  };
  watch(
    stands,
    (now, before) => {
      if (!now) return;
      const same = before?.story.replay === now.story.replay && before.index === now.index;
      if (!same || before.held !== now.held || before.story.begun !== now.story.begun)
        void drive(now.story, now.index, now.held, !same);
    },
    { immediate: true },
  );
  watch(told, (now, before) => {
    if (!before || now?.told.replay === before.told.replay) return;
    ended = performance.now();
    if (lead.value) end(before.told.replay);
  });

  function leave(): void {
    const [parts, at] = [follower.parts(), follower.now()];
    if (!parts || at === null) return;
    void touch({ story: null, scene: null, drill: null });
  }

  const hide = (): void => {
    // A page that goes away leaves no replay behind that only it looked at.
    if (device === undefined && told.value) end(told.value.told.replay);
  };
  window.addEventListener('pagehide', hide);
  onScopeDispose(() => {
    over = true;
    clearTimeout(saying);
    window.removeEventListener('pagehide', hide);
    hide();
  });
  return { next, word, begin: () => void begin(), leave };
}
