import { describe, expect, it } from 'vitest';
import { mix, natureColours, oklab, parseColour, turn } from './palette.ts';
import { NATURE_ORDER } from './names.ts';
import type { Tokens } from './tokens.ts';

/** The tokens of the default theme that the palette is made of. */
const tokens = {
  surface: '#0d1524',
  ink: '#eaf0fb',
  accent: '#5cc8e0',
  calm: '#6f93bf',
  alert: ['', '#ff5a5f', '#ff9340', '#f4c543', '#4d8df6'],
  seq: ['#14233d', '#1e4468', '#2b6f95', '#4aa6bb', '#a2e4da'],
} as unknown as Tokens;

/** Machado et al. 2009, severity 1, on linear RGB. */
const DEFICIENCIES = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
function seen(colour: string, m: number[]): [number, number, number] {
  const rgb = parseColour(colour)!.map(linear);
  const out = [0, 3, 6].map((r) =>
    gamma(Math.min(1, Math.max(0, m[r]! * rgb[0]! + m[r + 1]! * rgb[1]! + m[r + 2]! * rgb[2]!))),
  );
  return out as [number, number, number];
}
const distance = (a: string, b: string, m: number[]): number => {
  const [x, y] = [oklab(seen(a, m)), oklab(seen(b, m))];
  return Math.hypot(...x.map((v, i) => v - y[i]!)) * 100;
};

describe('palette', () => {
  it('mixes and turns in Oklab', () => {
    expect(mix('#000000', '#ffffff', 0)).toBe('#000000');
    expect(mix('#000000', '#ffffff', 1)).toBe('#ffffff');
    expect(turn('#6f93bf', 360)).toBe('#6f93bf');
    expect(mix('var(--x)', '#ffffff', 0.5)).toBe('var(--x)');
  });
  it.each(Object.entries(DEFICIENCIES))('keeps neighbouring natures apart: %s', (_name, matrix) => {
    const colours = natureColours(tokens);
    const list = NATURE_ORDER.map((n) => colours[n]!);
    expect(new Set(list).size).toBe(NATURE_ORDER.length);
    for (let i = 1; i < list.length; i++) {
      expect(distance(list[i - 1]!, list[i]!, matrix), `${NATURE_ORDER[i - 1]} ${NATURE_ORDER[i]}`).toBeGreaterThan(6);
    }
    expect(distance(list.at(-1)!, tokens.surface, matrix)).toBeGreaterThan(6);
  });
});
