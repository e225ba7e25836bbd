/** What a screen tells of itself: how it paints, what went wrong, which page it runs. */
import type { DeviceReport } from '../../contract/wall.ts';
import { buildOf } from './build.ts';

export interface Watch {
  /** The report of this moment; frames are counted since the one before. */
  report(parts: { scene: string | null; awake: boolean; stuck: boolean }): DeviceReport;
  /** When the last frame was painted, monotonic ms. */
  painted(): number;
  stop(): void;
}

/** Watches a window. */
export function watchWindow(target: Window): Watch {
  const { performance } = target;
  const begun = performance.now();
  let frames = 0;
  let since = begun;
  let last = begun;
  let errors = 0;
  let message: string | undefined;
  let handle = 0;
  const frame = (): void => {
    frames++;
    last = performance.now();
    handle = target.requestAnimationFrame(frame);
  };
  handle = target.requestAnimationFrame(frame);
  const note = (text: unknown): void => {
    errors++;
    message = String(text).slice(0, 200);
  };
  const onError = (event: ErrorEvent): void => note(event.message);
  const onRejection = (event: PromiseRejectionEvent): void =>
    note(event.reason instanceof Error ? event.reason.message : event.reason);
  target.addEventListener('error', onError);
  target.addEventListener('unhandledrejection', onRejection);
  return {
    report({ scene, awake, stuck }) {
      const at = performance.now();
      const fps = at > since ? Math.min(1000, Math.round((frames / (at - since)) * 10_000) / 10) : 0;
      [frames, since] = [0, at];
      const heap = (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize;
      return {
        version: buildOf(target.document).slice(0, 64),
        uptime: Math.round((at - begun) / 1000),
        fps,
        ...(heap !== undefined && { heap: Math.round(heap / 1e5) / 10 }),
        errors,
        ...(message !== undefined && { lastError: message }),
        width: target.innerWidth,
        height: target.innerHeight,
        pixelRatio: Math.min(16, target.devicePixelRatio),
        ...(scene !== null && { scene }),
        clock: Date.now(),
        awake,
        ...(stuck && { stuck }),
      };
    },
    painted: () => last,
    stop() {
      target.cancelAnimationFrame(handle);
      target.removeEventListener('error', onError);
      target.removeEventListener('unhandledrejection', onRejection);
    },
  };
}
