/** What a signal saw, to be shown: the number in its unit, and how it stands to the usual range. Pure. */
import type { AlertCard, Sight } from '../../contract/alert.ts';
import { MEASURES, measureOf } from '../../contract/measure.ts';
import { amount, count, number, unitOf } from './format.ts';
import type { Locale } from './text.ts';

/** The number of a card in the unit of its measure. A source that is silent is measured in minutes. */
export function figureOf({ measure, sight }: Pick<AlertCard, 'measure' | 'sight'>, locale: Locale) {
  if (measure === undefined || !Object.hasOwn(MEASURES, measure))
    return { value: sight.value, text: count(sight.value), unit: { zh: '分钟', en: 'min' }[locale] };
  const declared = measureOf(measure);
  if (sight.facts !== undefined)
    return { value: sight.value, text: count(sight.value), unit: { zh: '位诉求人', en: 'requesters' }[locale] };
  return { value: sight.value, text: amount(declared, sight.value), unit: unitOf(declared, locale) };
}

/** The usual range as a band on a scale from 0, and the value on it; shares of the scale, 0–1. */
export interface Usual {
  from: number;
  to: number;
  at: number;
  /** `6–9`; one number where the range is no wider. */
  text: string;
  /** So many times the usual; null where it is hardly more, or where the usual is next to nothing and times says nothing. */
  times: string | null;
}

const ROOM = 1.06;
const LEAST_TIMES = 1.5;
const LEAST_MEAN = 0.5;
const short = (value: number): string => (Number.isInteger(value) ? count(value) : number(value, 1));

/** Null where nothing is known of what is usual: a threshold is crossed whatever is. */
export function usualOf({ value, low, high, mean }: Sight): Usual | null {
  if (low === undefined || high === undefined) return null;
  const top = Math.max(value, high, 1) * ROOM;
  const ratio = mean === undefined || mean < LEAST_MEAN ? 0 : value / mean;
  return {
    from: Math.max(0, low) / top,
    to: high / top,
    at: value / top,
    text: low === high ? short(low) : `${short(low)}–${short(high)}`,
    times: ratio >= LEAST_TIMES ? `×${number(ratio, ratio < 10 ? 1 : 0)}` : null,
  };
}
