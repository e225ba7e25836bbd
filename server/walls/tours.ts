/** Which tours would stop at a scene that is not shown any more. */
import type { Walls } from './walls.ts';

/** For a scene, the first tour that stops at it, in words; null: none. */
export const tourWith =
  (walls: Pick<Walls, 'book'> | undefined) =>
  (scene: string): string | null => {
    for (const { id, wall } of walls?.book.list() ?? []) {
      const tour = wall.tours.find(({ steps }) => steps.some((step) => step.scene === scene));
      if (tour) return `the tour ${tour.id} of the wall ${id}`;
    }
    return null;
  };
