/**
 * What is explored, as a value: it is kept whole in the address, so a link opens the same view and back steps back. Pure;
 * times are Unix ms in the zone of the city.
 */
import { ALIGNMENTS, type Alignment } from '../../contract/compare.ts';
import type { CityFace } from '../../contract/city.ts';
import { applies, type Condition } from '../../contract/condition.ts';
import { dimensionsOf, type ExploreQuery } from '../../contract/explore.ts';
import type { FactKind } from '../../contract/fact.ts';
import { MEASURES, measureOf, type MeasureId } from '../../contract/measure.ts';
import { DAY, HOUR, MINUTE, STEPS, windowRange, type Range, type Step, type Zone } from '../../contract/time.ts';

/** Ranges with a name, that move on with the clock. */
export const PRESETS = ['24h', 'today', 'yesterday', '7d', '30d', '90d', '365d'] as const;
export type Preset = (typeof PRESETS)[number];
export const MAX_MEASURES = 4;

export interface ExploreState {
  measures: MeasureId[];
  by: string[];
  level: 1 | 2 | 3;
  step?: Step;
  /** A named range, or the ends of one. */
  range: Preset | Range;
  compare?: Alignment;
  band?: true;
  filter: Condition;
  /** Groups asked for; absent: as many as the server gives by itself. */
  limit?: number;
  /** The measure that the chart shows; absent: the first one. */
  shown?: MeasureId;
}

/** What one begins with. */
export const START: ExploreState = {
  measures: ['accepted'],
  by: [],
  level: 1,
  step: 'day',
  range: '30d',
  compare: 'previous',
  band: true,
  filter: {},
};

/** Ends of a range at this moment of the city's clock. */
export function rangeOf(tz: Zone, range: Preset | Range, now: number): Range {
  if (typeof range === 'object') return range;
  if (range === '90d' || range === '365d') {
    const days = range === '90d' ? 89 : 364;
    return { from: tz.addDays(now, -days), to: tz.addDays(now, 1) };
  }
  return windowRange(tz, range, now);
}

const isState = (id: MeasureId): boolean => measureOf(id).at === undefined;
/** Whether a range says something of any of these measures: a state is that of now. */
export const hasRange = (measures: readonly MeasureId[]): boolean => measures.some((id) => !isState(id));
/** Whether all of them can be told step by step. */
export const hasSteps = (measures: readonly MeasureId[]): boolean => !measures.some(isState);
const WIDTHS: Record<Step, number> = { minute: MINUTE, ten_minutes: 10 * MINUTE, hour: HOUR, day: DAY };
/** Buckets that a line may have here and still be read. */
const READABLE = 750;

/** Steps that make sense for a range of this length: no more points than can be told apart, and more than one. */
export function stepsFor({ from, to }: Range): Step[] {
  return STEPS.filter((step) => (to - from) / WIDTHS[step] <= READABLE && to - from > WIDTHS[step]);
}

/** The state with everything taken out that its measures and range do not allow, so that what is shown can be asked. */
export function settledState(state: ExploreState, city: Pick<CityFace, 'calendar'>, tz: Zone, now: number): ExploreState {
  const { compare: _compare, band: _band, step: _step, shown: _shown, ...rest } = state;
  const dimensions = dimensionsOf(state.measures);
  const measures = state.measures.map((id) => measureOf(id));
  const timed = hasSteps(state.measures);
  const steps = stepsFor(rangeOf(tz, state.range, now));
  const step = timed && state.step ? (steps.includes(state.step) ? state.step : (steps.at(-1) ?? undefined)) : undefined;
  const lunar = city.calendar.kind === 'cn';
  const compare = hasRange(state.measures) && (state.compare !== 'lunar' || lunar) ? state.compare : undefined;
  const days = (rangeOf(tz, state.range, now).to - rangeOf(tz, state.range, now).from) / DAY;
  const band = state.band && canBand(state.measures, step) && days <= 100;
  return {
    ...rest,
    by: state.by.filter((field) => dimensions.has(field)).slice(0, 2),
    filter: fitting(state.filter, measures.map(({ fact }) => fact)),
    ...(step && { step }),
    ...(compare && { compare }),
    ...(band && { band: true as const }),
    ...(state.shown && state.measures.includes(state.shown) && { shown: state.shown }),
  };
} // prettier-ignore

