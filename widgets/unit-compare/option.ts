/** Pure: a measure by unit now and before to rows beside one another, tier by tier. */
import type { CityFace, Unit } from '../../contract/city.ts';
import { type Cell, type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import { buckets, type Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, DASH, number, zoneOf } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

/** Measures by which units may be held against themselves. */
export const COMPARED = [
  'on_time_rate',
  'satisfaction',
  'solved_rate',
  'close_rate',
  'redo_rate',
  'handle_time_p50',
] as const satisfies readonly MeasureId[];
/** Windows of whole days, and how many. */
export const DAYS: Partial<Record<Window, number>> = { '7d': 7, '14d': 14, '30d': 30 };
export const TIERS = ['district', 'department', 'utility', 'other'] as const;

export interface Options {
  measure: (typeof COMPARED)[number];
  window: Window;
  past: number;
  least: number;
}
export type Data = { now: TopicValues['group']; past: TopicValues['past']; days: TopicValues['split'] };
export interface UnitMark {
  kind: 'unit';
  unit: string;
  of: 'now' | 'past' | 'time' | 'overdue';
}
export interface TierMark {
  kind: 'tier';
  units: string[];
}

const TIER_NAMES = {
  district: { zh: '区县政府', en: 'Districts' },
  department: { zh: '市级部门', en: 'Departments' },
  utility: { zh: '公共服务企业', en: 'Utilities' },
  other: { zh: '其他单位', en: 'Others' },
} as const;

export interface UnitRow {
  unit: string;
  name: string;
  /** Facts in the denominator. */
  n: number;
  tickets: string;
  now: number;
  past: number | null;
  /** Worse than its own past and than its tier, by more than chance would do. */
  astray: boolean;
  nowText: string;
  pastText: string;
  time: string;
  overdue: number;
  days: (number | null)[];
}

export interface TierRows {
  tier: (typeof TIERS)[number];
  name: string;
  /** Of the units that are compared; null: none is. */
  median: number | null;
  medianText: string;
  units: UnitRow[];
  /** Compared units of the tier, also those that are not shown. */
  all: string[];
}

/** The middle of the values; of an even number the mean of both in the middle. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}

const words = (measure: MeasureId, value: number | null): string =>
  value === null ? DASH : `${number(value, 1)}${measureOf(measure).unit === 'percent' ? '%' : ''}`;

/** A unit needs so many facts before it is said to have become worse. */
const SURE = 20;
/** Percentage points, or a share of the time before, by which it must have become worse. */
const POINTS = 3;
const SHARE = 0.25;

/** How much worse `now` is, in the measure's unit; negative where it is better. */
const lost = (measure: MeasureId, now: number, than: number): number =>
  measureOf(measure).direction === 'up' ? than - now : now - than;

/** Whether it is worse by enough to be told. */
const worse = (measure: MeasureId, now: number, than: number | null): boolean =>
  than !== null &&
  lost(measure, now, than) >= (measureOf(measure).kind === 'ratio' ? POINTS : Math.max(0.1, than * SHARE));

/** Whether two ratios differ by more than twice what chance alone makes of so many facts. Others are not asked. */
export function beyondChance(measure: MeasureId, now: Cell, before: Cell): boolean {
  if (measureOf(measure).kind !== 'ratio') return true;
  const both = (now[0] + before[0]) / (now[1] + before[1]);
  const chance = Math.sqrt(both * (1 - both) * (1 / now[1] + 1 / before[1]));
  return Math.abs(now[0] / now[1] - before[0] / before[1]) > 2 * chance;
}

/** Days over which the line beside a row is told: of single days a small unit has gaps and leaps. */
const TRAIL = 7;

/** A ratio of the week up to each day; of quantiles, which cannot be added up, each day's own. */
function trail(id: MeasureId, days: Record<string, Cell> | undefined, starts: readonly number[]): (number | null)[] {
  const measure = measureOf(id);
  const cells = starts.map((at): Cell => days?.[String(at)] ?? [0, 0]);
  if (measure.kind !== 'ratio') return cells.map((cell) => (cell[1] > 0 ? valueOf(measure, cell) : null));
  return cells.map((_, i) => {
    const week = cells.slice(Math.max(0, i + 1 - TRAIL), i + 1);
    const sum: Cell = [week.reduce((all, [n]) => all + n, 0), week.reduce((all, [, n]) => all + n, 0)];
    return i + 1 < TRAIL || sum[1] === 0 ? null : valueOf(measure, sum);
  });
}

/** Tiers in their order with their units in that of the profile. Units of too few facts are not among them. */
export function tiers(options: Options, data: Partial<Data>, city: CityFace, locale: Locale): TierRows[] {
  const { now, past, days } = data;
  if (!now) return [];
  const measure = measureOf(options.measure);
  const starts = days ? buckets(zoneOf(city.timeZone), 'day', days.from, days.to) : [];
  const value = (cells: Record<string, Cell> | undefined, key: string): number | null => {
    const cell = cells?.[key];
    return cell && cell[1] > 0 ? valueOf(measure, cell) : null;
  };
  const own = now.cells[options.measure];
  const compared = (unit: Unit): boolean => (own?.[unit.id]?.[1] ?? 0) >= options.least;
  return TIERS.flatMap((tier): TierRows[] => {
    const list = city.units.filter((unit) => unit.tier === tier && compared(unit));
    if (list.length === 0) return [];
    const median = medianOf(list.flatMap((unit) => value(own, unit.id) ?? []));
    const units = list.map((unit): UnitRow => {
      const [current, before] = [value(own, unit.id)!, value(past?.cells[options.measure], unit.id)];
      const n = own![unit.id]![1];
      const time = now.cells['handle_time_p50']?.[unit.id];
      const hours = time && time[1] > 0 ? valueOf(measureOf('handle_time_p50'), time) : null;
      const series = days?.cells[unit.id];
      return {
        unit: unit.id,
        name: unit.names[locale],
        n,
        tickets: count(n),
        now: current,
        past: before,
        astray:
          n >= SURE &&
          worse(options.measure, current, before) &&
          worse(options.measure, current, median) &&
          beyondChance(options.measure, own![unit.id]!, past!.cells[options.measure]![unit.id]!),
        nowText: words(options.measure, current),
        pastText: words(options.measure, before),
        time: hours === null ? DASH : number(hours, 1),
        overdue: now.cells['overdue']?.[unit.id]?.[0] ?? 0,
        days: trail(options.measure, series, starts),
      };
    });
    return [
      {
        tier,
        name: TIER_NAMES[tier][locale],
        median,
        medianText: words(options.measure, median),
        units,
        all: list.map((unit) => unit.id),
      },
    ];
  });
}

/**
 * As many rows as fit, `rows` in all with a head for each tier: every tier is shown, and of each those with most tickets and
 * those that went astray. They keep the order of the profile.
 */
export function fitting(list: readonly TierRows[], rows: number): TierRows[] {
  if (!Number.isFinite(rows)) return [...list];
  const shown = list.slice(0, Math.max(1, Math.floor(rows / 2)));
  let left = rows - shown.length;
  const counts = shown.map(() => 0);
  // One after another, so that a small tier is not crowded out by a large one.
  while (left > 0 && shown.some((tier, i) => counts[i]! < tier.units.length)) {
    for (const [i, tier] of shown.entries()) {
      if (left === 0 || counts[i]! >= tier.units.length) continue;
      counts[i]!++;
      left--;
    }
  }
  return shown.map((tier, i) => {
    const kept = new Set(
      tier.units
        .toSorted((a, b) => Number(b.astray) - Number(a.astray) || b.n - a.n || (a.unit < b.unit ? -1 : 1))
        .slice(0, counts[i])
        .map(({ unit }) => unit),
    );
    return { ...tier, units: tier.units.filter(({ unit }) => kept.has(unit)) };
  });
}

/** What the plot reaches from and to: all that is shown with room around it, on whole numbers; a ratio stays within 0–100. */
export function bounds(
  list: readonly TierRows[],
  target: number | undefined,
  ratio: boolean,
): { min: number; max: number } {
  const values = list.flatMap(({ units, median }) => [
    ...units.flatMap(({ now, past }) => (past === null ? [now] : [now, past])),
    ...(median === null ? [] : [median]),
  ]);
  if (target !== undefined) values.push(target);
  if (values.length === 0) return { min: 0, max: ratio ? 100 : 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(1, (high - low) * 0.06);
  const max = Math.ceil(high + room);
  return { min: Math.max(0, Math.floor(low - room)), max: ratio ? Math.min(100, max) : max };
}
