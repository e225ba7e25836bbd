/** Animations without an end run by the server's clock, so that a pulse that lies on two screens is one pulse. */
import { onScopeDispose } from 'vue';

/** Sets each endless CSS animation that begins to where the clock says that it is. */
export function useClockedAnimations(now: () => number | null): void {
  const begun = (event: AnimationEvent): void => {
    const at = now();
    if (at === null || !(event.target instanceof Element)) return;
    for (const animation of event.target.getAnimations()) {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      if (iterations === Infinity && typeof duration === 'number' && duration > 0) animation.currentTime = at % (2 * duration); // prettier-ignore
    }
  };
  // Caught on the way down: it does not rise through every kind of element.
  document.addEventListener('animationstart', begun, true);
  onScopeDispose(() => document.removeEventListener('animationstart', begun, true));
}
