/** Leaving the editor with something that is not saved: asked before a link or a choice is followed, and by the browser. */
import { onScopeDispose, shallowRef } from 'vue';
import { useEventListener } from '@vueuse/core';
import { useRoute, useRouter, type RouteLocationNormalized } from 'vue-router';

/** `unsaved`: whether something would be lost. */
export function useLeaving(unsaved: () => boolean) {
  const route = useRoute();
  const router = useRouter();
  /** Where the reader wants to go, until the question is answered. */
  const leaving = shallowRef<(() => void) | null>(null);
  /** Goes where the reader wants to, after a question where something would be lost. */
  const guarded = (go: () => void): void => {
    if (unsaved()) leaving.value = go;
    else go();
  };

  let through = false;
  const inside = (to: RouteLocationNormalized): boolean =>
    to.name === 'console' && to.query['tab'] === 'scenes' && to.query['scene'] === route.query['scene'];
  const stop = router.beforeEach((to) => {
    if (through || !unsaved() || inside(to)) return true;
    leaving.value = () => void router.push(to);
    return false;
  });
  onScopeDispose(stop);
  useEventListener(window, 'beforeunload', (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  });
  /** The answer is yes. */
  function leave(): void {
    const go = leaving.value;
    leaving.value = null;
    through = true;
    go?.();
    setTimeout(() => (through = false), 0);
  }
  /** The answer is no. */
  const stay = (): void => {
    leaving.value = null;
  };
  return { leaving, guarded, leave, stay };
}
