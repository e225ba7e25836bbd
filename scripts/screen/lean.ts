/** Keeps the schema library out of the screen's script: declarations need its builders only (builders.ts). */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const BUILDERS = fileURLToPath(new URL('./builders.ts', import.meta.url));
const IMPORT = /import Type(?:, \{([^}]*)\})? from 'typebox';/;

/** The same source with the builders as a namespace, of which only those that are named come along; types stay types. Pure. */
export function lean(source: string, builders: string): string {
  return source.replace(IMPORT, (_all, types: string | undefined) => {
    const named = types === undefined ? '' : ` import type {${types.replaceAll('type ', '')}} from 'typebox';`;
    return `import * as Type from ${JSON.stringify(builders)};${named}`;
  });
}

/** Builders only make an object of their arguments: where nothing reads it they need not be called. */
export const PURE_BUILDERS = [
  'Array', 'Boolean', 'Enum', 'Integer', 'Literal', 'Null', 'Number', 'Object', 'Optional', 'Partial', 'Pick', 'Record',
  'String', 'Tuple', 'Union', 'Unknown', 'Unsafe',
].map((name) => `Type.${name}`); // prettier-ignore

/** Modules that do nothing when they are loaded but declare: one of which nothing is used is left out. */
export const DECLARE_ONLY = /\/(?:node_modules\/typebox|contract|scripts\/screen)\//;

export const leanTypebox = (): Plugin => ({
  name: 'lean-typebox',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\.ts$/, code: IMPORT },
    handler: (source) => ({ code: lean(source, BUILDERS), map: null }),
  },
});
