/** The way of a request's events: validate → normalise and mask → log, and what is refused to the quarantine. */
import type { City } from '../../contract/city.ts';
import { LogUnavailable, type Log, type LogEvent } from '../log/log.ts';
import { StateUnavailable, type KeyRecord, type Refused as Row, type State } from '../state/state.ts';
import { normalise } from './normalise.ts';
import type { Body, Item } from './parse.ts';
import { rawOfText, rawOfValue, type PersonHash } from './person.ts';
import { Refused, type Refusal } from './refusal.ts';
import { validate } from './validate.ts';

/** A city that events are taken for. */
export interface Intake {
  city: City;
  log: Log;
}

/** What was heard of one source in one request, after it became durable. */
export interface Heard {
  city: string;
  source: string;
  taken: number;
  known: number;
  /** Of those taken: the newest upstream time, and the median delay from upstream to here, ms; 0 when none. */
  at: number;
  delay: number;
}
/** What was refused of one source; null: it does not say a source. */
export interface RefusedCount {
  city: string;
  source: string | null;
  count: number;
}

export interface TakeContext extends Intake {
  key: Pick<KeyRecord, 'id' | 'sources'>;
  state: State;
  hash: PersonHash;
  /** Unix ms. */
  clock: () => number;
  /** A person tries again what was in the quarantine. */
  retry?: boolean;
  onTaken?: (heard: Heard) => void;
  onRefused?: (refused: RefusedCount) => void;
}

export type Result = { index: number; status: 'taken' | 'known' } | ({ index: number; status: 'refused' } & Refusal);
export interface Answer {
  taken: number;
  known: number;
  refused: number;
  results: Result[];
}

const SLICE = 500;
const RESULTS_FULL = 100;
const RESULTS_MAX = 1_000;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The events of a body, sorted out. Nothing is stored yet. */
interface Sorted {
  events: LogEvent[];
  /** Place in the body of each of the events. */
  places: number[];
  refused: { index: number; refusal: Refusal; source: string | null; raw: string; whole: boolean }[];
  count: number;
}

/**
 * Sorts a body's events, in slices, so that other requests and the hub get their turn in between.
 * Throws Refused 403 when the key may not speak for a source.
 */
export async function sort(body: Body, context: Omit<TakeContext, 'log' | 'state'>): Promise<Sorted> {
  const { city, hash, key, retry = false } = context;
  const sources = key.sources && new Set(key.sources);
  const now = context.clock();
  const sorted: Sorted = { events: [], places: [], refused: [], count: 0 };
  for (const item of body.items) {
    const index = sorted.count++;
    if (sorted.count % SLICE === 0) await nextTurn();
    const source = sourceOf(item);
    if (sources && source !== null && !sources.has(source)) {
      throw new Refused(403, body.batch ? `/${index}/source` : '/source', 'this key may not speak for this source');
    }
    const checked = 'value' in item && !item.refusal ? validate(item.value, now, body.odd) : { refusal: item.refusal! };
    if ('refusal' in checked) {
      const raw = 'value' in item ? rawOfValue(item.value, hash, retry) : rawOfText(item.raw, hash);
      sorted.refused.push({ index, refusal: checked.refusal, source, ...raw });
    } else {
      sorted.events.push(normalise(checked.event, city, hash, retry));
      sorted.places.push(index);
    }
  }
  return sorted;
}

/** The source that an event says, if it is short enough to be one. What was refused before it was looked at says none. */
export function sourceOf(item: Item): string | null {
  if (!('value' in item) || item.refusal || typeof item.value !== 'object' || item.value === null) return null;
  const { source } = item.value as { source?: unknown };
  return typeof source === 'string' && source.length <= 128 ? source : null;
}

/**
 * Takes a body's events: when it resolves, all that were not refused are durable (rule E2) and all that were are in the
 * quarantine (rule E5), and both are counted. Throws Refused (403, 503); nothing is counted then.
 */
export async function take(body: Body, context: TakeContext): Promise<Answer> {
  const sorted = await sort(body, context);
  const { city, log, state, key } = context;
  const now = context.clock();
  try {
    const appended = await log.append(sorted.events, now);
    const rows = sorted.refused.map(({ index, refusal, raw, whole }): Row => ({
      city: city.id,
      at: now,
      key: key.id,
      index,
      ...refusal,
      raw,
      whole,
    }));
    // A retry has its row already.
    if (rows.length > 0 && !context.retry) await state.quarantine.put(rows);
    tell(context, sorted, appended, now);
    return answerOf(sorted, appended, body.batch);
  } catch (error) {
    if (error instanceof LogUnavailable || error instanceof StateUnavailable)
      throw new Refused(503, '', 'the store cannot take events now', 1);
    throw error;
  }
}

/** Counts by source for the feeds view. */
function tell(
  { city, onTaken, onRefused }: TakeContext,
  sorted: Sorted,
  appended: readonly { known: boolean }[],
  now: number,
): void {
  if (onTaken) {
    const heard = new Map<string, Heard & { delays: number[] }>();
    sorted.events.forEach(({ source, at }, i) => {
      let one = heard.get(source);
      if (!one) heard.set(source, (one = { city: city.id, source, taken: 0, known: 0, at: 0, delay: 0, delays: [] }));
      if (appended[i]!.known) {
        one.known++;
        return;
      }
      one.taken++;
      one.at = Math.max(one.at, at);
      one.delays.push(now - at);
    });
    for (const { delays, ...one } of heard.values()) {
      delays.sort((a, b) => a - b);
      onTaken({ ...one, delay: delays[delays.length >> 1] ?? 0 });
    }
  }
  if (onRefused && sorted.refused.length > 0) {
    const counts = new Map<string | null, number>();
    for (const { source } of sorted.refused) counts.set(source, (counts.get(source) ?? 0) + 1);
    for (const [source, count] of counts) onRefused({ city: city.id, source, count });
  }
}

function answerOf(sorted: Sorted, appended: readonly { known: boolean }[], batch: boolean): Answer {
  const refused = sorted.refused.map(({ index, refusal }): Result => ({ index, status: 'refused', ...refusal }));
  const known = appended.filter((one) => one.known).length;
  const counts = { taken: appended.length - known, known, refused: refused.length };
  if (batch && sorted.count > RESULTS_FULL) return { ...counts, results: refused.slice(0, RESULTS_MAX) };
  const durable = appended.map((one, i): Result => ({
    index: sorted.places[i]!,
    status: one.known ? 'known' : 'taken',
  }));
  return { ...counts, results: [...durable, ...refused].sort((a, b) => a.index - b.index) };
}
