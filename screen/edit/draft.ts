/** A scene while it is edited: what is chosen, what was done, and what can be undone. Pure. */
import type { Condition } from '../../contract/condition.ts';
import { gridFault, LAYOUTS_MAX, type Layout, type Placement, type Scene } from '../../contract/scene.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import { arranged, freshId, nudge, placeFor, stretch, type At } from './grid.ts';

/** Steps that can be undone. */
export const STEPS_MAX = 100;

export interface Draft {
  scene: Scene;
  /** As it was saved last, and the newest version that was known then. */
  saved: Scene;
  base: number;
  /** Index of the layout that is edited. */
  layout: number;
  /** Id of the placement that is chosen. */
  chosen: string | null;
  past: readonly Scene[];
  future: readonly Scene[];
  /** What was done last: typing on in one field is one step. */
  key: string | null;
  /** The last act had no room on the grid. */
  cramped: boolean;
}

export type Words = Pick<Scene, 'titles' | 'subtitles' | 'group'>;
export type Act =
  | { do: 'look'; layout: number }
  | { do: 'choose'; id: string | null }
  /** Places that a drag gave. */
  | { do: 'arrange'; at: Readonly<Record<string, At>> }
  | { do: 'nudge'; id: string; dx: -1 | 0 | 1; dy: -1 | 0 | 1 }
  | { do: 'stretch'; id: string; dw: number; dh: number }
  | { do: 'add'; widget: Pick<WidgetDeclaration, 'id' | 'size'>; options?: Record<string, unknown> }
  | { do: 'remove'; id: string }
  | { do: 'options'; id: string; options: Record<string, unknown>; field: string }
  | { do: 'scope'; id: string; scope: Condition | undefined }
  | { do: 'words'; words: Words; field: string }
  /** One more layout, for walls at least so wide for their height: a copy of the one that is looked at. */
  | { do: 'add-layout'; minAspect: number }
  /** The layout that is looked at goes; the last one stays. */
  | { do: 'remove-layout' }
  /** The content of an older version, to go on from. */
  | { do: 'take'; scene: Scene }
  | { do: 'undo' }
  | { do: 'redo' }
  /** The server has this now as the newest version. */
  | { do: 'saved'; scene: Scene; base: number };

/** The draft of a version that was just read. */
export const begin = (scene: Scene, base: number): Draft => ({
  scene, saved: scene, base, layout: 0, chosen: null, past: [], future: [], key: null, cramped: false,
}); // prettier-ignore

/** Whether there is something to save. */
export const dirty = ({ scene, saved }: Draft): boolean =>
  scene !== saved && JSON.stringify(scene) !== JSON.stringify(saved);

export const layoutOf = (draft: Draft): Layout => draft.scene.layouts[draft.layout] ?? draft.scene.layouts[0]!;
export const chosenOf = (draft: Draft): Placement | undefined =>
  layoutOf(draft).widgets.find(({ id }) => id === draft.chosen);

/** What is chosen is there; the layout that is looked at too. */
function settled(draft: Draft): Draft {
  const layout = Math.min(draft.layout, draft.scene.layouts.length - 1);
  const there = draft.scene.layouts[layout]?.widgets.some(({ id }) => id === draft.chosen);
  return { ...draft, layout, chosen: there ? draft.chosen : null };
}

/** A new scene as one step, or as a part of the step before it where that was about the same. */
function changed(draft: Draft, scene: Scene, key: string | null = null, chosen = draft.chosen): Draft {
  if (scene === draft.scene) return { ...draft, cramped: false };
  const on = key !== null && key === draft.key;
  const past = on ? draft.past : [...draft.past, draft.scene].slice(-STEPS_MAX);
  return settled({ ...draft, scene, past, future: [], key, chosen, cramped: false });
}

const withLayout = (draft: Draft, layout: Layout): Scene =>
  layout === layoutOf(draft)
    ? draft.scene
    : { ...draft.scene, layouts: draft.scene.layouts.map((one) => (one === layoutOf(draft) ? layout : one)) };

/** A change of the grid, or a note that there was no room for it. */
const onGrid = (draft: Draft, layout: Layout | null, key: string | null = null): Draft =>
  layout ? changed(draft, withLayout(draft, layout), key) : { ...draft, cramped: true };

