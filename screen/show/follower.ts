/**
 * A wall as a screen follows it: told by the topic `wall` over a link of its own, so that it is known also while the wall
 * shows a replay; stepped by the server's clock, to the moment.
 */
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue';
import type { Zone } from '../../contract/time.ts';
import type { Show, WallValue } from '../../contract/wall.ts';
import type { LiveState } from '../live/reduce.ts';
import { connect, type TimedLink } from '../live/socket.ts';
import { createLive, type Live } from '../live/useTopics.ts';
import { doubtful, offsetOf, SAMPLES, type ClockSample } from './clock.ts';
import { due, onStage, type Alarm, type OnStage, type StageParts } from './on-stage.ts';

/** The clock is measured anew this often, ms, and asked this far apart. */
const MEASURE_EVERY = 60_000;
const ASK_APART = 60;
/** Looked at again at least this often, ms. */
const LOOK = 1000;
/** Shows that are told and do not hold yet are few; should they not be, the oldest go. */
const WAITING_MAX = 50;

export interface Follower {
  /** As it was told last; undefined before that. */
  told: Readonly<ShallowRef<WallValue | undefined>>;
  /** Why it is not told: there is no such wall. */
  refusal: Readonly<ShallowRef<string | undefined>>;
  /** What it shows at this moment. */
  stage: Readonly<ShallowRef<OnStage | undefined>>;
  status: Live['status'];
  /** The server's clock, Unix ms; null before it is known. */
  now(): number | null;
  /** The shortest way to the server and back by which the clock was set, ms. */
  trip: Readonly<Ref<number | null>>;
  /** A red alert that has the place of tours. */
  alarm: ShallowRef<Alarm | null>;
  /** What holds here only, over what was told: a touch that could not be told to the others. */
  local: ShallowRef<Partial<Show>>;
  /** What the show is computed from; null before it is known. */
  parts(): StageParts | null;
  /** The same with what was told and holds in a moment: what a second touch goes on from. */
  latest(): StageParts | null;
  /** Takes the answer to a change. */
  take(value: WallValue): void;
  close(): void;
}

/** Follows a wall of a city until it is closed. `scenes`: in the order of the tabs. */
export function followWall(
  city: string,
  wall: string,
  scenes: MaybeRefOrGetter<readonly string[]>,
  tz: Zone,
  /** Whether it is shown to visitors, whatever the wall is set to. */
  visitors: () => boolean = () => false,
): Follower {
  let link: TimedLink | undefined;
  let offset: number | null = null;
  let heard: number | null = null;
  let closed = false;
  const trip = ref<number | null>(null);
  const local = performance.now.bind(performance);

  const hear = (state: LiveState): void => {
    if (state.heard === null || state.heard === heard) return;
    heard = state.heard;
    // Better than nothing until it is measured, and after a sleep, in which the local clock stood still.
    if (offset === null || doubtful(offset, state.heard, state.clock)) {
      const first = offset === null;
      offset = state.clock - state.heard;
      if (!first) void measure();
    }
  };
  const live = createLive((changed) => (link = connect(city, (state) => (hear(state), changed(state, local())))));
  const topic = live.hold({ view: 'wall', params: { wall } });

  let measuring = false;
  async function measure(): Promise<void> {
    if (measuring || closed) return;
    measuring = true;
    const samples: ClockSample[] = [];
    for (let i = 0; i < SAMPLES && !closed; i++) {
      const asked = local();
      const clock = (await link?.time()) ?? null;
      if (clock !== null) samples.push({ asked, answered: local(), clock });
      await new Promise((resolve) => setTimeout(resolve, ASK_APART));
    }
    measuring = false;
    const best = offsetOf(samples);
    if (!best || closed) return;
    offset = best.offset;
    trip.value = best.trip;
    look();
  }
  const measures = setInterval(() => void measure(), MEASURE_EVERY);
  watch(() => live.status.value.phase === 'live', (is) => is && void measure(), { immediate: true }); // prettier-ignore

  // Whole ms: a moment that is told to the server is one.
  const now = (): number | null => (offset === null ? null : Math.floor(local() + offset));
  const told = shallowRef<WallValue>();
  const stage = shallowRef<OnStage>();
  const alarm = shallowRef<Alarm | null>(null);
  const here = shallowRef<Partial<Show>>({});
  let shown: Show | null = null;
  let waiting: Show[] = [];
  let text = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const parts = (): StageParts | null =>
    told.value && shown
      ? {
          wall: visitors() ? { ...told.value.wall, mode: 'exhibit' } : told.value.wall,
          show: { ...shown, ...here.value },
          scenes: toValue(scenes),
          tz,
          alarm: alarm.value,
        }
      : null;
  function look(): void {
    clearTimeout(timer);
    const at = now();
    if (closed || at === null) return;
    ({ shown, waiting } = due(shown, waiting, at));
    const it = parts();
    const next = it && onStage(it, at);
    const nextText = JSON.stringify(next);
    if (next && nextText !== text) {
      text = nextText;
      stage.value = next;
    }
    const moment = Math.min(next?.next ?? Infinity, ...waiting.map((show) => show.at));
    timer = setTimeout(look, Math.max(0, Math.min(LOOK, Math.ceil(moment - at))));
  }
  /** A value as it was told: by the topic, or as the answer to a change, whichever comes first. */
  const take = (next: WallValue): void => {
    const newest = waiting.at(-1) ?? shown;
    const same = JSON.stringify(newest) === JSON.stringify(next.show);
    // What a screen is told first holds already, whatever it says.
    if (told.value === undefined) [shown, waiting] = [next.show, []];
    else if (!same) {
      // An answer was quicker than the word of the change before it. A wall that begins anew begins at 0.
      if (newest && next.show.at < newest.at && next.show.at !== 0) return;
      waiting = [...waiting, next.show].slice(-WAITING_MAX);
    }
    told.value = next;
    // A screen that was paired, or somebody who drove long ago, takes nothing from who touches this one.
    if (!same) here.value = {};
    look();
  };
  watch(
    topic.value,
    (value) => {
      const next = value as unknown as WallValue | undefined;
      // A wall that was taken away is told as an empty one.
      if (next?.wall) take(next);
      else told.value = undefined;
    },
    { immediate: true, flush: 'sync' },
  );
  watch([alarm, here], look);
  watch(() => live.clock.value, () => timer === undefined && look()); // prettier-ignore

  return {
    told,
    refusal: computed(() => topic.refusal.value) as unknown as ShallowRef<string | undefined>,
    stage,
    status: live.status,
    now,
    trip,
    alarm,
    local: here,
    parts,
    latest() {
      const it = parts();
      const newest = waiting.at(-1);
      return it && newest ? { ...it, show: newest } : it;
    },
    take,
    close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(measures);
      topic.release();
      live.close();
    },
  };
}
