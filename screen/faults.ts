/** Faults that no panel caught are counted, on the root element, and the wall goes on. */
export function countFaults(target: Window): void {
  const count = (): void => {
    const { dataset } = target.document.documentElement;
    dataset.faults = String(Number(dataset.faults ?? 0) + 1);
  };
  target.addEventListener('error', count);
  target.addEventListener('unhandledrejection', count);
}

const KEPT = 'hotline.reloaded';
const PAUSE = 60_000;

/**
 * A part of the screen that cannot be loaded was replaced by a newer build: the page is loaded anew, which brings
 * the newer one. At most once a minute, so that a server in trouble is not hammered.
 */
export function renewWhenReplaced(target: Window, now: () => number = Date.now): void {
  target.addEventListener('vite:preloadError', () => {
    try {
      if (now() - Number(target.sessionStorage.getItem(KEPT) ?? 0) < PAUSE) return;
      target.sessionStorage.setItem(KEPT, String(now()));
    } catch {
      // Without storage there is no way to know the last time: better not to reload at all.
      return;
    }
    target.location.reload();
  });
}
