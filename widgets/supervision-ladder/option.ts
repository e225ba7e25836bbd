/** Pure: counts of the rungs, and the units whose tickets stand on them. */
import type { CityFace } from '../../contract/city.ts';
import { type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

/** From the lowest. Due soon is no supervision yet, but where it begins. */
export const RUNGS = ['due_soon', 'urged', 'yellow_cards', 'red_cards'] as const satisfies readonly MeasureId[];
/** The steps that somebody took. */
export const STEPS = ['urged', 'yellow_cards', 'red_cards'] as const satisfies readonly MeasureId[];

export type Options = Record<string, never>;
export type Data = { now: TopicValues['measures']; units: TopicValues['group'] };
export interface RungMark {
  kind: 'rung';
  measure: (typeof RUNGS)[number];
  unit?: string;
}

const NAMES = {
  due_soon: { zh: '临期提醒', en: 'due soon' },
  urged: { zh: '催办', en: 'urged' },
  yellow_cards: { zh: '黄牌', en: 'yellow card' },
  red_cards: { zh: '红牌', en: 'red card' },
} as const;
export const rungName = (rung: (typeof RUNGS)[number], locale: Locale): string => NAMES[rung][locale];

/** The rungs with their counts. */
export const rungs = (now: Data['now'] | undefined, locale: Locale) =>
  RUNGS.map((measure) => {
    const value = now ? valueOf(measureOf(measure), now.cells[measure]) : null;
    return { measure, name: rungName(measure, locale), value, text: count(value) };
  });

export interface UnitRow {
  unit: string;
  name: string;
  counts: { measure: (typeof STEPS)[number]; value: number; text: string }[];
}

/** Units by what presses most: red cards, then yellow ones, then urges. It is a list of work and compares nobody. */
export function units(value: Data['units'] | undefined, city: CityFace, locale: Locale): UnitRow[] {
  if (!value) return [];
  const keys = new Set(STEPS.flatMap((measure) => Object.keys(value.cells[measure] ?? {})));
  return [...keys]
    .map((unit) => ({
      unit,
      name: nameOf(city, 'unit', unit, locale),
      counts: STEPS.map((measure) => {
        const n = value.cells[measure]?.[unit]?.[0] ?? 0;
        return { measure, value: n, text: n === 0 ? '·' : count(n) };
      }),
    }))
    .filter(({ counts }) => counts.some((one) => one.value > 0))
    .sort((a, b) => {
      for (const i of [2, 1, 0]) {
        const more = b.counts[i]!.value - a.counts[i]!.value;
        if (more !== 0) return more;
      }
      return a.unit < b.unit ? -1 : 1;
    });
}
