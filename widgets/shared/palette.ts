/**
 * Colours derived from the theme's tokens. Mixing is done in Oklab, so that steps look even; lightness
 * alternates between neighbours, so that they stay apart for readers who can't tell the hues.
 */
import type { Tokens } from './tokens.ts';

type Triple = [number, number, number];

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number): number => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** sRGB 0–1 of `#rgb`, `#rrggbb` or `rgb(…)`; null for anything else. */
export function parseColour(text: string): Triple | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  if (short) return [short[1]!, short[2]!, short[3]!].map((h) => parseInt(h + h, 16) / 255) as Triple;
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (long) return [long[1]!, long[2]!, long[3]!].map((h) => parseInt(h, 16) / 255) as Triple;
  const rgb = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(text);
  return rgb ? ([rgb[1]!, rgb[2]!, rgb[3]!].map((v) => Number(v) / 255) as Triple) : null;
}

/** Oklab of sRGB 0–1. */
export function oklab([r, g, b]: Triple): Triple {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function hex([L, a, b]: Triple): string {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb: Triple = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (c: number) =>
    Math.round(Math.min(1, Math.max(0, gamma(Math.max(0, c)))) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${rgb.map(byte).join('')}`;
}

/** The colour `share` of the way from `a` to `b` (0–1). A colour that can't be read gives `a` back. */
export function mix(a: string, b: string, share: number): string {
  const [from, to] = [parseColour(a), parseColour(b)];
  if (!from || !to) return a;
  const [x, y] = [oklab(from), oklab(to)];
  return hex(x.map((v, i) => v + (y[i]! - v) * share) as Triple);
}

/** The colour with its hue turned by degrees, lightness and chroma kept. */
export function turn(colour: string, degrees: number): string {
  const rgb = parseColour(colour);
  if (!rgb) return colour;
  const [L, a, b] = oklab(rgb);
  const t = (degrees * Math.PI) / 180;
  return hex([L, a * Math.cos(t) - b * Math.sin(t), a * Math.sin(t) + b * Math.cos(t)]);
}

/** The same colour, see-through. */
export function fade(colour: string, opacity: number): string {
  const rgb = parseColour(colour);
  if (!rgb) return colour;
  return `rgba(${rgb.map((c) => Math.round(c * 255)).join(',')},${opacity})`;
}

/** Six calm colours for the natures in their fixed order; the frequent ones have the most colour. */
export function natureColours(t: Tokens): Record<string, string> {
  return {
    complaint: mix(mix(t.calm, t.alert[4], 0.45), t.surface, 0.14),
    consult: mix(t.seq[3], t.accent, 0.1),
    help: turn(mix(t.calm, t.alert[4], 0.5), 28),
    suggestion: mix(mix(t.calm, t.seq[4], 0.55), t.ink, 0.25),
    report: mix(t.calm, t.surface, 0.3),
    praise: mix(t.calm, t.surface, 0.62),
  };
}