function placement(draft: Draft, id: string, change: (one: Placement) => Placement): Scene {
  const layout = layoutOf(draft);
  return withLayout(draft, { ...layout, widgets: layout.widgets.map((one) => (one.id === id ? change(one) : one)) });
}

/** What is empty is left out, as a scene has it that was written by hand. */
function without(one: Placement, name: 'options' | 'scope', value: object | undefined): Placement {
  const rest = { ...one };
  delete rest[name];
  return value && Object.keys(value).length > 0 ? { ...rest, [name]: value } : rest;
}

/** Whether a scene may have a layout from this aspect on: it has none of it, and not too many. */
export const mayAdd = ({ layouts }: Pick<Scene, 'layouts'>, minAspect: number): boolean =>
  Number.isFinite(minAspect) &&
  minAspect >= 0 &&
  layouts.length < LAYOUTS_MAX &&
  !layouts.some((one) => one.minAspect === minAspect);

/** The draft after an act. */
export function step(draft: Draft, act: Act): Draft {
  switch (act.do) {
    case 'look':
      return settled({ ...draft, layout: act.layout, key: null, cramped: false });
    case 'choose':
      return settled({ ...draft, chosen: act.id, cramped: false });
    case 'arrange': {
      const layout = arranged(layoutOf(draft), act.at);
      return onGrid(draft, gridFault({ layouts: [layout] }) ? null : layout);
    }
    case 'nudge':
      return onGrid(draft, nudge(layoutOf(draft), act.id, act.dx, act.dy), `nudge ${act.id}`);
    case 'stretch':
      return onGrid(draft, stretch(layoutOf(draft), act.id, act.dw, act.dh), `stretch ${act.id}`);
    case 'add': {
      const layout = layoutOf(draft);
      const at = placeFor(layout, act.widget.size);
      if (!at) return { ...draft, cramped: true };
      const one: Placement = { id: freshId(layout, act.widget.id), widget: act.widget.id, at };
      const widgets = [...layout.widgets, without(one, 'options', act.options)];
      return changed(draft, withLayout(draft, { ...layout, widgets }), null, one.id);
    }
    case 'remove': {
      const layout = layoutOf(draft);
      const widgets = layout.widgets.filter(({ id }) => id !== act.id);
      return widgets.length === layout.widgets.length
        ? draft
        : changed(draft, withLayout(draft, { ...layout, widgets }));
    }
    case 'options':
      return changed(
        draft,
        placement(draft, act.id, (one) => without(one, 'options', act.options)),
        `options ${draft.layout} ${act.id} ${act.field}`,
      );
    case 'scope':
      return changed(
        draft,
        placement(draft, act.id, (one) => without(one, 'scope', act.scope)),
      );
    case 'words': {
      const { titles: _t, subtitles: _s, group: _g, id, ...rest } = draft.scene;
      const { titles, subtitles, group } = act.words;
      const words = { titles, ...(subtitles && { subtitles }), ...(group && { group }) };
      return changed(draft, { id, ...words, ...rest }, `words ${act.field}`);
    }
    case 'add-layout': {
      const { layouts } = draft.scene;
      const { minAspect } = act;
      if (!mayAdd(draft.scene, minAspect)) return draft;
      const made = { ...structuredClone(layoutOf(draft)), minAspect };
      // The widest first, as scenes are written by hand.
      const at = layouts.findIndex((one) => one.minAspect < minAspect);
      const next = at < 0 ? [...layouts, made] : [...layouts.slice(0, at), made, ...layouts.slice(at)];
      return { ...changed(draft, { ...draft.scene, layouts: next }), layout: next.indexOf(made) };
    }
    case 'remove-layout': {
      const { layouts } = draft.scene;
      if (layouts.length < 2) return draft;
      return changed(draft, { ...draft.scene, layouts: layouts.filter((one) => one !== layoutOf(draft)) }, null, null);
    }
    case 'take':
      return changed(draft, act.scene);
    case 'undo': {
      const before = draft.past.at(-1);
      if (!before) return draft;
      const future = [draft.scene, ...draft.future];
      return settled({ ...draft, scene: before, past: draft.past.slice(0, -1), future, key: null, cramped: false });
    }
    case 'redo': {
      const [next, ...future] = draft.future;
      if (!next) return draft;
      return settled({ ...draft, scene: next, past: [...draft.past, draft.scene], future, key: null, cramped: false });
    }
    case 'saved':
      return { ...draft, saved: act.scene, base: act.base, key: null };
  }
}
