/** Each theme can be read and told apart, also by readers who see fewer hues; and nothing beside a theme names a colour. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { natureColours } from '../../widgets/shared/palette.ts';
import type { Tokens } from '../../widgets/shared/tokens.ts';
import { contrast, DEFICIENCIES, difference, differenceOfLab, over, rgba, seenWith, type Rgb } from './colour.ts';
import { PLAIN, themeOf, THEMES } from './themes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const declared = (theme: string): Record<string, string> =>
  Object.fromEntries(
    [...read(`screen/theme/tokens/${theme}.css`).matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1]!, m[2]!]),
  );
const plain = declared(PLAIN);

/** WCAG 2.2, 1.4.3: for what must be read. */
const READ = 4.5;
/** CIEDE2000, as seen with a deficiency (Machado 2009, severity 1). */
const APART = 8;
/** Of two natures that are never neighbours in a bar. */
const APART_AFAR = 5;
const LEVELS = [1, 2, 3, 4];
const STEPS = [0, 1, 2, 3, 4];
const GROUNDS = ['ground', 'ground-2', 'surface', 'raised'];
const INKS = ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'past', ...LEVELS.map((level) => `alert-${level}-ink`)];

describe('formulas', () => {
  it('contrast is that of WCAG', () => {
    expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21, 5);
    expect(contrast(over(rgba('#777777'), [1, 1, 1]), [1, 1, 1])).toBeCloseTo(4.478, 2);
  });
  it('the difference is CIEDE2000, by pairs of its published test data', () => {
    const pairs: [Rgb, Rgb, number][] = [
      [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
      [[50, 2.5, 0], [73, 25, -18], 27.1492],
      [[50, -1, 2], [50, 0, 0], 2.3669],
      [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
      [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
    ]; // prettier-ignore
    for (const [one, two, value] of pairs) expect(differenceOfLab(one, two)).toBeCloseTo(value, 3);
  });
  it('grey stays grey with every deficiency, and red and green come close for two of them', () => {
    for (const one of DEFICIENCIES)
      for (const channel of seenWith(one, [0.5, 0.5, 0.5])) expect(channel).toBeCloseTo(0.5, 3);
    const [red, green]: Rgb[] = [[0.8, 0.25, 0.2], [0.45, 0.5, 0.1]]; // prettier-ignore
    for (const one of ['protanopia', 'deuteranopia'] as const)
      expect(difference(seenWith(one, red!), seenWith(one, green!))).toBeLessThan(difference(red!, green!) / 2);
  });
});

describe('choosing a theme', () => {
  it('the address is asked first, then the wall; a name that is no theme counts as none', () => {
    expect(THEMES[0]).toBe(PLAIN);
    expect([...THEMES].sort()).toEqual(['briefing', 'command', 'exhibit']);
    expect(themeOf('briefing', 'exhibit')).toBe('briefing');
    expect(themeOf(undefined, 'exhibit')).toBe('exhibit');
    expect(themeOf('neon', 'exhibit')).toBe('exhibit');
    expect(themeOf(['briefing'], undefined)).toBe(PLAIN);
    expect(themeOf(undefined, 'toString')).toBe(PLAIN);
  });
});

describe.each(THEMES)('theme %s', (theme) => {
  const own = declared(theme);
  const tokens: Record<string, string> = { ...plain, ...own };
  const text = (name: string): string => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`no token --${name}`);
    const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    return other ? text(other) : value;
  };
  const solid = (name: string): Rgb => {
    const [r, g, b, opacity] = rgba(text(name));
    expect(opacity, `--${name} is opaque`).toBe(1);
    return [r, g, b];
  };
  const expectReads = (ink: string, ground: Rgb, where: string): void =>
    expect(contrast(solid(ink), ground), `--${ink} on ${where}`).toBeGreaterThanOrEqual(READ);

  it('has no token that the plain theme lacks, and holds under its own name', () => {
    expect(Object.keys(own).filter((name) => !(name in plain))).toEqual([]);
    const css = read(`screen/theme/tokens/${theme}.css`);
    expect(css.trim().startsWith(theme === PLAIN ? ':root {' : `:root[data-theme='${theme}'] {`)).toBe(true);
  });

  it('every word can be read on every ground it may stand on', () => {
    expect.hasAssertions();
    for (const ground of GROUNDS) for (const ink of INKS) expectReads(ink, solid(ground), `--${ground}`);
    for (const level of LEVELS) expectReads('on-alert', solid(`alert-${level}`), `--alert-${level}`);
    expectReads('on-accent', solid('accent'), '--accent');
    expectReads('on-past', solid('past'), '--past');
    for (const step of STEPS)
      expectReads(step > 2 ? 'on-seq-high' : 'on-seq-low', solid(`seq-${step}`), `--seq-${step}`);
  });

  it('a tile that carries a level can be read too', () => {
    expect.hasAssertions();
    // As PanelBox paints it: 17 % of the level over the surface.
    for (const level of LEVELS.slice(0, 3)) {
      const tile = over([...solid(`alert-${level}`), 0.17] as const, solid('surface'));
      for (const ink of ['ink', 'ink-2', 'alert-1-ink', 'alert-2-ink', 'alert-3-ink'])
        expectReads(ink, tile, `a tile of level ${level}`);
    }
  });

  const expectApart = (names: string[], colours: Rgb[], least: (i: number, j: number) => number): void => {
    for (const deficiency of DEFICIENCIES)
      for (let i = 0; i < colours.length; i++)
        for (let j = i + 1; j < colours.length; j++)
          expect(
            difference(seenWith(deficiency, colours[i]!), seenWith(deficiency, colours[j]!)),
            `${names[i]} and ${names[j]} with ${deficiency}`,
          ).toBeGreaterThanOrEqual(least(i, j));
  };
  const expectTokensApart = (names: string[]): void => expectApart(names, names.map(solid), () => APART);

  it('levels, steps and series are told apart with every deficiency', () => {
    expect.hasAssertions();
    expectTokensApart(LEVELS.map((level) => `alert-${level}`));
    expectTokensApart(STEPS.map((step) => `seq-${step}`));
    expectTokensApart(['accent', 'calm']);
  });

  it('natures are told apart: neighbours in a bar by more than those that never meet', () => {
    expect.hasAssertions();
    const colours = natureColours({
      surface: text('surface'),
      ink: text('ink'),
      accent: text('accent'),
      calm: text('calm'),
      alert: ['', text('alert-1'), text('alert-2'), text('alert-3'), text('alert-4')],
      seq: STEPS.map((step) => text(`seq-${step}`)) as unknown as Tokens['seq'],
    } as Tokens);
    const values = Object.values(colours).map((value) => over(rgba(value), solid('surface')));
    expectApart(Object.keys(colours), values, (i, j) => (j === i + 1 ? APART : APART_AFAR));
  });

  it('steps go one way, and levels are seen beside the ground', () => {
    const light = STEPS.map((step) => contrast(solid(`seq-${step}`), solid('surface')));
    expect(light).toEqual([...light].sort((a, b) => a - b));
    // Yellow and orange on white are beside their word always; the others are seen without one.
    const alone = theme === 'briefing' ? [1, 4] : LEVELS;
    for (const level of alone) expect(contrast(solid(`alert-${level}`), solid('surface'))).toBeGreaterThanOrEqual(3);
  });
});

