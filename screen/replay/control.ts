/**
 * The replay that a wall shows: how it stands, asked every two seconds, and what moves it. The moment shown is that of the
 * frames; while the wall is on its way to another one it is that.
 */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { ReplayChange, ReplayState, ReplayTimeline } from '../../contract/replay.ts';
import { ApiError } from '../api.ts';
import type { ReplayApi } from './api.ts';
import { scrub } from './scrub.ts';
import { arrived, speedBeside } from './steer.ts';

const ASK = 2000;
/** Changes of a scrub are at least this far from one another, ms. */
const GAP = 250;
/** A wall that does not come to where it was sent is believed after all, ms. */
const PATIENCE = 4000;

export interface ControlParts {
  id: string;
  api: Pick<ReplayApi, 'state' | 'change' | 'timeline'>;
  /** Clock of the frames, Unix ms; 0 before the first. */
  clock: () => number;
  standing: ShallowRef<ReplayState | undefined>;
  /** It is no longer there; `known`: it was. */
  onGone(known: boolean): void;
  onError(error: unknown): void;
}

export interface Control {
  state: ShallowRef<ReplayState | undefined>;
  timeline: ShallowRef<ReplayTimeline | undefined>;
  /** The moment that the handle stands at, Unix ms. */
  at: Readonly<Ref<number>>;
  running: Readonly<Ref<boolean>>;
  go(at: number): void;
  step(by: number): void;
  toggle(): void;
  speed(speed: number): void;
  faster(direction: 1 | -1): void;
  /** Rejects with what the server says. */
  change(change: ReplayChange): Promise<void>;
}

/** Follows a replay while the calling scope lives. */
export function useControl({ id, api, clock, standing, onGone, onError }: ControlParts): Control {
  const timeline = shallowRef<ReplayTimeline>();
  const goal = ref<number | null>(null);
  let changes = 0;
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let believing: ReturnType<typeof setTimeout> | undefined;

  const gone = (): void => {
    if (over) return;
    over = true;
    onGone(standing.value !== undefined);
  };
  const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
  const look = async (): Promise<void> => {
    const mine = changes;
    try {
      const state = await api.state(id);
      // An answer that is older than the last change would take it back for a moment.
      if (mine === changes && !over) standing.value = state;
      if (state.loading === null && !state.failure) timeline.value ??= await api.timeline(id);
    } catch (error) {
      if (isGone(error)) gone();
      // Else the server is away, which the wall itself says: it is asked again.
    }
    if (!over) timer = setTimeout(() => void look(), standing.value?.loading === null ? ASK : ASK / 4);
  };
  void look();

  async function change(given: ReplayChange): Promise<void> {
    const mine = ++changes;
    const known = standing.value;
    const { everyone: _everyone, ...shown } = given;
    // What was pressed is seen at once.
    if (known) standing.value = { ...known, ...shown };
    try {
      const state = await api.change(id, given);
      if (mine === changes && !over) standing.value = state;
    } catch (error) {
      if (mine === changes && !over && known) standing.value = known;
      if (isGone(error)) gone();
      throw error;
    }
  }
  const tried = (given: ReplayChange): Promise<void> => change(given).catch(onError);

  const believe = (): void => {
    clearTimeout(believing);
    believing = setTimeout(() => (goal.value = null), PATIENCE);
  };
  const moves = scrub(async (at) => {
    await tried({ at });
    believe();
  }, GAP);
  watch(clock, (now) => {
    if (goal.value !== null && !moves.busy && arrived(goal.value, now, standing.value?.speed ?? 1)) goal.value = null;
  });
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
    clearTimeout(believing);
  });

  const at = computed(() => goal.value ?? (clock() || standing.value?.at || 0));
  const running = computed(() => {
    const it = standing.value;
    return !!it && it.playing && it.at < it.to;
  });
  const go = (moment: number): void => {
    const it = standing.value;
    if (!it) return;
    goal.value = Math.min(it.to, Math.max(it.from, moment));
    clearTimeout(believing);
    moves.to(goal.value);
  };
  return {
    state: standing,
    timeline,
    at,
    running,
    go,
    step: (by) => go(at.value + by),
    toggle() {
      const it = standing.value;
      if (!it) return;
      // At its end it begins again.
      if (it.at >= it.to) {
        goal.value = it.from;
        void tried({ at: it.from, playing: true }).then(believe);
      } else void tried({ playing: !it.playing });
    },
    speed: (speed) => void tried({ speed }),
    faster(direction) {
      const it = standing.value;
      if (it) void tried({ speed: speedBeside(it.speed, direction) });
    },
    change,
  };
}
