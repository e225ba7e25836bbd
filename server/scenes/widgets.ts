/**
 * The declarations of the widgets, as far as the server needs them: which options they take, and which topics they join.
 * They are read from the folders of the widgets when the first scene is checked; their views are not.
 */
import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import { MODULE } from '../worker.ts';

export type Widgets = ReadonlyMap<string, WidgetDeclaration>;

const HERE = new URL('../../widgets/', import.meta.url);
let found: Promise<Widgets> | null = null;

async function find(): Promise<Widgets> {
  const widgets = new Map<string, WidgetDeclaration>();
  for (const entry of await readdir(HERE, { withFileTypes: true })) {
    const file = new URL(`${entry.name}/widget${MODULE}`, HERE);
    if (!entry.isDirectory() || entry.name.startsWith('_') || !existsSync(file)) continue;
    const { default: declaration } = (await import(file.href)) as { default: WidgetDeclaration };
    widgets.set(declaration.id, declaration);
  }
  return widgets;
}

/** Declarations by id. Rejects where the folder cannot be read; it is then read again at the next call. */
export function findWidgets(): Promise<Widgets> {
  found ??= find().catch((error: unknown) => {
    found = null;
    throw error;
  });
  return found;
}
