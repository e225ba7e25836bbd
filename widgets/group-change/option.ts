/** Pure: counts of a field's values now and then to ranked rows. */
import type { CityFace } from '../../contract/city.ts';
import type { MeasureId } from '../../contract/measure.ts';
import type { Comparison, Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { type ChangeRow, changeRows } from '../shared/changes.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export const COUNTS = ['accepted', 'closed', 'mention_count', 'call_offered'] as const satisfies readonly MeasureId[];
/** Fields of tickets and of mentions. */
export const FIELDS = ['nature', 'channel', 'district', 'street', 'unit', 'category', 'medium', 'outlet'] as const;

export interface Options {
  measure: (typeof COUNTS)[number];
  by: (typeof FIELDS)[number];
  level?: number;
  window: Window;
  compare: Comparison;
  top: number;
}
export type Data = { groups: TopicValues['group'] };
export interface KeyMark {
  kind: 'key';
  key: string;
}

/** Rows with the largest now first; what was there then and is gone now stands last. */
export function changed(
  options: Options,
  value: Data['groups'] | undefined,
  city: CityFace,
  locale: Locale,
): ChangeRow[] {
  const { measure, by, compare, top } = options;
  const now = value?.cells[measure] ?? {};
  const then = value?.compared?.cells[measure];
  const keys = [...new Set([...Object.keys(now), ...Object.keys(then ?? {})])];
  const list = keys.map((key) => ({
    key,
    name: nameOf(city, by, key, locale),
    now: now[key]?.[0] ?? 0,
    before: value?.compared ? (then?.[key]?.[0] ?? 0) : undefined,
  }));
  return changeRows(list, compare, locale).slice(0, top);
}
