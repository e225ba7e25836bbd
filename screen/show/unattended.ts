/** What a screen on a wall does for itself: it stays awake, is loaded anew when it no longer paints, and tells the server how it is. */
import { onScopeDispose, ref, type Ref } from 'vue';
import { REPORT_EVERY } from '../../contract/wall.ts';
import { ApiError } from '../api.ts';
import type { WallApi } from './api.ts';
import { buildOf } from './build.ts';
import { kept } from './kept.ts';
import { watchWindow } from './report.ts';
import { mayReload } from './screen-care.ts';

/** A visible page that painted nothing for so long has stopped, ms. */
const STOPPED = 15_000;
const LOOK = 2000;
const reloads = kept<number[]>('hotline.screen.reloads');
/** The build that was loaded for, so that servers of different builds do not make a screen go to and fro. */
const loadedFor = kept<{ build: string; at: number }>('hotline.screen.build');
const BUILD_PAUSE = 30 * 60_000;

export interface UnattendedParts {
  api: Pick<WallApi, 'report'>;
  scene(): string | null;
  /** Whether a newer page may be loaded now. */
  quiet(): boolean;
  /** The token is good for nothing any more. */
  onRevoked(): void;
}

/** Looks after this screen while the calling scope lives. `stuck`: it reloads no more. */
export function useUnattended({ api, scene, quiet, onRevoked }: UnattendedParts): { stuck: Ref<boolean>; reload: () => void } {
  const watch = watchWindow(window);
  const stuck = ref(false);
  let awake = false;
  let lock: { release(): Promise<void> } | undefined;

  /** Loads the page anew, within its bound. */
  const reload = (): void => {
    const { may, remember } = mayReload(reloads.read() ?? [], Date.now());
    reloads.write(remember);
    if (may) location.reload();
    else stuck.value = true;
  };

  const stayAwake = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      const one = await navigator.wakeLock.request('screen');
      lock = one;
      awake = true;
      one.addEventListener('release', () => (awake = false));
    } catch {
      // Not allowed here (no HTTPS, or low on battery): the report says that it may sleep.
      awake = false;
    }
  };
  const visible = (): void => void stayAwake();
  document.addEventListener('visibilitychange', visible);
  void stayAwake();

  let shownSince = performance.now();
  const watching = setInterval(() => {
    if (document.visibilityState !== 'visible') shownSince = performance.now();
    else if (performance.now() - Math.max(watch.painted(), shownSince) > STOPPED) reload();
  }, LOOK);

  let newer: string | null = null;
  const tell = async (): Promise<void> => {
    try {
      const { build } = await api.report(watch.report({ scene: scene(), awake, stuck: stuck.value }));
      const mine = buildOf(document);
      newer = build !== '' && mine !== '' && build !== mine ? build : null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) onRevoked();
      // Else the server is away, which the wall itself says.
    }
    const before = loadedFor.read();
    if (newer === null || !quiet() || (before?.build === newer && Date.now() - before.at < BUILD_PAUSE)) return;
    loadedFor.write({ build: newer, at: Date.now() });
    reload();
  };
  let telling = Promise.resolve();
  const report = (): void => void (telling = telling.then(tell));
  const first = setTimeout(report, 1500);
  const reporting = setInterval(report, REPORT_EVERY);

  onScopeDispose(() => {
    clearInterval(watching);
    clearInterval(reporting);
    clearTimeout(first);
    document.removeEventListener('visibilitychange', visible);
    watch.stop();
    void lock?.release().catch(() => undefined);
  });
  return { stuck, reload };
} // prettier-ignore
