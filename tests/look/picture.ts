/** Pictures of exhibits: cut out, made small, kept beside this file, compared. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const BASELINES = join(here, 'baselines');
/** What was seen where it differs from its baseline, and the difference; not part of the project. */
const SEEN = join(here, '..', '..', 'tmp', 'look');
const BROWSER = join(here, 'chromium.txt');

/** Colour distance of pixelmatch (YIQ, 0–1) up to which a pixel counts as the same. */
const THRESHOLD = 0.12;
/**
 * Share of pixels that may differ: edges of letters that a renderer rounds otherwise. A machine that builds (CI) has another
 * processor, and its software drawing rounds more of them otherwise; there a part that is missing or of another colour is found.
 */
const SHARE = process.env['CI'] ? 0.03 : 0.002;
/** And at least so many. */
const FEW = 12;

export type Picture = PNG;
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture as the bytes of a file. */
export const write = (picture: Picture): Buffer => PNG.sync.write(picture, { colorType: 2, deflateLevel: 9 });
/** The picture in the bytes of a file. */
export const read = (bytes: Buffer): Picture => PNG.sync.read(bytes);

/** The part of a screenshot in a box of its pixels, in 32 shades a channel: a third of the bytes, and nothing that an eye misses. */
export function cut(from: Picture, box: Box): Picture {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.floor) as [number, number, number, number]; // prettier-ignore
  if (x < 0 || y < 0 || x + width > from.width || y + height > from.height) throw new Error('out of the picture');
  const to = new PNG({ width, height });
  for (let row = 0; row < height; row++)
    from.data.copy(
      to.data,
      row * width * 4,
      ((y + row) * from.width + x) * 4,
      ((y + row) * from.width + x + width) * 4,
    );
  for (let i = 0; i < to.data.length; i++) if (i % 4 !== 3) to.data[i] = Math.round(to.data[i]! / 8.2258) * 8.2258;
  return to;
}

/** How many pixels differ, and how many may. Sizes that differ are all of them. */
export function compare(one: Picture, two: Picture): { differ: number; allowed: number; picture: Picture | null } {
  const all = one.width * one.height;
  const allowed = Math.max(FEW, Math.round(all * SHARE));
  if (one.width !== two.width || one.height !== two.height) return { differ: all, allowed, picture: null };
  const picture = new PNG({ width: one.width, height: one.height });
  const differ = pixelmatch(one.data, two.data, picture.data, one.width, one.height, { threshold: THRESHOLD });
  return { differ, allowed, picture };
}

const fileOf = (name: string): string => join(BASELINES, `${name}.png`);

/** The baseline of this name, or null. */
export const baseline = (name: string): Picture | null =>
  existsSync(fileOf(name)) ? PNG.sync.read(readFileSync(fileOf(name))) : null;

/** Names of all baselines. */
export const baselines = (): string[] =>
  existsSync(BASELINES)
    ? readdirSync(BASELINES, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.png'))
        .map((path) => path.slice(0, -4).replaceAll('\\', '/'))
    : [];

function save(path: string, picture: Picture): number {
  mkdirSync(dirname(path), { recursive: true });
  const bytes = write(picture);
  writeFileSync(path, bytes);
  return bytes.length;
}
/** Keeps a picture as the baseline of this name; its size in bytes. */
export const keep = (name: string, picture: Picture): number => save(fileOf(name), picture);
/** Forgets a baseline that nothing is compared with any more. */
export const forget = (name: string): void => rmSync(fileOf(name), { force: true });

/** Keeps what was seen and the difference, for whoever looks why a test failed; gives the folder. */
export function show(name: string, seen: Picture, difference: Picture | null): string {
  save(join(SEEN, `${name}.seen.png`), seen);
  if (difference) save(join(SEEN, `${name}.difference.png`), difference);
  return 'tmp/look';
}

/** Version of the browser that drew the baselines; empty before there are any. */
export const drawnBy = (): string => (existsSync(BROWSER) ? readFileSync(BROWSER, 'utf8').trim() : '');
export const setDrawnBy = (version: string): void => writeFileSync(BROWSER, `${version}\n`);
