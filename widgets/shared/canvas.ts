/** What the shell may provide to things that draw on a canvas, with what holds without a shell. */
import { inject, type Ref, ref } from 'vue';

/** Device pixels per CSS pixel of the unscaled stage: the stage's scale × devicePixelRatio. */
export const usePixelRatio = (): Ref<number> =>
  inject<Ref<number> | null>('pixelRatio', null) ??
  ref(typeof window === 'undefined' ? 1 : window.devicePixelRatio || 1);

/** Resolves when the fonts have arrived: text on a canvas is not redrawn when they come later. */
export const useFontsReady = (): Promise<unknown> =>
  Promise.resolve(inject<Promise<unknown> | null>('fontsReady', null)).catch(() => undefined);

/** Resolves when the wall has painted its first numbers: what is heavy is loaded after them. */
export const useFirstPaint = (): Promise<unknown> =>
  Promise.resolve(inject<Promise<unknown> | null>('firstPaint', null)).catch(() => undefined);

/** Loads a part of a widget that comes after its first numbers, as the shell has it: a server may be away just then. */
export const useLoad = (): (<T>(load: () => Promise<T>) => Promise<T>) => inject('load', (load) => load(), false);

/** Whether the viewer asked for less motion. */
export const reducedMotion = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
