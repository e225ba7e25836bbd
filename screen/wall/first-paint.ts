/**
 * The first numbers come first: what is heavy (charts, the map, their fonts) is neither loaded nor made before they have
 * been painted.
 */
import { inject, provide } from 'vue';
import { loadPatiently } from '../faults.ts';

/** Settles when the first numbers have been painted. Widgets inject it by this name. */
export const FIRST_PAINT = 'firstPaint';
const PANEL = 'firstPanel';
/** Widgets load what is heavy through what is provided by this name. */
const LOAD = 'load';
/** Where no number comes, nobody waits longer than this, ms. */
const PATIENCE = 3000;

/** What a panel tells of itself. */
export interface FirstPanel {
  /** Its view is there, or cannot be had. */
  loaded(): void;
  /** It has drawn its data. */
  shown(): void;
}

export interface FirstPaint {
  /**
   * Settles when the views of all panels that began are there and half of them have drawn their data: what is held for
   * another reason (alerts) comes before the numbers and is not them. Never rejects.
   */
  painted: Promise<void>;
  /** A panel begins. */
  panel(): FirstPanel;
}

/** `frame` runs a task in the next frame of the browser. */
export function firstPaint(frame: (task: () => void) => void = (task) => void requestAnimationFrame(task)): FirstPaint {
  let settle: () => void = () => undefined;
  const painted = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const timer = setTimeout(settle, PATIENCE);
  let [began, loading, drawn, told] = [0, 0, 0, false];
  const check = (): void => {
    if (told || drawn === 0 || drawn * 2 < began || loading > 0) return;
    told = true;
    // The frame that has them is handed over before the next one begins; a timer set in its callback runs after it.
    frame(() =>
      frame(() =>
        setTimeout(() => {
          clearTimeout(timer);
          settle();
        }),
      ),
    );
  };
  return {
    painted,
    panel() {
      let [there, done] = [false, false];
      began++;
      loading++;
      return {
        loaded() {
          if (!there) loading--;
          there = true;
          check();
        },
        shown() {
          if (!done) drawn++;
          done = true;
          check();
        },
      };
    },
  };
}

/** Hands it to the parts of the wall, with the way to load what comes after it: a server may go away in between. */
export function provideFirstPaint(first: FirstPaint): void {
  provide(LOAD, loadPatiently);
  provide(FIRST_PAINT, first.painted);
  provide(PANEL, first.panel);
}

const ALONE: FirstPanel = { loaded: () => undefined, shown: () => undefined };
/** What a panel tells; nobody hears it outside of a wall. */
export const useFirstPanel = (): FirstPanel => inject<() => FirstPanel>(PANEL, () => ALONE, false)();
