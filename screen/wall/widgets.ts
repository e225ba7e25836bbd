/**
 * Declarations of widgets as a scene needs them: each is a part of the screen's script of its own, so that a wall begins
 * with those that it shows. `registry.ts` has all of them at once.
 */
import type { WidgetDeclaration } from '../../contract/widget.ts';

const found = import.meta.glob<WidgetDeclaration>('../../widgets/*/widget.ts', { import: 'default' });
const loaders = new Map(Object.entries(found).map(([path, load]) => [/([^/]+)\/widget\.ts$/.exec(path)![1]!, load]));
const known = new Map<string, WidgetDeclaration>();

/** Whether there is a widget of this id. Folders that begin with `_` are templates and not shown. */
export const isWidget = (id: string): boolean => !id.startsWith('_') && loaders.has(id);

/** The declaration of a widget that was loaded before. */
export const declared = (id: string): WidgetDeclaration | undefined => known.get(id);

/** Loads the declaration of a widget. Rejects where it cannot be loaded; asked again it is loaded again. */
export async function declare(id: string): Promise<WidgetDeclaration> {
  const load = isWidget(id) ? loaders.get(id) : undefined;
  if (!load) throw new Error(`there is no widget ${id}`);
  const declaration = known.get(id) ?? (await load());
  known.set(id, declaration);
  return declaration;
}

/** A scene waits so long for the declarations of its widgets, ms; what comes later comes into its panel by itself. */
const PATIENCE = 3000;

/** Settles when those that there are have been loaded, have failed, or were waited for long enough. Null: all are there. */
export function declareAll(ids: Iterable<string>): Promise<void> | null {
  const missing = [...new Set(ids)].filter((id) => isWidget(id) && !known.has(id));
  if (missing.length === 0) return null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  // Who failed says so in its panel, which asks for it again.
  const loaded = Promise.allSettled(missing.map(declare)).then(() => undefined);
  return Promise.race([loaded, waited]).finally(() => clearTimeout(timer));
}
