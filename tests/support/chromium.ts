/** A real browser, as on a wall but without a screen: Debian's Chromium with WebGL in software and
 * composed without a GPU, which is far quicker than a GPU in software. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser, or undefined where there is none. */
export const chromiumPath = PLACES.find((path) => path && existsSync(path));

/** Starts it. Throws when there is none. */
export async function launch(): Promise<Browser> {
  if (!chromiumPath) throw new Error('no Chromium: install it or name it in CHROMIUM');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-compositing', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc', '--enable-precise-memory-info',
    ],
  }); // prettier-ignore
}
