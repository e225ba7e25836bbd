/** A wall as it is edited: its measures in fields, the rest as JSON. Pure; whether it can be the server says. */
import { PLAIN_WALL, type Wall } from '../../../contract/wall.ts';

export interface Draft {
  id: string;
  /** It is there already: its id stays. */
  there: boolean;
  zh: string;
  en: string;
  rows: number;
  columns: number;
  width: number;
  height: number;
  bezelX: number;
  bezelY: number;
  idle: number;
  mode: Wall['mode'];
  /** Tours, schedule, night and theme. */
  more: string;
}

export function draftOf(id: string, wall: Wall = PLAIN_WALL, there = true): Draft {
  const { names, rows, columns, screen, bezel, idle, mode, ...rest } = wall;
  return {
    id,
    there,
    ...names,
    rows,
    columns,
    width: screen.width,
    height: screen.height,
    bezelX: bezel.x,
    bezelY: bezel.y,
    idle,
    mode,
    more: JSON.stringify(rest, null, 2),
  };
}

/** The wall of a draft. Throws SyntaxError where the JSON is none. */
export function wallOf({ zh, en, rows, columns, width, height, bezelX, bezelY, idle, mode, more }: Draft): Wall {
  const rest: unknown = JSON.parse(more);
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) throw new SyntaxError('{ … }');
  const wall = {
    ...(rest as Pick<Wall, 'tours' | 'schedule'>),
    names: { zh: zh.trim(), en: en.trim() || zh.trim() },
    rows,
    columns,
    screen: { width, height },
    bezel: { x: bezelX, y: bezelY },
    idle,
    mode,
  };
  return wall;
}
