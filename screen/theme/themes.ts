/** The themes there are: one file of tokens each in tokens/, found and not registered. */
import { computed, shallowRef, watch } from 'vue';

/** The theme of a screen that is told none. */
export const PLAIN = 'command';

/** The text of each file; as text, since a bundler drops a style sheet of which only the name is used. */
const SHEETS = import.meta.glob<string>('./tokens/*.css', { eager: true, query: '?inline', import: 'default' });

/** Ids of all themes, the plain one first. */
export const THEMES: readonly string[] = Object.keys(SHEETS)
  .map((path) => /([^/]+)\.css$/.exec(path)![1]!)
  .sort((a, b) => Number(b === PLAIN) - Number(a === PLAIN) || a.localeCompare(b));

/**
 * The theme to show: what the address asks for (`?theme=`), else what the wall is set to, else the plain one. A name
 * that is no theme counts as none, for a wall may have been set by a newer version.
 */
export function themeOf(asked: unknown, told: string | undefined): string {
  for (const name of [asked, told]) if (typeof name === 'string' && THEMES.includes(name)) return name;
  return PLAIN;
}

const asked = shallowRef<unknown>();
const told = shallowRef<string>();
const theme = computed(() => themeOf(asked.value, told.value));

/** Takes what the address of the page asks for. */
export const askTheme = (name: unknown): void => void (asked.value = name);
/** Takes what the wall that this screen follows is set to; undefined: it follows none, or that one has no choice. */
export const tellTheme = (name: string | undefined): void => void (told.value = name);

/**
 * Gives the document all themes and keeps it in the one that holds, from now on and without a reload. Charts and map
 * read their colours from there.
 */
export function wearTheme(page: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Object.values(SHEETS).join('\n'));
  page.adoptedStyleSheets.push(sheet);
  watch(theme, (name) => (page.documentElement.dataset['theme'] = name), { immediate: true, flush: 'sync' });
}
