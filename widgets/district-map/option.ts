/** Pure: grouped counts to bands, labels, cells and hot places, and alerts to the districts they are about. */
import type { AlertCard } from '../../contract/alert.ts';
import type { CityFace } from '../../contract/city.ts';
import { type Cell, type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { inNeed, LEVEL_WORDS, waits } from '../shared/alerts.ts';
import { count, DASH, number, ratePlaces } from '../shared/format.ts';
import { MISSING } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

/** Measures that can colour a district. */
export const MAP_MEASURES = ['per_10k', 'accepted'] as const satisfies readonly MeasureId[];

export interface Options {
  measure: (typeof MAP_MEASURES)[number];
  window: Window;
  heat: '1h' | '24h' | 'none';
  hot: number;
  bands: 'equal' | 'quantile';
}
export type Data = {
  areas: TopicValues['group'];
  units: TopicValues['group'];
  cells: TopicValues['group'];
  alerts: TopicValues['alerts'];
};
export interface AreaMark {
  kind: 'area';
  code: string;
}
export interface UnitMark {
  kind: 'unit';
  unit: string;
}
export interface CellMark {
  kind: 'cell';
  cell: string;
}

/** What the widget draws: the map, or the list of districts or units where there is nothing to draw on. */
export function face(city: Pick<CityFace, 'shapes' | 'places'>): 'map' | 'districts' | 'units' {
  if (city.places.length === 0) return 'units';
  return city.shapes ? 'map' : 'districts';
}

/** Value of each district that is known, by its code. A district of the city without tickets has 0, not nothing. */
export function areaValues(options: Options, value: Data['areas'] | undefined, city: CityFace): Map<string, number> {
  const values = new Map<string, number>();
  if (!value) return values;
  const measure = measureOf(options.measure);
  const cells = value.cells[measure.id] ?? {};
  for (const { code, residents } of city.places) {
    const empty: Cell = [0, residents ?? 0];
    const known = valueOf(measure, cells[code] ?? empty);
    if (known !== null) values.set(code, known);
  }
  return values;
}

export const STEPS = 5;

/**
 * Upper bounds of the bands below the highest: four numbers that rise. Equal bands divide the way from the
 * lowest to the highest value, quantile bands put as many districts into each.
 */
export function breaks(values: readonly number[], bands: Options['bands']): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return [];
  return Array.from({ length: STEPS - 1 }, (_, i) => {
    const share = (i + 1) / STEPS;
    if (bands === 'equal') return low + (high - low) * share;
    return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  });
}

/** Band of a value, 0–4. Where all values are equal there is nothing to tell apart, and all are in the lowest. */
export function band(value: number, bounds: readonly number[]): number {
  let step = 0;
  for (const bound of bounds) if (value > bound) step++;
  return step;
}

export interface Scale {
  steps: Map<string, number>;
  texts: Map<string, string>;
  /** Lowest and highest value as the legend writes them; null before there is any. */
  legend: { low: string; high: string } | null;
}

/** Bands and texts of all districts. Texts share their decimals, so that they can be compared at a glance. */
export function scale(options: Options, values: ReadonlyMap<string, number>): Scale {
  const all = Array.from(values.values());
  const bounds = breaks(all, options.bands);
  const largest = Math.max(0, ...all);
  const write = (v: number): string => (options.measure === 'accepted' ? count(v) : number(v, ratePlaces(largest)));
  return {
    steps: new Map(Array.from(values, ([code, v]) => [code, band(v, bounds)])),
    texts: new Map(Array.from(values, ([code, v]) => [code, write(v)])),
    legend: all.length === 0 ? null : { low: write(Math.min(...all)), high: write(largest) },
  };
}

/** Text of a district on the map. */
export const areaText = (scale: Scale, code: string): string => scale.texts.get(code) ?? DASH;

export interface HeatCell {
  cell: string;
  count: number;
  /** Of the largest, 0–1. */
  share: number;
}

/** Cells with tickets, the most first. */
export function heatCells(value: Data['cells'] | undefined): HeatCell[] {
  const rows = Object.entries(value?.cells['accepted'] ?? {})
    .filter(([cell, [n]]) => cell !== MISSING && n > 0)
    .map(([cell, [n]]) => ({ cell, count: n }))
    .sort((a, b) => b.count - a.count || (a.cell < b.cell ? -1 : 1));
  const largest = rows[0]?.count ?? 1;
  return rows.map((row) => ({ ...row, share: row.count / largest }));
}

/** Fewer tickets than this are no hot place, however quiet the rest of the city is. */
const HOT_AT_LEAST = 3;

/** The hottest cells that are not next to one another: a hot place is circled once. `near` says which are. */
export function hotPlaces(
  cells: readonly HeatCell[],
  most: number,
  near: (a: string, b: string) => boolean,
): HeatCell[] {
  const places: HeatCell[] = [];
  for (const one of cells) {
    if (places.length >= most || one.count < HOT_AT_LEAST) break;
    if (!places.some((other) => near(one.cell, other.cell))) places.push(one);
  }
  return places;
}

/** A district with an alert. */
export interface Alerted {
  code: string;
  level: AlertCard['level'];
  word: string;
  /** Nobody has it: it pulses. Else it rests. */
  waits: boolean;
}

/** So many at most: where everything is marked, nothing is. */
const ALERTED_MOST = 8;

/** Districts with alerts, each by the one that needs a person most. */
export function alerted(value: Data['alerts'] | undefined, locale: Locale): Alerted[] {
  const places = new Map<string, Alerted>();
  for (const [, card] of inNeed(value?.cards)) {
    const code = card.place.district;
    if (code === undefined || places.has(code)) continue;
    places.set(code, { code, level: card.level, word: LEVEL_WORDS[card.level][locale], waits: waits(card) });
  }
  return [...places.values()].slice(0, ALERTED_MOST);
}
