/**
 * What the drawer shows, as a value: it is kept in the address, so a link opens the same drawer and back steps back.
 * The path is the filter itself: its fields in the order in which they were chosen. Pure.
 */
import type { Condition, FieldTest, Scalar } from '../../contract/condition.ts';
import { MEASURES, measureOf, type Cell, type Measure, type MeasureId } from '../../contract/measure.ts';
import { DAY, HOUR, MINUTE, type Range, type Step, type Zone } from '../../contract/time.ts';
import type { Drill } from '../../contract/widget.ts';

export interface DrillState extends Drill {
  /** The window that a narrower `range` was chosen from. */
  outer?: { from: number; to: number };
}

/** Short names in the address. */
interface Packed {
  m: MeasureId;
  p?: 1;
  f?: Condition;
  r?: [number, number];
  o?: [number, number];
}

const pair = (range?: { from: number; to: number }): [number, number] | undefined => range && [range.from, range.to];
const range = (given: unknown): { from: number; to: number } | undefined =>
  Array.isArray(given) && given.length === 2 && given.every(Number.isInteger) && given[0] < given[1]
    ? { from: given[0] as number, to: given[1] as number }
    : undefined;

/** The text that stands in the address. */
export function pack(state: DrillState): string {
  const packed: Packed = { m: state.measure };
  if (state.part) packed.p = 1;
  if (state.filter && Object.keys(state.filter).length > 0) packed.f = state.filter;
  if (state.range) packed.r = pair(state.range);
  if (state.outer) packed.o = pair(state.outer);
  return JSON.stringify(packed);
}

/** What a text in the address stands for; undefined where it is none of ours. */
export function unpack(text: unknown): DrillState | undefined {
  if (typeof text !== 'string') return undefined;
  let packed: Partial<Packed> | null;
  try {
    packed = JSON.parse(text) as Partial<Packed> | null;
  } catch {
    return undefined;
  }
  if (typeof packed !== 'object' || packed === null || typeof packed.m !== 'string') return undefined;
  if (!Object.hasOwn(MEASURES, packed.m)) return undefined;
  const filter = packed.f;
  if (filter !== undefined && (typeof filter !== 'object' || filter === null || Array.isArray(filter)))
    return undefined;
  const state: DrillState = { measure: packed.m };
  if (packed.p) state.part = true;
  if (filter) state.filter = filter;
  const [inner, outer] = [range(packed.r), range(packed.o)];
  if (inner) state.range = inner;
  if (inner && outer) state.outer = outer;
  return state;
}

/** One chip of the path. */
export type Chip =
  | { kind: 'city' | 'measure' }
  | { kind: 'field'; field: string; test: Scalar | FieldTest }
  | { kind: 'any' }
  | { kind: 'window' | 'bucket'; range?: { from: number; to: number } };

/** City › measure › filters in order › window › narrower window. A measure without a time has no window. */
export function chipsOf(state: DrillState): Chip[] {
  const { any, ...fields } = state.filter ?? {};
  const chips: Chip[] = [{ kind: 'city' }, { kind: 'measure' }];
  for (const [field, test] of Object.entries(fields)) {
    if (test !== undefined) chips.push({ kind: 'field', field, test: test as Scalar | FieldTest });
  }
  if (any) chips.push({ kind: 'any' });
  if (measureOf(state.measure).at) chips.push({ kind: 'window', range: state.outer ?? state.range });
  if (state.outer) chips.push({ kind: 'bucket', range: state.range });
  return chips;
}

const narrower: Record<string, string> = { district: 'street', street: 'community' };

/** The state without this chip; a place goes with the places in it. */
export function without(state: DrillState, chip: Chip): DrillState {
  if (chip.kind === 'bucket') {
    const { outer, ...rest } = state;
    return { ...rest, range: outer };
  }
  const filter: Condition = { ...state.filter };
  if (chip.kind === 'any') delete filter.any;
  if (chip.kind === 'field') {
    for (let field: string | undefined = chip.field; field; field = narrower[field]) delete filter[field];
  }
  return { ...state, filter };
}

/** The state as it was at this chip: what was chosen after it is dropped, the window stays. */
export function backTo(state: DrillState, chip: Chip): DrillState {
  const chips = chipsOf(state);
  const at = chips.findIndex((one) => JSON.stringify(one) === JSON.stringify(chip));
  return chips
    .slice(at + 1)
    .reverse()
    .reduce((next, later) => (later.kind === 'window' ? next : without(next, later)), state);
}

/** The state with one more field chosen; a missing value is asked for as such. */
export function into(state: DrillState, dimension: Dimension, value: string | null): DrillState {
  const { [dimension.field]: _before, ...rest } = state.filter ?? {};
  const test: Scalar | FieldTest =
    value === null
      ? { set: false }
      : dimension.field === 'category'
        ? { under: value }
        : dimension.field === 'words' || dimension.field === 'terms'
          ? { has: value }
          : value;
  return { ...state, filter: { ...rest, [dimension.field]: test } as Condition };
}

/**
 * What is shown when a second mark is touched while the drawer is open: the facts that both are about. Of a field that both
 * name the second holds, and of times that do not meet the second too. A mark of another measure, or one that is about all of
 * them, is a new question.
 */
