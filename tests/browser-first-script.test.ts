/** How much script comes before the first number, counted from the built screen: what its page and the overview's panels import. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scene } from '../contract/scene.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SCREEN = join(root, 'dist', 'screen');
/** kB (1000 bytes) after gzip. */
const LIMIT = 150;
/** What is heavy and follows the first number. */
const LATER = /(?:^|\/)(?:echarts|maplibre|h3-js|MapCanvas|DrillDrawer|en|fixtures)[.-]/;

const read = (file: string): string => readFileSync(join(SCREEN, 'assets', file), 'utf8');
/** Everything that these parts import at once, themselves included. */
function reached(parts: readonly string[], found = new Set<string>()): Set<string> {
  for (const part of parts) {
    if (found.has(part)) continue;
    found.add(part);
    const imports = read(part).matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g);
    reached(Array.from(imports, ([, file]) => file!), found); // prettier-ignore
  }
  return found;
}
const size = (parts: ReadonlySet<string>): number =>
  [...parts].reduce((sum, part) => sum + gzipSync(read(part)).length / 1000, 0);

describe('the script before the first number', () => {
  let page: string[];
  let panels: string[];
  beforeAll(() => {
    const { status } = spawnSync(process.execPath, ['scripts/build.mjs', 'screen'], { cwd: root, stdio: 'inherit' });
    expect(status).toBe(0);
    const html = readFileSync(join(SCREEN, 'index.html'), 'utf8');
    page = Array.from(html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g), ([, file]) => file!);
    const scene = JSON.parse(readFileSync(join(root, 'cities/wuxi/scenes/10-overview.json'), 'utf8')) as Scene;
    const widgets = new Set(scene.layouts.flatMap((layout) => layout.widgets.map(({ widget }) => widget)));
    const files = readdirSync(join(SCREEN, 'assets'));
    // The build names the part of a widget by its folder (vite.config.ts).
    panels = [...widgets].map((id) => {
      const [file, ...others] = files.filter((name) => name.startsWith(`${id}-`) && /^.{8}\.js$/.test(name.slice(id.length + 1))); // prettier-ignore
      expect([id, others, file === undefined]).toEqual([id, [], false]);
      return file!;
    });
  });

  it(`is at most ${LIMIT} kB, with the panels of the whole overview`, () => {
    expect(page.length).toBeGreaterThan(0);
    const all = reached([...page, ...panels]);
    const kb = size(all);
    console.log(
      `${kb.toFixed(1)} kB after gzip in ${all.size} parts, of them ${size(reached(page)).toFixed(1)} kB of the page`,
    );
    expect(kb).toBeLessThanOrEqual(LIMIT);
  });

  it('holds neither charts nor the map, nor what is opened later', () => {
    expect([...reached([...page, ...panels])].filter((part) => LATER.test(part))).toEqual([]);
    // They are there under these names, so the line above can fail.
    const files = readdirSync(join(SCREEN, 'assets'));
    const there = ['echarts-', 'maplibre-', 'MapCanvas-', 'DrillDrawer-', 'en-'];
    expect(there.filter((name) => !files.some((file) => file.startsWith(name) && file.endsWith('.js')))).toEqual([]);
  });

  it('stands compressed beside itself, as it is served', () => {
    for (const part of reached(page))
      if (read(part).length >= 1024) {
        const gz = readFileSync(join(SCREEN, 'assets', `${part}.gz`));
        expect(gz.length).toBeLessThan(read(part).length / 2);
      }
  });
});
