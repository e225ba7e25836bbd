/** The canvas: 1080 design px on its shorter side, scaled as one piece; text and charts at device pixels. */
import { inject, ref, type InjectionKey, type Ref } from 'vue';
import type { Layout } from '../../contract/scene.ts';

export const DESIGN = 1080;

export interface Stage {
  /** Design px. */
  width: number;
  height: number;
  /** Screen px a design px. */
  scale: number;
  aspect: number;
}

/** The stage of a viewport of this size in CSS px. */
export function stageOf(width: number, height: number): Stage {
  const w = Math.max(1, width);
  const h = Math.max(1, height);
  const aspect = w / h;
  return aspect >= 1
    ? { width: DESIGN * aspect, height: DESIGN, scale: h / DESIGN, aspect }
    : { width: DESIGN, height: DESIGN / aspect, scale: w / DESIGN, aspect };
}

/** The layout for a canvas of this aspect: the widest that fits, else the narrowest there is. */
export function layoutFor(layouts: readonly Layout[], aspect: number): Layout {
  const byWidth = [...layouts].sort((a, b) => b.minAspect - a.minAspect);
  // Sizes are whole pixels: 1366 × 768 is not quite 16:9 and is meant to be.
  return byWidth.find((layout) => layout.minAspect <= aspect + 0.01) ?? byWidth.at(-1)!;
}

/** Device px a design px, for canvases: charts and maps draw with it. Widgets inject it by this name. */
export const PIXEL_RATIO = 'pixelRatio';
/** Settles when canvas text may be painted. Widgets inject it by this name. */
export const FONTS_READY = 'fontsReady';

/** The element of the stage, inside which popups and the drawer are put. */
export const STAGE: InjectionKey<Ref<Stage>> = Symbol('stage');
export const useStage = (): Ref<Stage> => inject(STAGE, () => ref(stageOf(1920, DESIGN)), true);
