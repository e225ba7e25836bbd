/** Faults that no panel caught are counted, on the root element, and the wall goes on. */
export function countFaults(target: Window): void {
  const count = (): void => {
    const { dataset } = target.document.documentElement;
    dataset.faults = String(Number(dataset.faults ?? 0) + 1);
  };
  target.addEventListener('error', count);
  target.addEventListener('unhandledrejection', count);
}

/** Parts being fetched ahead of need. One that fails then is fetched when it is needed, and is no reason to reload. */
let ahead = 0;

/** Tries to fetch a part of the screen ahead of need. False where it cannot be had now; never rejects. */
export async function tryAhead(load: () => Promise<unknown>): Promise<boolean> {
  ahead++;
  const there = await load().then(
    () => true,
    () => false,
  );
  ahead--;
  return there;
}

/** Fetches a part of the screen ahead of need, again every half minute until it is there. Never rejects. */
export async function fetchAhead(load: () => Promise<unknown>): Promise<void> {
  while (!(await tryAhead(load))) await new Promise((resolve) => setTimeout(resolve, AHEAD_RETRY));
}

/** Whether the server answers at all. */
const answers = (target: Window): Promise<boolean> =>
  target.fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Loads a part that is shown as soon as it is there. While the server is away it is waited for, which is no reason to reload.
 * Rejects where a server that answers does not have it: it was replaced by a newer build.
 */
export async function loadPatiently<T>(load: () => Promise<T>, target: Window = window): Promise<T> {
  while (!(await tryAhead(load)) && !(await answers(target)))
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  return load();
}

const AHEAD_RETRY = 30_000;
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
    try {
      if (now() - Number(target.sessionStorage.getItem(KEPT) ?? 0) < PAUSE) return false;
      target.sessionStorage.setItem(KEPT, String(now()));
      return true;
    } catch {
      // Without storage there is no way to know the last time: better not to reload at all.
      return false;
    }
  };
  const reloadWhenAnswered = async (): Promise<void> => {
    if (!(await answers(target))) {
      target.setTimeout(() => void reloadWhenAnswered(), RETRY);
      return;
    }
    waiting = false;
    if (mayReload()) target.location.reload();
  };
  target.addEventListener('vite:preloadError', () => {
    if (waiting || ahead > 0) return;
    waiting = true;
    void reloadWhenAnswered();
  });
}
