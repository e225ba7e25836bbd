/** Pure: one grouped measure to ranked rows. */
import type { CityFace } from '../../contract/city.ts';
import { type MeasureId, measureOf } from '../../contract/measure.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { nameOf } from '../shared/names.ts';
import { rank, type RankRow } from '../shared/rank.ts';
import type { Locale } from '../shared/text.ts';

/** Fields that can be grouped by. */
export const FIELDS = [
  'district',
  'street',
  'unit',
  'category',
  'channel',
  'nature',
  'community',
  'satisfaction',
] as const;

export interface Options {
  measure: MeasureId;
  by: (typeof FIELDS)[number];
  level?: number;
  window: Window;
  top: number;
}
export type Data = { groups: TopicValues['group'] };
export interface KeyMark {
  kind: 'key';
  key: string;
}

/** Ranked rows; ratios stand with their percent sign, since a bare 97.3 could be a count. */
export function groups(options: Options, value: Data['groups'] | undefined, city: CityFace, locale: Locale): RankRow[] {
  const measure = measureOf(options.measure);
  const cells = value?.cells[measure.id] ?? {};
  const rows = rank(measure, cells, options.top, (key) => nameOf(city, options.by, key, locale));
  if (measure.kind !== 'ratio') return rows;
  return rows.map((row) => ({
    ...row,
    text: row.value === null ? row.text : `${row.text}%`,
    share: (row.value ?? 0) / 100,
  }));
}
