/** What may be done on the grid of a layout: nothing leaves it and nothing overlaps. Pure; null stands for: there is no room. */
import { overlap, within, type Layout, type Placement } from '../../contract/scene.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';

export type At = Placement['at'];

/** The grid that sizes of widgets are said in (contract/widget.ts). */
const SIZES = [24, 18] as const;

/** All places for so many cells, row by row. */
function* places(grid: Pick<Layout, 'columns' | 'rows'>, columns: number, rows: number): Generator<At> {
  for (let row = 0; row + rows <= grid.rows; row++)
    for (let column = 0; column + columns <= grid.columns; column++) yield [column, row, columns, rows];
}

/** The first place of so many cells that is free, from the top left; null: there is none. */
export function firstFree(layout: Layout, columns: number, rows: number): At | null {
  for (const at of places(layout, columns, rows)) if (!layout.widgets.some((one) => overlap(one.at, at))) return at;
  return null;
}

/** Where a new widget goes: as large as it likes to be if that is free somewhere, else smaller down to what it needs. */
export function placeFor(layout: Layout, { min, ideal }: WidgetDeclaration['size']): At | null {
  // Upright layouts have fewer columns for the same width of a panel.
  const upright = layout.minAspect < 1;
  const cells = (size: number, axis: 0 | 1): number => {
    const all = axis === 0 ? layout.columns : layout.rows;
    const share = upright ? (axis === 0 ? 1.8 : 0.56) : 1;
    return Math.min(all, Math.max(1, Math.round((size / SIZES[axis]) * all * share)));
  };
  const [least, most] = [
    [cells(min[0], 0), cells(min[1], 1)],
    [cells(ideal[0], 0), cells(ideal[1], 1)],
  ] as [[number, number], [number, number]];
  const sizes: [number, number][] = [];
  for (let columns = Math.max(most[0], least[0]); columns >= least[0]; columns--)
    for (let rows = Math.max(most[1], least[1]); rows >= least[1]; rows--) sizes.push([columns, rows]);
  sizes.sort((a, b) => b[0] * b[1] - a[0] * a[1]);
  for (const [columns, rows] of sizes) {
    const at = firstFree(layout, columns, rows);
    if (at) return at;
  }
  return null;
}

const away = ([ac, ar]: At, [bc, br]: At): number => Math.abs(ac - bc) + Math.abs(ar - br);

/** The layout with these places. Unchanged placements keep their identity. */
export function arranged(layout: Layout, at: Readonly<Record<string, At>>): Layout {
  const widgets = layout.widgets.map((one) => {
    const next = at[one.id];
    return next && next.some((cell, i) => cell !== one.at[i]) ? { ...one, at: next } : one;
  });
  return widgets.every((one, i) => one === layout.widgets[i]) ? layout : { ...layout, widgets };
}

/** One widget put here; those that it covers go to the nearest free place of their size. */
export function put(layout: Layout, id: string, at: At): Layout | null {
  if (!within(at, layout)) return null;
  const rest = layout.widgets.filter((one) => one.id !== id);
  const covered = rest.filter((one) => overlap(one.at, at));
  const taken: At[] = [at, ...rest.filter((one) => !covered.includes(one)).map((one) => one.at)];
  const moved: Record<string, At> = { [id]: at };
  for (const one of covered) {
    let best: At | null = null;
    for (const place of places(layout, one.at[2], one.at[3])) {
      if (taken.some((there) => overlap(there, place))) continue;
      if (!best || away(place, one.at) < away(best, one.at)) best = place;
    }
    if (!best) return null;
    moved[one.id] = best;
    taken.push(best);
  }
  return arranged(layout, moved);
}

/** One widget a step on; where there is no room for a step it changes places with the one neighbour of its breadth. */
export function nudge(layout: Layout, id: string, dx: -1 | 0 | 1, dy: -1 | 0 | 1): Layout | null {
  const one = layout.widgets.find((widget) => widget.id === id);
  if (!one) return null;
  const [column, row, columns, rows] = one.at;
  const step: At = [column + dx, row + dy, columns, rows];
  if (!within(step, layout)) return null;
  const there = put(layout, id, step);
  if (there) return there;
  const [other, ...more] = layout.widgets.filter((widget) => widget.id !== id && overlap(widget.at, step));
  if (!other || more.length > 0) return null;
  const axis = dx !== 0 ? 0 : 1;
  const [mine, its]: [At, At] = [[...one.at], [...other.at]];
  if (one.at[1 - axis] !== other.at[1 - axis] || one.at[3 - axis] !== other.at[3 - axis]) return null;
  const forward = dx + dy > 0;
  const from = Math.min(mine[axis], its[axis]);
  mine[axis] = forward ? from + other.at[axis + 2]! : from;
  its[axis] = forward ? from : from + one.at[axis + 2]!;
  return arranged(layout, { [id]: mine, [other.id]: its });
}

/** One widget larger or smaller by cells at its right and lower edge. */
export function stretch(layout: Layout, id: string, dw: number, dh: number): Layout | null {
  const one = layout.widgets.find((widget) => widget.id === id);
  if (!one) return null;
  const [column, row, columns, rows] = one.at;
  return put(layout, id, [column, row, columns + dw, rows + dh]);
}

/** An id for one more of these widgets, that the layout does not have. */
export function freshId(layout: Layout, widget: string): string {
  const taken = new Set(layout.widgets.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '' : `-${n}`;
    const id = `${widget.slice(0, 40 - tail.length)}${tail}`;
    if (!taken.has(id)) return id;
  }
}
