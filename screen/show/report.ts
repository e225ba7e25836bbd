/** What a screen tells of itself: how it paints, what went wrong, which page it runs. */
import type { DeviceReport } from '../../contract/wall.ts';
import { buildOf } from './build.ts';

/** Frames that are timed one after the other. */
const BURST = 10;
/** Between two bursts, ms: a page that asks for every frame never rests, though nothing on it changes. */
const REST = 3000;

export interface Watch {
  /** The report of this moment. */
  report(parts: { scene: string | null; awake: boolean; stuck: boolean }): DeviceReport;
  /** When it painted last as far as it was looked at, monotonic ms: not later than REST ago while it paints. */
  painted(): number;
  stop(): void;
}

/** Watches a window. */
export function watchWindow(target: Window): Watch {
  const { performance } = target;
  const begun = performance.now();
  /** Frames a second in the last burst. */
  let rate = 0;
  let last = begun;
  let errors = 0;
  let message: string | undefined;
  let handle = 0;
  let timer = 0;
  const burst = (): void => {
    let since = NaN;
    let frames = -1;
    const frame = (): void => {
      last = performance.now();
      if (++frames === 0) since = last;
      if (frames < BURST) handle = target.requestAnimationFrame(frame);
      else {
        rate = last > since ? (frames / (last - since)) * 1000 : 0;
        timer = target.setTimeout(burst, REST);
      }
    };
    handle = target.requestAnimationFrame(frame);
  };
  burst();
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
      const fps = at - last > 2 * REST ? 0 : Math.min(1000, Math.round(rate * 10) / 10);
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
      target.clearTimeout(timer);
      target.removeEventListener('error', onError);
      target.removeEventListener('unhandledrejection', onRejection);
    },
  };
}
