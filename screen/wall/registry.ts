/** The widgets: every folder `widgets/<id>/` with a declaration. There is no list to edit. */
import type { WidgetDeclaration } from '../../contract/widget.ts';

const found = import.meta.glob<WidgetDeclaration>('../../widgets/*/widget.ts', { eager: true, import: 'default' });

/** Declarations by id. Folders that begin with `_` are templates and not shown. */
export const WIDGETS: ReadonlyMap<string, WidgetDeclaration> = new Map(
  Object.entries(found)
    .filter(([path]) => !path.includes('/widgets/_'))
    .map(([, declaration]) => [declaration.id, declaration]),
);
