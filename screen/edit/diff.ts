/** What differs between two versions of a scene. Pure. */
import type { Layout, Placement, Scene } from '../../contract/scene.ts';

/** One difference. `layout` is the least aspect of the layout it is in; `path` leads into what a widget or the scene says. */
export type Difference =
  | { what: 'layout-added' | 'layout-removed'; layout: number }
  | { what: 'grid'; layout: number; before: [number, number]; after: [number, number] }
  | { what: 'added' | 'removed'; layout: number; id: string; widget: string }
  | { what: 'replaced'; layout: number; id: string; before: string; after: string }
  | { what: 'moved' | 'resized'; layout: number; id: string; before: Placement['at']; after: Placement['at'] }
  | { what: 'option' | 'scope'; layout: number; id: string; path: string; before: unknown; after: unknown }
  | { what: 'scene'; path: string; before: unknown; after: unknown };

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Every path at which two values differ, in order; members are walked into, lists are not. */
export function paths(before: unknown, after: unknown, path = ''): { path: string; before: unknown; after: unknown }[] {
  if (isMembers(before) && isMembers(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => paths(before[name], after[name], `${path}/${name}`));
  }
  return same(before, after) ? [] : [{ path, before, after }];
}

function placements(layout: number, before: Placement, after: Placement): Difference[] {
  const { id } = after;
  const found: Difference[] = [];
  if (before.widget !== after.widget)
    found.push({ what: 'replaced', layout, id, before: before.widget, after: after.widget });
  const [bc, br, bw, bh] = before.at;
  const [ac, ar, aw, ah] = after.at;
  if (bc !== ac || br !== ar) found.push({ what: 'moved', layout, id, before: before.at, after: after.at });
  if (bw !== aw || bh !== ah) found.push({ what: 'resized', layout, id, before: before.at, after: after.at });
  for (const one of paths(before.options ?? {}, after.options ?? {}))
    found.push({ what: 'option', layout, id, ...one });
  for (const one of paths(before.scope ?? {}, after.scope ?? {})) found.push({ what: 'scope', layout, id, ...one });
  return found;
}

function layouts(before: Layout, after: Layout): Difference[] {
  const layout = after.minAspect;
  const found: Difference[] = [];
  if (before.columns !== after.columns || before.rows !== after.rows)
    found.push({ what: 'grid', layout, before: [before.columns, before.rows], after: [after.columns, after.rows] });
  for (const { id, widget } of before.widgets)
    if (!after.widgets.some((one) => one.id === id)) found.push({ what: 'removed', layout, id, widget });
  for (const one of after.widgets) {
    const was = before.widgets.find(({ id }) => id === one.id);
    if (was) found.push(...placements(layout, was, one));
    else found.push({ what: 'added', layout, id: one.id, widget: one.widget });
  }
  return found;
}

/** What became of `before`: of the scene, then layout by layout. Empty: they are the same to whoever looks. */
export function diff(before: Scene, after: Scene): Difference[] {
  const { layouts: was, ...said } = before;
  const { layouts: is, ...says } = after;
  const found: Difference[] = paths(said, says).map((one) => ({ what: 'scene', ...one }));
  for (const { minAspect } of was)
    if (!is.some((one) => one.minAspect === minAspect)) found.push({ what: 'layout-removed', layout: minAspect });
  for (const one of is) {
    const before = was.find(({ minAspect }) => minAspect === one.minAspect);
    if (before) found.push(...layouts(before, one));
    else found.push({ what: 'layout-added', layout: one.minAspect });
  }
  return found;
}
