/** Pure: facts by classes of a duration to columns. */
import type { FieldTest } from '../../contract/condition.ts';
import { type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import { HOUR, SECOND } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import type { Column } from '../shared/columns.ts';
import { count, number, withUnit } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

/** Durations that are distributed. */
export const SPREADS = ['handle_time_p50', 'wait_p90'] as const satisfies readonly MeasureId[];
type Spread = (typeof SPREADS)[number];

/** Where the classes part, in ms: about half a working day, a day, two, a week. */
export const EDGES: Record<Spread, readonly number[]> = {
  handle_time_p50: [1, 2, 4, 8, 16, 24, 40].map((hours) => hours * HOUR),
  wait_p90: [5, 6, 8, 10, 15, 30, 60].map((seconds) => seconds * SECOND),
};
/** What is said beside the columns. */
export const QUANTILES: Record<Spread, readonly MeasureId[]> = {
  handle_time_p50: ['handle_time_p50', 'handle_time_p90'],
  wait_p90: ['wait_mean', 'wait_p90'],
};

export interface Options {
  measure: Spread;
  window: string;
}
export type Data = { spread: TopicValues['spread']; now: TopicValues['measures'] };
export interface ClassMark {
  kind: 'class';
  index: number;
}

/** The test that a value of this class meets. */
export function boundsOf(edges: readonly number[], index: number): FieldTest {
  const [from, to] = [edges[index - 1], edges[index]];
  return {
    ...(from !== undefined && { ge: from }),
    ...(to !== undefined && { lt: to }),
    ...(from === undefined && to === undefined && { set: true }),
  };
}

/** What a class is called in its unit: `<1`, `1–2`, `≥40`. */
export function className(measure: Spread, index: number): string {
  const edges = EDGES[measure];
  const unit = measure === 'handle_time_p50' ? HOUR : SECOND;
  const [from, to] = [edges[index - 1], edges[index]];
  if (from === undefined) return `<${to! / unit}`;
  return to === undefined ? `≥${from / unit}` : `${from / unit}–${to / unit}`;
}

/** All classes in their order, also those without facts: a gap in a distribution says something. */
export function columns(measure: Spread, value: Data['spread'] | undefined, locale: Locale): Column[] {
  if (!value || value.total === 0) return [];
  return Array.from({ length: EDGES[measure].length + 1 }, (_, index) => {
    const n = value.counts[String(index)] ?? 0;
    const label = className(measure, index);
    const share = `${number((n / value.total) * 100, 1)}%`;
    return {
      key: String(index),
      label,
      value: n,
      beside: null,
      text: share,
      title: locale === 'zh' ? `${label} · ${count(n)} 件 · ${share}` : `${label} · ${count(n)} · ${share}`,
      tone: 'calm',
      mark: n > 0 ? { kind: 'class', index } : null,
    };
  });
}

/** The quantiles with their names. */
export const said = (
  measure: Spread,
  now: Data['now'] | undefined,
  locale: Locale,
): { name: string; text: string; value: number | null; id: MeasureId }[] =>
  QUANTILES[measure].map((id) => {
    const one = measureOf(id);
    const value = now ? valueOf(one, now.cells[id]) : null;
    const name = {
      handle_time_p50: { zh: '中位', en: 'median' },
      handle_time_p90: { zh: '九成以内', en: 'nine in ten' },
      wait_mean: { zh: '平均', en: 'mean' },
      wait_p90: { zh: '九成以内', en: 'nine in ten' },
    }[id as string]![locale];
    return { id, name, text: withUnit(one, value, locale), value };
  });