describe('colours elsewhere', () => {
  const files = ['widgets', 'screen'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => /\.(vue|css|ts)$/.test(path) && !/\.test\.ts$|^screen\/theme\//.test(path)),
  );
  /** CSS and chart options: the style blocks, and what stands in quotes in code. */
  const NAMED =
    /(?<![\w&-])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?![-\w])|\b(?:rgb|hsl|oklch|lab)a?\(\s*\d|(?:color|background|fill|stroke)(?:-color)?: *'?(?:white|black|red|green|blue|yellow|orange|gr[ae]y)\b/gi;
  it('are named by no widget and no screen', () => {
    expect(files.length).toBeGreaterThan(200);
    const named = files.flatMap((path) => [...read(path).matchAll(NAMED)].map((match) => `${path}: ${match[0]}`));
    expect(named).toEqual([]);
    expect([..."a { color: #fff; background: rgba(1, 2, 3, 0.5) } const c = { color: 'white' }".matchAll(NAMED)].length).toBe(3); // prettier-ignore
  });
  it('every token that is used is declared', () => {
    // Some are set by a component for those inside it.
    const set = files.flatMap((path) => [...read(path).matchAll(/--([\w-]+)['"]?\s*[:\]]/g)].map((match) => match[1]!));
    const known = new Set([...Object.keys(plain), ...set]);
    const used = files.flatMap((path) =>
      [...read(path).matchAll(/var\(--([\w-]+)\)/g)]
        .filter((match) => !known.has(match[1]!))
        .map((match) => `${path}: --${match[1]}`),
    );
    expect([...new Set(used)]).toEqual([]);
  });
});
