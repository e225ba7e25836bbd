/** Faults that no panel caught are counted, on the root element, and the wall goes on. */
export function countFaults(target: Window): void {
  const count = (): void => {
    const { dataset } = target.document.documentElement;
    dataset.faults = String(Number(dataset.faults ?? 0) + 1);
  };
  target.addEventListener('error', count);
  target.addEventListener('unhandledrejection', count);
}

/** Whether the server answers at all. */
const answers = (target: Window): Promise<boolean> =>
  target.fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Loads a part that is shown as soon as it is there. While the server is away it is waited for: Chromium never asks again for
 * a part that failed once, so that it could be had by loading the page anew only. Rejects where it fails all the same.
 */
export async function loadPatiently<T>(load: () => Promise<T>, target: Window = window): Promise<T> {
  while (!(await answers(target))) await new Promise((resolve) => setTimeout(resolve, RETRY));
  return load();
}

/** Parts being fetched ahead of need. One that fails then is no reason to load the page anew before it is needed. */
let ahead = 0;

/** Tries to fetch a part of the screen ahead of need, once the server answers. Never rejects. */
export async function tryAhead(load: () => Promise<unknown>, target: Window = window): Promise<void> {
  await loadPatiently(async () => {
    ahead++;
    await load().catch(() => undefined);
    ahead--;
  }, target);
}

const KEPT = 'hotline.reloaded';
const PAUSE = 60_000;
const RETRY = 3000;

/**
 * A part of the screen that cannot be loaded was replaced by a newer build, or the server is away. The page is loaded
 * anew once the server answers, and never before: a browser's own error page would not come back by itself. At most
 * once a minute, so that a server in trouble is not hammered. What is open stands in the address and opens again.
 */
export function renewWhenReplaced(target: Window, now: () => number = Date.now): void {
  let waiting = false;
  const mayReload = (): boolean => {
    // Also where the clock was set back meanwhile.
    if (Math.abs(now() - Number(target.sessionStorage.getItem(KEPT) ?? 0)) < PAUSE) return false;
    target.sessionStorage.setItem(KEPT, String(now()));
    return true;
  };
  const reloadWhenAnswered = async (): Promise<void> => {
    try {
      if ((await answers(target)) && mayReload()) return target.location.reload();
    } catch {
      // Without storage there is no way to know the last time: better not to reload at all.
      return;
    }
    target.setTimeout(() => void reloadWhenAnswered(), RETRY);
  };
  target.addEventListener('vite:preloadError', () => {
    if (waiting || ahead > 0) return;
    waiting = true;
    void reloadWhenAnswered();
  });
}