export function crossed(state: DrillState, mark: Drill): DrillState {
  const [a, b] = [state.range, mark.range];
  const wider = !a || !b || (b.from <= a.from && b.to >= a.to);
  const chooses = Object.keys(mark.filter ?? {}).length > 0 || !wider;
  if (mark.measure !== state.measure || !chooses) return mark;
  const { any, ...fields } = { ...state.filter } as Condition;
  // What is chosen anew stands at the end of the path.
  for (const field of Object.keys(mark.filter ?? {})) delete fields[field];
  const filter = {
    ...fields,
    ...mark.filter,
    ...((mark.filter?.any ?? any) && { any: mark.filter?.any ?? any }),
  } as Condition;
  const range = a && b ? { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) } : (a ?? b);
  const meets = range !== undefined && range.from < range.to;
  const next: DrillState = { ...state, filter };
  if (!range) return next;
  if (!meets) return { measure: state.measure, ...(state.part && { part: true }), filter, range: b! };
  const same = a !== undefined && a.from === range.from && a.to === range.to;
  return same ? next : { ...next, range, ...((state.outer ?? a) && { outer: state.outer ?? a }) };
}

/** The state within one bucket of its time. */
export function within(state: DrillState, bucket: { from: number; to: number }): DrillState {
  return { ...state, range: bucket, outer: state.outer ?? state.range };
}

export interface Dimension {
  field: string;
  /** Depth of category codes. */
  level?: 1 | 2 | 3;
}

const single = (test: unknown): string | undefined =>
  typeof test === 'string'
    ? test
    : typeof test === 'object' && test !== null && (test as FieldTest).in?.length === 1
      ? String((test as FieldTest).in![0])
      : typeof test === 'object' && test !== null
        ? (test as FieldTest).has
        : undefined;

/** Dimensions that may still tell parts apart, the next of the place path first. */
export function dimensionsOf(state: DrillState): Dimension[] {
  const { fact } = measureOf(state.measure);
  const filter = state.filter ?? {};
  if (fact === 'call') return open(['line', 'zone', 'seat'], filter);
  if (fact === 'mention') return open(['medium', 'sentiment', 'district', 'outlet'], filter);
  if (fact === 'issue') return open(['district', 'category', 'status'], filter);
  if (fact === 'gauge') return open(['gauge', 'district', 'source'], filter);
  if (fact === 'alert') return open(['family', 'status', 'district', 'owner', 'rule'], filter);
  const place = ['district', 'street', 'community'].find((field) => single(filter[field]) === undefined);
  const code = filter.category;
  const path = typeof code === 'object' && !Array.isArray(code) ? (code as FieldTest).under : single(code);
  const level = path === undefined ? 1 : path.split('.').length + 1;
  const dimensions: Dimension[] = place ? [{ field: place }] : [];
  if (level <= 3 && !(typeof code === 'object' && (code as FieldTest).set === false)) {
    dimensions.push({ field: 'category', level: level as 1 | 2 | 3 });
  }
  return [
    ...dimensions,
    ...open(['unit', 'channel', 'nature', 'status', 'clock', 'urgency', 'satisfaction', 'words'], filter),
  ];
}
const open = (fields: string[], filter: Condition): Dimension[] =>
  fields.filter((field) => single(filter[field]) === undefined).map((field) => ({ field }));

/** How many of the facts listed a cell of this measure stands for (rule M2). */
export function listedIn(measure: Measure, part: boolean | undefined, cell: Cell): number {
  if (measure.kind === 'count' || measure.kind === 'rate') return cell[0];
  return measure.kind === 'ratio' && part ? cell[0] : cell[1];
}

/** Bar widths of the chart over time: what is asked for, and how many of its buckets make a bar. */
export interface Grain {
  step: Step;
  fold: number;
  name: 'minute' | 'five_minutes' | 'ten_minutes' | 'hour' | 'day';
}

/** A grain that gives about 6 to 48 bars. */
export function grainFor(range: { from: number; to: number }): Grain {
  const span = range.to - range.from;
  if (span <= 12 * MINUTE) return { step: 'minute', fold: 1, name: 'minute' };
  if (span <= 2 * HOUR) return { step: 'minute', fold: 5, name: 'five_minutes' };
  if (span <= 6 * HOUR) return { step: 'ten_minutes', fold: 1, name: 'ten_minutes' };
  if (span <= 2 * DAY) return { step: 'hour', fold: 1, name: 'hour' };
  return { step: 'day', fold: 1, name: 'day' };
}

/** The same local times a week before this range; of a range that is not over only as much as has passed at `now`. */
export function weekBefore(tz: Zone, range: Range, now: number): Range | undefined {
  const upTo = Math.min(range.to, Math.ceil(now / MINUTE) * MINUTE);
  if (upTo <= range.from) return undefined;
  const shift = (at: number): number => tz.addDays(at, -7) + (at - tz.dayStart(at));
  return { from: shift(range.from), to: shift(upTo - 1) + 1 };
}

/** Columns of the list by kind of fact. */
export const COLUMNS = {
  ticket: ['id', 'title', 'street', 'channel', 'status', 'created'],
  call: ['id', 'line', 'seat', 'wait', 'talk', 'queued'],
  mention: ['id', 'title', 'medium', 'outlet', 'sentiment', 'published'],
  alert: ['level', 'title', 'status', 'owner', 'claimedBy', 'raised'],
  gauge: ['gauge', 'value', 'valueUnit', 'district', 'reported'],
  issue: ['title', 'status', 'category', 'district', 'began'],
} as const;

/** Whether the filter itself says when: such facts have no week before to be set beside, for the filter stays where it is. */
export function timed({ measure, filter }: DrillState): boolean {
  const { at } = measureOf(measure);
  return at !== undefined && [filter ?? {}, ...(filter?.any ?? [])].some((part) => Object.hasOwn(part, at));
}

/** The one ticket that this is about, as when it was touched on the wall; undefined where it is about many. */
export const ticketOf = ({ measure, filter }: DrillState): string | undefined =>
  measureOf(measure).fact === 'ticket' ? single(filter?.['id']) : undefined;
