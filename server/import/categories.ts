/** Names of categories as other systems write them, for their codes. Pure. */
import type { City } from '../../contract/city.ts';

const spelled = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
const PATH = /\s*[/>\\|→-]+\s*/;

/**
 * The code of a category by its code, its name where one category only has it, or the names of its path
 * (`城乡建设/供水/停水`). Undefined: the city has no such category.
 */
export function categoryCodes({ categories }: Pick<City, 'categories'>): (name: string) => string | undefined {
  const names = new Map<string, string | null>();
  const paths = new Map<string, string>();
  const byCode = new Map(categories.map((category) => [category.code, category]));
  for (const { code, names: own } of categories) {
    const above = code.split('.').map((_, i, parts) => byCode.get(parts.slice(0, i + 1).join('.')));
    for (const language of ['zh', 'en'] as const) {
      const name = spelled(own[language]);
      if (name === '') continue;
      const other = names.get(name);
      names.set(name, other === undefined || other === code ? code : null);
      paths.set(above.map((one) => spelled(one?.names[language] ?? '')).join('/'), code);
    }
  }
  return (given) => {
    const text = given.trim();
    if (byCode.has(text)) return text;
    const name = spelled(text);
    const parts = name.split(PATH).filter((part) => part !== '');
    return paths.get(parts.join('/')) ?? names.get(name) ?? undefined;
  };
}
