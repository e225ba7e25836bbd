/** Pure: a measure and its past to what the tile shows. */
import type { CityFace } from '../../contract/city.ts';
import { type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { Text } from '../../contract/text.ts';
import { buckets, type Comparison, nextBucket, type Step, type Window } from '../../contract/time.ts';
import type { TopicOf, TopicValues } from '../../contract/topic.ts';
import { amount, change, target, unitOf, withUnit, zoneOf } from '../shared/format.ts';
import { COMPARISON_WORDS, type Locale, measureTitle, WINDOW_WORDS, WORDS } from '../shared/text.ts';

export interface Options {
  measure: MeasureId;
  window: Window;
  compare?: Comparison;
  spark: boolean;
  details: MeasureId[];
  title?: Text;
}

export type Data = { now: TopicValues['measures']; spark: TopicValues['series'] };

/** The past beside a window: hours behind up to a day, else days. */
const PAST: Record<Window, [window: Window, step: Step]> = {
  '1h': ['24h', 'hour'],
  '24h': ['24h', 'hour'],
  today: ['24h', 'hour'],
  yesterday: ['yesterday', 'hour'],
  '7d': ['14d', 'day'],
  '14d': ['14d', 'day'],
  '30d': ['30d', 'day'],
};

/** The series beside the numeral; null for a state, of which nobody keeps the past. */
export function sparkTopic(measure: MeasureId, window: Window): TopicOf<'series'> | null {
  if (!measureOf(measure).at) return null;
  const [past, step] = PAST[window];
  return { view: 'series', params: { measures: [measure], window: past, step } };
}

export interface Kpi {
  title: string;
  text: string;
  unit: string;
  /** Null: not known. */
  value: number | null;
  /** `alarm` only for tickets past their deadline: the one number that always wants a person. */
  tone: 'calm' | 'alarm';
  /** Parts of the line below, each a label and a number; the ones that matter most come first, as the last may not fit. */
  notes: { key: string; label: string; text: string; missed?: boolean }[];
}

/** Whether a value is on the wrong side of its target. */
export function misses(
  measure: { direction: 'up' | 'down' | 'none' },
  value: number | null,
  goal: number | undefined,
): boolean {
  if (value === null || goal === undefined || measure.direction === 'none') return false;
  return measure.direction === 'up' ? value < goal : value > goal;
}

/** The tile. Before data arrives the numeral is "—" and the notes are only those known without it. */
export function kpi(
  options: Options,
  now: Data['now'] | undefined,
  city: Pick<CityFace, 'targets'>,
  locale: Locale,
): Kpi {
  const measure = measureOf(options.measure);
  const cell = now?.cells[measure.id];
  const value = now ? valueOf(measure, cell) : null;
  const notes: Kpi['notes'] = [];
  if (measure.kind !== 'count' && measure.at && options.window !== 'today') {
    notes.push({ key: 'window', label: WINDOW_WORDS[options.window][locale], text: '' });
  }
  const goal = city.targets[measure.id];
  const missed = misses(measure, value, goal);
  if (goal !== undefined && missed) {
    const label = { zh: measure.direction === 'up' ? '低于目标' : '高于目标', en: 'misses target' }[locale];
    notes.push({ key: 'target', label, text: target(measure, goal, locale), missed });
  }
  const before = now?.compared?.cells[measure.id];
  // A count without tickets may leave its cell out: it was 0. A state has no past to be compared with.
  if (options.compare && now?.compared && (measure.at || before)) {
    const text = change(measure, cell ?? [0, 0], before ?? [0, 0], locale);
    if (text !== null) notes.push({ key: 'compare', label: COMPARISON_WORDS[options.compare][locale], text });
  }
  for (const id of options.details) {
    const detail = measureOf(id);
    const known = now ? valueOf(detail, now.cells[id]) : null;
    notes.push({ key: id, label: measureTitle(detail, options.window, locale), text: withUnit(detail, known, locale) });
  }
  if (goal !== undefined && !missed) {
    notes.push({ key: 'target', label: WORDS.target[locale], text: target(measure, goal, locale) });
  }
  return {
    title: options.title?.[locale] ?? measureTitle(measure, options.window, locale),
    text: amount(measure, value),
    unit: unitOf(measure, locale),
    value,
    tone: measure.id === 'overdue' && value !== null && value > 0 ? 'alarm' : 'calm',
    notes,
  };
}

/**
 * Bucket values of the spark in order of time: an empty bucket of a count is 0, of anything else a gap. Buckets
 * that the range cuts are left out of counts: half an hour of tickets would look like a fall.
 */
export function sparkValues(options: Options, spark: Data['spark'] | undefined, timeZone: string): (number | null)[] {
  if (!spark) return [];
  const measure = measureOf(options.measure);
  const cells = spark.cells[measure.id] ?? {};
  const step = PAST[options.window][1];
  const tz = zoneOf(timeZone);
  const counted = measure.kind === 'count' || measure.kind === 'rate';
  return buckets(tz, step, spark.from, spark.to)
    .filter((at) => !counted || (at >= spark.from && nextBucket(tz, step, at) <= spark.to))
    .map((at) => valueOf(measure, cells[String(at)]));
}
