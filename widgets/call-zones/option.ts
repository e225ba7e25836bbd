/** Pure: calls by zone and by seat to what the panel shows. */
import { type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { amount, unitOf } from '../shared/format.ts';
import { MISSING } from '../shared/names.ts';
import { WORDS, type Locale } from '../shared/text.ts';

/** What is told of a zone, in this order. */
export const MEASURED = [
  'call_talking',
  'call_answered',
  'talk_mean',
  'wait_mean',
] as const satisfies readonly MeasureId[];

const HEADS = {
  call_talking: { zh: '通话中', en: 'Talking' },
  call_answered: { zh: '接通', en: 'Answered' },
  talk_mean: { zh: '平均通话', en: 'Mean talk' },
  wait_mean: { zh: '平均等待', en: 'Mean wait' },
} as const;
/** Short names, for heads of narrow columns. */
export const headOf = (measure: (typeof MEASURED)[number], locale: Locale): string => HEADS[measure][locale];

export type Options = Record<string, never>;
export type Data = { zones: TopicValues['group']; seats: TopicValues['group'] };
export interface ZoneMark {
  kind: 'zone';
  zone: string;
  measure: (typeof MEASURED)[number];
}
export interface SeatMark {
  kind: 'seat';
  zone: string;
  seat: string;
}

export interface Zone {
  key: string;
  name: string;
  figures: { measure: (typeof MEASURED)[number]; text: string; unit: string; value: number | null }[];
  /** In the order of their names: a place says where a seat is, not how much it did. */
  seats: { seat: string; talking: boolean }[];
}

const collator = new Intl.Collator('zh', { numeric: true });

/** Zones in the order of their names; calls of no zone come last, and only while somebody talks there. */
export function zones({ zones: groups, seats }: Partial<Data>, locale: Locale): Zone[] {
  if (!groups) return [];
  const keys = new Set(Object.keys(groups.cells['call_answered'] ?? {}));
  for (const key of Object.keys(groups.cells['call_talking'] ?? {})) keys.add(key);
  const talking = new Set(
    Object.entries(seats?.cells['call_talking'] ?? {}).flatMap(([key, [n]]) => (n > 0 ? [key] : [])),
  );
  const all = new Set([...Object.keys(seats?.cells['call_answered'] ?? {}), ...talking]);
  return [...keys]
    .sort((a, b) => Number(a === MISSING) - Number(b === MISSING) || collator.compare(a, b))
    .map((key) => ({
      key,
      name: key === MISSING ? WORDS.unknown[locale] : key,
      figures: MEASURED.map((id) => {
        const measure = measureOf(id);
        const value = valueOf(measure, groups.cells[id]?.[key]);
        return {
          measure: id,
          text: amount(measure, value),
          unit: value === null || measure.unit === 'calls' ? '' : unitOf(measure, locale),
          value,
        };
      }),
      seats: [...all]
        .filter((pair) => pair.startsWith(`${key}|`) && !pair.endsWith(`|${MISSING}`))
        .map((pair) => ({ seat: pair.slice(key.length + 1), talking: talking.has(pair) }))
        .sort((a, b) => collator.compare(a.seat, b.seat)),
    }));
}
