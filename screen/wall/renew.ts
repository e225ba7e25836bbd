/**
 * Scenes that were saved while this screen stands: the live link tells their versions, what is shown is asked for anew
 * and put in place, and what did not change stays the very same object, so that no panel is made anew for it.
 */
import { onScopeDispose, watch } from 'vue';
import type { CityFace } from '../../contract/city.ts';
import type { ScenesAnswer } from '../../contract/scene.ts';
import type { TopicValues } from '../../contract/topic.ts';
import type { Live } from '../live/useTopics.ts';

/** Waits until it asks again, ms: another server may know a moment later. The last goes on. */
const AGAIN = [0, 300, 1000, 3000, 10_000];

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `after`, with everything in it that equals its counterpart of `before` replaced by that. Lists go by the ids of what they hold. */
export function kept<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const idOf = (one: unknown): unknown => (isMembers(one) ? one['id'] : undefined);
    const next = after.map((one: unknown, i) => {
      const id = idOf(one);
      return kept(id === undefined ? before[i] : before.find((was) => idOf(was) === id), one);
    });
    const same = next.length === before.length && next.every((one, i) => Object.is(one, before[i]));
    return (same ? before : next) as T;
  }
  if (!isMembers(before) || !isMembers(after)) return after;
  const names = Object.keys(after);
  const next = Object.fromEntries(names.map((name) => [name, kept(before[name], after[name])]));
  const same =
    names.length === Object.keys(before).length && names.every((name) => Object.is(next[name], before[name]));
  return (same ? before : next) as T;
}

const equal = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([id, version]) => b[id] === version);

/** Keeps the scenes of `city` those that the server shows, while the calling scope lives. `city` is shallowly reactive. */
export function useRenewedScenes(city: CityFace, live: Live, ask: () => Promise<ScenesAnswer>): void {
  const { value: told, release } = live.hold({ view: 'scenes', params: {} });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const renew = async (times: number): Promise<void> => {
    const wanted = told.value as TopicValues['scenes'] | undefined;
    // Nothing is told where it is not the present.
    if (over || !wanted || Object.keys(wanted).length === 0 || equal(wanted, city.versions)) return;
    try {
      const { scenes, versions } = await ask();
      if (over) return;
      city.scenes = kept(city.scenes, scenes);
      city.versions = versions;
    } catch {
      // Asked again below.
    }
    const now = told.value as TopicValues['scenes'];
    if (!over && !equal(now, city.versions)) later(Math.min(times + 1, AGAIN.length - 1));
  };
  const later = (times: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(times), AGAIN[times]);
  };
  watch(told, () => later(0), { immediate: true });
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
    release();
  });
}
