/** Axes and lines of the wall's charts: quiet, labelled, all from tokens. Pure. */
import type { Tokens } from './tokens.ts';

/** Text of axes, 16 px. */
export const axisText = (t: Tokens) => ({ color: t.ink2, fontSize: 16, fontFamily: t.fontText });

/** Category axis under a chart; `every` shows each n-th label from the first. */
export const categoryAxis = (t: Tokens, data: readonly string[], shows: (index: number) => boolean) => ({
  type: 'category',
  data,
  boundaryGap: true,
  axisLine: { lineStyle: { color: t.ink3, opacity: 0.6 } },
  axisTick: { show: false },
  axisLabel: { ...axisText(t), margin: 10, interval: shows, hideOverlap: false },
});

/** Value axis with hairlines; labels and bounds are given, since a cut axis must say so. */
export const valueAxis = (t: Tokens, min: number, max: number, interval: number) => ({
  type: 'value',
  min,
  max,
  interval,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: t.hairline } },
  axisLabel: { ...axisText(t), margin: 10 },
});

/** A round step (1, 2, 2.5, 5 × 10ⁿ) of which about `count` fit in `range`. */
export function roundStep(range: number, count: number): number {
  const raw = range / count;
  if (!(raw > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = [1, 2, 2.5, 5, 10].find((d) => d * power >= raw * 0.999) ?? 10;
  return digit * power;
}

/** Bounds from 0 that hold the largest value, in about three whole steps. */
export function fromZero(largest: number): { min: 0; max: number; interval: number } {
  const interval = Math.max(1, Math.ceil(roundStep(Math.max(largest, 3), 3)));
  return { min: 0, max: Math.max(interval * Math.ceil(largest / interval), interval), interval };
}
