/** Which build of the screen this server gives out: the name of its entry script, which holds a hash of its content. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The same is read off the page by screens (screen/show/build.ts). Empty where the page has no such script. */
export const buildIn = (page: string): string =>
  /<script[^>]+type="module"[^>]+src="[^"]*\/([^"/]+)\.js"/.exec(page)?.[1] ?? '';

/** The build in this folder; empty where the screen is not built. */
export function buildOf(dir: string): string {
  try {
    return buildIn(readFileSync(join(dir, 'index.html'), 'utf8'));
  } catch {
    return '';
  }
}
