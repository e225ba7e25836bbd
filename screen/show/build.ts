/** Which build of the screen this page is: the name of its entry script (the server reads the same, server/walls/build.ts). */
export function buildOf(page: Document): string {
  const script = page.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return /\/([^/]+)\.js$/.exec(script?.src ?? '')?.[1] ?? '';
}
