/**
 * `npm run shots`: pictures of the wall in every size it is made for, into `shots/`. With `--docs` instead the small ones of the
 * documentation; with `--scenes` instead every scene that the profiles have in every size and theme, of both simulated cities
 * full and of Wuxi empty (more than 500, an hour or two). `--only TEXT`, once or more: those whose name has one of these texts. Fails on an error in the
 * browser and on a request to another host.
 */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launch } from '../tests/support/chromium.ts';
import { DOCUMENTED, type Faults, type Picture, PICTURES, scenePictures, type Shown, take } from './pictures/take.ts';
import { startCity } from './pictures/server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SHOTS = join(root, 'shots');
const DOCS = join(root, 'docs', 'images');
/** A theme is a file of tokens. */
const THEMES = readdirSync(join(root, 'screen', 'theme', 'tokens')).map((file) => file.replace(/\.css$/, ''));
/** Pictures of the documentation are at most this wide and this large, and no wider than lets them be. */
const WIDTHS = [1280, 1152, 1024, 960];
/** Of those that are higher than wide. */
const TALL = [720, 648, 576];
const LARGEST = 250_000;

/** A picture drawn at the widest size whose file is small enough. */
async function small(browser: Browser, city: Shown, picture: Picture, faults: Faults): Promise<Buffer> {
  const [width, height] = picture.size;
  const widths = height > width ? TALL : WIDTHS;
  for (const narrow of widths) {
    const size: Picture['size'] = [narrow, Math.round((narrow * height) / width)];
    const bytes = await take(browser, city, { ...picture, size }, faults);
    if (bytes.length <= LARGEST) return bytes;
  }
  throw new Error(`${picture.name} is larger than ${LARGEST} bytes at ${widths.at(-1)} px`);
}

interface Job {
  browser: Browser;
  faults: Faults;
  /** Whether a picture of this name is wanted. */
  wanted(picture: Picture): boolean;
}

async function save(folder: string, name: string, bytes: Buffer): Promise<void> {
  await writeFile(join(folder, `${name}.png`), bytes);
  console.log(`${relative(root, folder)}/${name}.png  ${Math.round(bytes.length / 1000)} kB`);
}

/** Every scene of a city in every size and theme. */
async function takeScenes({ browser, faults, wanted }: Job, id: string, empty: boolean): Promise<void> {
  console.log(empty ? `an empty ${id} …` : `filling a simulated ${id} …`);
  const city = await startCity(id, empty);
  try {
    const face = (await (await fetch(`${city.address}/api/v1/cities/${id}`)).json()) as { scenes: { id: string }[] };
    for (const picture of scenePictures(id, face.scenes, THEMES, empty ? '-empty' : '').filter(wanted))
      await save(SHOTS, picture.name, await take(browser, city, picture, faults));
  } finally {
    await city.end();
  }
}

/** Pictures of a simulated city, those after its story last. */
async function takeCity({ browser, faults, wanted }: Job, pictures: readonly Picture[], docs: boolean): Promise<void> {
  console.log('filling a simulated city …');
  const city = await startCity();
  try {
    for (const story of [false, true]) {
      const own = pictures.filter((one) => Boolean(one.story) === story).filter(wanted);
      if (story && own.length > 0) await city.story();
      for (const picture of own)
        await save(docs ? DOCS : SHOTS, picture.name, await (docs ? small : take)(browser, city, picture, faults));
    }
  } finally {
    await city.end();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (!existsSync(join(root, 'dist', 'screen', 'index.html'))) {
    console.error('The screen is not built: run `npm run build` first.');
    return 1;
  }
  const only = args.filter((_, i) => args[i - 1] === '--only');
  const browser = await launch();
  const faults: Faults = { list: [] };
  const job: Job = {
    browser,
    faults,
    wanted: ({ name }) => only.length === 0 || only.some((text) => name.includes(text)),
  };
  await mkdir(SHOTS, { recursive: true });
  try {
    if (args.includes('--scenes')) {
      await takeScenes(job, 'wuxi', true);
      await takeScenes(job, 'wuxi', false);
      await takeScenes(job, 'weifang', false);
    } else if (args.includes('--docs')) {
      await mkdir(DOCS, { recursive: true });
      await takeCity(job, DOCUMENTED, true);
    } else await takeCity(job, PICTURES, false);
  } finally {
    await browser.close();
    // Also when a picture could not be taken: they mostly say why.
    for (const fault of new Set(faults.list)) console.error(fault);
  }
  return faults.list.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  return 1;
});
