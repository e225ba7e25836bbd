/** Pure: what arrives to what is shown. All that decides is here, so that a test needs no browser. */
import { type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { amount, unitOf } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  measure: MeasureId;
  window: Window;
}
export type Data = { now: TopicValues['measures'] };

/** The number with its unit; "—" before it is known. */
export function model(options: Options, now: Data['now'] | undefined, locale: Locale) {
  const measure = measureOf(options.measure);
  const value = now ? valueOf(measure, now.cells[measure.id]) : null;
  return { value, text: amount(measure, value), unit: value === null ? '' : unitOf(measure, locale) };
}
