/** The shapes of walls that a scene is looked at in while it is edited. Pure. */
import type { Layout } from '../../contract/scene.ts';
import { layoutFor, stageOf, type Stage } from '../wall/stage.ts';

/** Name and size in px. */
export const ASPECTS = [
  ['16:9', 1920, 1080],
  ['24:9', 2880, 1080],
  ['32:9', 3840, 1080],
  ['9:16', 1080, 1920],
] as const;
export type Aspect = (typeof ASPECTS)[number][0];

/** The stage of a shape, in design px, not scaled. */
export function stageFor(aspect: Aspect): Stage {
  const [, width, height] = ASPECTS.find(([name]) => name === aspect)!;
  return stageOf(width, height);
}

/** Which layout a wall of this shape shows, by its index. */
export const layoutIn = (layouts: readonly Layout[], aspect: Aspect): number =>
  layouts.indexOf(layoutFor(layouts, stageFor(aspect).aspect));

/** The shapes that show this layout; where none does, the nearest. */
export function aspectsOf(layouts: readonly Layout[], index: number): Aspect[] {
  const shown = ASPECTS.map(([name]) => name).filter((name) => layoutIn(layouts, name) === index);
  if (shown.length > 0) return shown;
  const wanted = layouts[index]?.minAspect ?? 1;
  const [nearest] = ASPECTS.map(([name]) => name).sort(
    (a, b) => Math.abs(stageFor(a).aspect - wanted) - Math.abs(stageFor(b).aspect - wanted),
  );
  return [nearest!];
}