/** Whether a band can be told: of counts, by hour or day. */
export const canBand = (measures: readonly MeasureId[], step: Step | undefined): boolean =>
  (step === 'hour' || step === 'day') && measures.some((id) => measureOf(id).kind === 'count');

/** The tests of fields that facts of all these kinds have. */
function fitting(filter: Condition, facts: readonly FactKind[]): Condition {
  const fits = (part: Condition): boolean => facts.every((fact) => applies(fact, part));
  const { any, ...fields } = filter;
  const kept = Object.entries(fields).filter(([field, test]) => test !== undefined && fits({ [field]: test }));
  const alternatives = any?.every((one) => fits(one)) ? any : undefined;
  return { ...Object.fromEntries(kept), ...(alternatives && { any: alternatives }) } as Condition;
}

/** The question that this state is. */
export function queryOf(state: ExploreState, city: string, tz: Zone, now: number): ExploreQuery {
  const { measures, by, level, step, compare, band, filter, limit } = state;
  return {
    city,
    measures,
    range: rangeOf(tz, state.range, now),
    ...(by.length > 0 && { by }),
    ...(by.includes('category') && { level }),
    ...(step && { step }),
    ...(compare && { compare }),
    ...(band && { band }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(limit !== undefined && { limit }),
  };
}

/** Members of the address that belong to what is explored. */
export const NAMES = ['m', 'by', 'lv', 'step', 'w', 'r', 'vs', 'band', 'f', 'n', 'c'] as const;
type Packed = Partial<Record<(typeof NAMES)[number], string>>;

/** The members of the address. */
export function pack(state: ExploreState): Packed {
  const { range } = state;
  return {
    m: state.measures.join(','),
    ...(state.by.length > 0 && { by: state.by.join(',') }),
    ...(state.level !== 1 && { lv: String(state.level) }),
    ...(state.step && { step: state.step }),
    ...(typeof range === 'string' ? { w: range } : { r: `${range.from},${range.to}` }),
    ...(state.compare && { vs: state.compare }),
    ...(state.band && { band: '1' }),
    ...(Object.keys(state.filter).length > 0 && { f: JSON.stringify(state.filter) }),
    ...(state.limit !== undefined && { n: String(state.limit) }),
    ...(state.shown && { c: state.shown }),
  };
}

const among = <T extends string>(given: unknown, values: readonly T[]): T | undefined =>
  values.find((value) => value === given);
const whole = (given: unknown, least: number, most: number): number | undefined => {
  const number = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : NaN;
  return number >= least && number <= most ? number : undefined;
};
const LATEST = 4_102_444_800_000;

/** A condition as it stands in an address; undefined where it is none. */
function filterFrom(text: unknown): Condition | undefined {
  if (typeof text !== 'string' || text.length > 4000) return undefined;
  try {
    const given = JSON.parse(text) as unknown;
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Condition) : undefined;
  } catch {
    return undefined;
  }
}

/** What an address stands for; of what cannot be read the rest holds, and without measures it is where one begins. */
export function unpack(query: Readonly<Record<string, unknown>>): ExploreState {
  const list = (given: unknown): string[] => (typeof given === 'string' ? given.split(',') : []);
  const measures = [...new Set(list(query['m']))].filter((id) => Object.hasOwn(MEASURES, id)).slice(0, MAX_MEASURES);
  if (measures.length === 0) return START;
  const [from, to] = list(query['r']).map((end) => whole(end, 0, LATEST));
  const range = from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
  const [step, compare] = [among(query['step'], STEPS), among(query['vs'], ALIGNMENTS)];
  const [limit, shown] = [whole(query['n'], 1, 2000), measures.find((id) => id === query['c'])];
  return {
    measures: measures as MeasureId[],
    by: [...new Set(list(query['by']))].filter((field) => /^[a-zA-Z]+$/.test(field)).slice(0, 2),
    level: (whole(query['lv'], 1, 3) ?? 1) as 1 | 2 | 3,
    range: range ?? among(query['w'], PRESETS) ?? START.range,
    filter: filterFrom(query['f']) ?? {},
    ...(step && { step }),
    ...(compare && { compare }),
    ...(query['band'] === '1' && { band: true as const }),
    ...(limit !== undefined && { limit }),
    ...(shown && { shown: shown as MeasureId }),
  };
} // prettier-ignore
