/**
 * A wall of several screens shows one stage: each screen renders all of it, moved so that its own rectangle is seen. The
 * picture goes on behind what lies between two screens. Pure.
 */
import type { Wall } from '../../contract/wall.ts';
import { stageOf, type Stage } from '../wall/stage.ts';

export interface Split {
  stage: Stage;
  /** Where this screen's rectangle begins on the stage, CSS px of this screen. */
  left: number;
  top: number;
  /** Whether there are other screens. */
  parted: boolean;
}

/** The stage of a wall and this screen's rectangle on it; `width`, `height`: what the screen really has, CSS px. */
export function splitOf(
  { rows, columns, screen, bezel }: Pick<Wall, 'rows' | 'columns' | 'screen' | 'bezel'>,
  place: { row: number; column: number },
  width: number,
  height: number,
): Split {
  const parted = rows * columns > 1;
  // A wall of one screen is as large as that screen, whatever was written down.
  if (!parted) return { stage: stageOf(width, height), left: 0, top: 0, parted };
  const stepX = screen.width + bezel.x;
  const stepY = screen.height + bezel.y;
  const whole = stageOf(columns * stepX - bezel.x, rows * stepY - bezel.y);
  const scale = Math.min(width / screen.width, height / screen.height);
  return {
    stage: { ...whole, scale: whole.scale * scale },
    left: Math.min(place.column, columns - 1) * stepX * scale,
    top: Math.min(place.row, rows - 1) * stepY * scale,
    parted,
  };
}
