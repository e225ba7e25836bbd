/**
 * `npm run shots`: pictures of the wall in every size it is made for, into `shots/`. With `--docs` also the small
 * ones of the documentation. Fails on an error in the browser and on a request to another host.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launch } from '../tests/support/chromium.ts';
import { type Faults, type Picture, PICTURES, type Shown, take } from './pictures/take.ts';
import { startCity } from './pictures/server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SHOTS = join(root, 'shots');
const DOCS = join(root, 'docs', 'images');
/** Pictures of the documentation are at most this wide and this large, and no wider than lets them be. */
const WIDTHS = [1280, 1152, 1024, 960];
const LARGEST = 250_000;

/** Pictures of the documentation, by the name of their file there. */
const DOCUMENTED = { overview: 'overview', drill: 'drill', 'alerts-board': 'alerts', console: 'console' } as const;

/** A picture drawn at the widest size whose file is small enough. */
async function small(browser: Browser, city: Shown, picture: Picture, faults: Faults): Promise<Buffer> {
  for (const width of WIDTHS) {
    const bytes = await take(browser, city, { ...picture, size: [width, Math.round((width * 9) / 16)] }, faults);
    if (bytes.length <= LARGEST) return bytes;
  }
  throw new Error(`${picture.name} is larger than ${LARGEST} bytes at ${WIDTHS.at(-1)} px`);
}

async function main(docs: boolean): Promise<number> {
  if (!existsSync(join(root, 'dist', 'screen', 'index.html'))) {
    console.error('The screen is not built: run `npm run build` first.');
    return 1;
  }
  const browser = await launch();
  const faults: Faults = { list: [] };
  try {
    console.log('filling a simulated city …');
    const city = await startCity();
    try {
      await mkdir(SHOTS, { recursive: true });
      if (docs) await mkdir(DOCS, { recursive: true });
      for (const story of [false, true]) {
        if (story) await city.story();
        for (const picture of PICTURES.filter((one) => Boolean(one.story) === story)) {
          const bytes = await take(browser, city, picture, faults);
          await writeFile(join(SHOTS, `${picture.name}.png`), bytes);
          console.log(`shots/${picture.name}.png  ${Math.round(bytes.length / 1000)} kB`);
          const file = docs && Object.entries(DOCUMENTED).find(([, name]) => picture.name === `${name}-1920x1080`)?.[0];
          if (!file) continue;
          const smaller = await small(browser, city, picture, faults);
          await writeFile(join(DOCS, `${file}.png`), smaller);
          console.log(`docs/images/${file}.png  ${Math.round(smaller.length / 1000)} kB`);
        }
      }
    } finally {
      await city.end();
    }
  } finally {
    await browser.close();
    // Also when a picture could not be taken: they mostly say why.
    for (const fault of new Set(faults.list)) console.error(fault);
  }
  return faults.list.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.includes('--docs')).catch((error: unknown) => {
  console.error(error);
  return 1;
});
