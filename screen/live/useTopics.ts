/**
 * Topics as refs. All topics of all mounted widgets are one union (by key, counted by use) and one room; a change
 * of scene is one join, since changes are gathered until the end of the microtask.
 */
import {
  inject,
  onScopeDispose,
  provide,
  readonly,
  shallowRef,
  toValue,
  watch,
  type InjectionKey,
  type MaybeRefOrGetter,
  type Ref,
  type ShallowRef,
} from 'vue';
import { topicKey } from '../../contract/topic-key.ts';
import type { Topic } from '../../contract/topic.ts';
import type { TopicsOf } from '../../contract/widget.ts';
import type { Json } from '../../contract/text.ts';
import { cityClock, cutSince, type LiveState } from './reduce.ts';
import type { Link } from './socket.ts';

/** What the header and the panels show of the connection. */
export interface LiveStatus {
  /** `waiting` before the first answer. */
  phase: 'waiting' | 'live' | 'cut';
  /** City clock of the last good data, Unix ms; 0 before any. */
  since: number;
  /** Age that the data reached within the last second, ms: its longest silence. */
  age: number;
}

interface Entry {
  topic: Topic;
  uses: number;
  value: ShallowRef<Json | undefined>;
  refusal: ShallowRef<string | undefined>;
}

export interface Live {
  status: Readonly<Ref<LiveStatus>>;
  /** The city's clock, Unix ms, moving once a second. 0 before it is known. */
  clock: Readonly<Ref<number>>;
  /** Log position that the values shown include; −1 before any. */
  log: Readonly<Ref<number>>;
  /** The replay that the values shown are of (contract/replay.ts); null: they are of the present. */
  replay: Readonly<Ref<string | null>>;
  /** Holds a topic until `release` is called. */
  hold(topic: Topic): {
    value: Readonly<ShallowRef<Json | undefined>>;
    refusal: Readonly<ShallowRef<string | undefined>>;
    release(): void;
  };
  close(): void;
}

/** The live data of one city. `connect` opens the link and reports each state of it. */
export function createLive(connect: (changed: (state: LiveState, at: number) => void) => Link): Live {
  const entries = new Map<string, Entry>();
  const status = shallowRef<LiveStatus>({ phase: 'waiting', since: 0, age: 0 });
  const clock = shallowRef(0);
  const log = shallowRef(-1);
  const replay = shallowRef<string | null>(null);
  let gathering = false;
  let longest = 0;

  const show = (state: LiveState, at: number): void => {
    for (const [key, entry] of entries) {
      entry.value.value = state.held.get(key)?.value ?? entry.value.value;
      entry.refusal.value = state.refused.get(key);
    }
    log.value = state.log;
    replay.value = state.replay;
    const now = cityClock(state, at);
    const second = now === null ? 0 : Math.floor(now / 1000) * 1000;
    const cut = cutSince(state, at);
    const phase = cut !== null ? 'cut' : state.heard === null ? 'waiting' : 'live';
    const silence = state.heard === null ? 0 : at - state.heard;
    longest = Math.max(longest, silence);
    if (second !== clock.value || phase !== status.value.phase) {
      clock.value = second;
      status.value = { phase, since: state.clock, age: longest };
      longest = silence;
    }
  };
  const link = connect(show);
  replay.value = link.state().replay;

  const gather = (): void => {
    if (gathering) return;
    gathering = true;
    queueMicrotask(() => {
      gathering = false;
      for (const [key, entry] of entries) if (entry.uses === 0) entries.delete(key);
      link.send({ type: 'want', topics: [...entries.values()].map((entry) => entry.topic) });
    });
  };

  return {
    status: readonly(status),
    clock: readonly(clock),
    log: readonly(log),
    replay: readonly(replay),
    hold(topic) {
      const key = topicKey(topic);
      let entry = entries.get(key);
      if (!entry) entries.set(key, (entry = { topic, uses: 0, value: shallowRef(), refusal: shallowRef() }));
      if (entry.uses++ === 0) gather();
      const held = entry;
      return {
        value: held.value,
        refusal: held.refusal,
        release() {
          if (--held.uses === 0) gather();
        },
      };
    },
    close: () => link.close(),
  };
}

const LIVE: InjectionKey<Live> = Symbol('live');
export const provideLive = (live: Live): void => provide(LIVE, live);

/** The live data of the city shown. Throws outside of the wall. */
export function useLive(): Live {
  const live = inject(LIVE);
  if (!live) throw new Error('no live data here');
  return live;
}

/** Values of these topics by their names, followed while the calling scope lives; `refusal` of the first refused. */
export function useTopics(topics: MaybeRefOrGetter<TopicsOf>): {
  values: ShallowRef<Record<string, Json | undefined>>;
  refusal: ShallowRef<string | undefined>;
} {
  const live = useLive();
  const values = shallowRef<Record<string, Json | undefined>>({});
  const refusal = shallowRef<string>();
  let holds: Record<string, ReturnType<Live['hold']>> = {};
  watch(
    () => toValue(topics),
    (wanted) => {
      const before = holds;
      // Held before the old ones are released, so that what stays is not left and joined again.
      holds = Object.fromEntries(Object.entries(wanted).map(([name, topic]) => [name, live.hold(topic)]));
      for (const hold of Object.values(before)) hold.release();
    },
    { immediate: true },
  );
  watch(
    () => {
      void toValue(topics);
      return Object.entries(holds).map(([name, hold]) => [name, hold.value.value, hold.refusal.value] as const);
    },
    (now) => {
      const next = Object.fromEntries(now.map(([name, value]) => [name, value]));
      const names = Object.keys(next);
      const same =
        names.length === Object.keys(values.value).length && names.every((name) => next[name] === values.value[name]);
      if (!same) values.value = next;
      refusal.value = now.find(([, , refused]) => refused !== undefined)?.[2];
    },
    { immediate: true },
  );
  onScopeDispose(() => Object.values(holds).forEach((hold) => hold.release()));
  return { values, refusal };
}
