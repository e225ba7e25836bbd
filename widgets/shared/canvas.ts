/** What the shell may provide to things that draw on a canvas, with what holds without a shell. */
import { inject, type Ref, ref } from 'vue';

/** Device pixels per CSS pixel of the unscaled stage: the stage's scale × devicePixelRatio. */
export const usePixelRatio = (): Ref<number> =>
  inject<Ref<number> | null>('pixelRatio', null) ??
  ref(typeof window === 'undefined' ? 1 : window.devicePixelRatio || 1);

/** Resolves when the fonts have arrived: text on a canvas is not redrawn when they come later. */
export const useFontsReady = (): Promise<unknown> =>
  Promise.resolve(inject<Promise<unknown> | null>('fontsReady', null)).catch(() => undefined);

/** Whether the viewer asked for less motion. */
export const reducedMotion = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
