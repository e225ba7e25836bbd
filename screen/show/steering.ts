/**
 * Between the address and the wall: what the wall shows is put into the address, and what is touched here (a tab, a mark, the
 * arrow keys) is told to the wall.
 */
import { onScopeDispose, watch } from 'vue';
import { useEventListener } from '@vueuse/core';
import { useRouter, type RouteLocationNormalizedLoaded } from 'vue-router';
import { plainKey } from '../console/keys.ts';
import { pack, unpack } from '../drill/state.ts';
import { lasting } from '../lasting.ts';
import { sceneOf } from '../wall/scene.ts';
import type { CityFace } from '../../contract/city.ts';
import type { ShowChange } from '../../contract/wall.ts';
import type { Follower } from './follower.ts';
import { movedBy, pausedOrNot } from './on-stage.ts';

/** What of an address is about the wall: its scene (null: no scene at all) and its drill-down. */
interface Aim {
  scene: string | null;
  drill: string | undefined;
}

export interface SteeringParts {
  follower: Follower;
  city: CityFace;
  touch(change: Omit<ShowChange, 'by'>): Promise<void>;
  /** Seconds after which a page that is no scene is left again. */
  idle(): number;
}

const SCENE_ROUTES = new Set(['home', 'scene', 'screen']);

/** Steers while the calling scope lives. */
export function useSteering({ follower, city, touch, idle }: SteeringParts): { scene(): string | null } {
  const router = useRouter();
  const first = sceneOf(city, undefined)?.id ?? '';
  let aimed: Aim = { scene: null, drill: undefined };
  let returning: ReturnType<typeof setTimeout> | undefined;

  const aimOf = (route: RouteLocationNormalizedLoaded): Aim => {
    if (!SCENE_ROUTES.has(String(route.name))) return { scene: null, drill: undefined };
    const { id } = route.params;
    const drill = unpack(route.query['drill']);
    return { scene: typeof id === 'string' && id !== '' ? id : first, drill: drill && pack(drill) };
  };
  const wanted = (): Aim | null => {
    const stage = follower.stage.value;
    return stage ? { scene: stage.scene ?? first, drill: stage.drill ? pack(stage.drill) : undefined } : null;
  };
  const same = (a: Aim, b: Aim): boolean => a.scene === b.scene && a.drill === b.drill;

  const apply = (): void => {
    clearTimeout(returning);
    const aim = wanted();
    if (!aim) return;
    aimed = aim;
    const now = router.currentRoute.value;
    if (same(aimOf(now), aim)) return;
    void router.replace({
      name: now.meta['device'] ? 'screen' : 'scene',
      params: { id: aim.scene ?? first },
      query: { ...lasting(now.query), ...(aim.drill !== undefined && { drill: aim.drill }) },
    });
  };
  // A change of anything else (a highlight, a stop) leaves what was touched here as it is.
  watch(() => JSON.stringify(wanted()), apply, { immediate: true }); // prettier-ignore

  const stop = router.afterEach((route) => {
    const aim = aimOf(route);
    if (same(aim, aimed)) return;
    if (aim.scene === null) {
      clearTimeout(returning);
      returning = setTimeout(apply, idle() * 1000);
      return;
    }
    const before = aimed;
    aimed = aim;
    const drill = unpack(aim.drill);
    const opened = aim.drill !== before.drill ? { drill: drill ? { ...drill } : null } : {};
    const toured = !!follower.stage.value?.tour;
    // What is opened while a tour runs keeps the scene that it was opened on.
    const scene = aim.scene !== before.scene || (toured && drill) ? { scene: aim.scene } : {};
    void touch({ ...scene, ...opened } as Omit<ShowChange, 'by'>);
  });

  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    const key = plainKey(event);
    const route = router.currentRoute.value;
    const at = follower.now();
    const parts = follower.latest();
    if (
      key === null ||
      at === null ||
      !parts ||
      route.query['drill'] !== undefined ||
      route.query['replay'] !== undefined
    )
      return;
    const pressed = event.target instanceof HTMLElement && event.target.closest('button, summary, a, [role="button"]');
    const change =
      key === 'ArrowRight'
        ? movedBy(parts, at, 1)
        : key === 'ArrowLeft'
          ? movedBy(parts, at, -1)
          : key === ' ' && !pressed
            ? pausedOrNot(parts, at)
            : null;
    // A briefing is the presenter's to step.
    if (!change || change.briefing !== undefined) return;
    event.preventDefault();
    void touch(change);
  });
  onScopeDispose(() => {
    stop();
    clearTimeout(returning);
  });
  return { scene: () => aimed.scene };
}
