/**
 * What an Open311 server is asked in a poll. News first: what was updated since the last poll where the server knows
 * `updated_after`, else what was filed since. Then, as far as the poll's requests reach, all requests of the last days by
 * their time of filing, from the newest to the oldest and again from the beginning: that is how a server is filled from,
 * how changes are seen where there is no `updated_after`, and what mends whatever was missed otherwise.
 */
import { DAY, SECOND } from '../../../contract/time.ts';
import type { Open311Source } from '../../../contract/source.ts';
import type { Json } from '../../../contract/text.ts';
import { SourceFault, type Item, type Portion } from '../source.ts';
import type { Client } from './client.ts';
import { halves, readRange, type By, type Outcome, type Range } from './ranges.ts';

/** Where reading stands. Times are Unix ms. */
export interface Cursor {
  /** News are read up to here. */
  at: number;
  /** The round through the last days is done down to here; null: it begins anew. */
  round: number | null;
  /** Whether a whole round was made. */
  filled: boolean;
}

const DAYS = 90;
const WINDOW_DAYS = 90;
const OVERLAP = 600;
const REQUESTS = 20;
/** Requests for the round in a poll of a filled city whose server tells of updates. */
const REQUESTS_BESIDE = 4;

export interface PollParts {
  settings: Pick<Open311Source, 'days' | 'windowDays' | 'overlap' | 'pageSize' | 'requestsPerPoll' | 'updatedAfter'>;
  client: Client;
  read(record: unknown): Item;
  now(): number;
}

const keptAs = ({ at, round, filled }: Cursor): Json => ({ at, round, filled });
const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' && value !== null && typeof (value as Cursor).at === 'number';

const changedOf = ({ read }: Item): number | null => ('snapshot' in read ? read.snapshot.changed : null);
const filedOf = ({ read }: Item): number | null =>
  'snapshot' in read ? Date.parse(read.snapshot.events[0]!.time) : null;

/** Gives what is read as portions, and looks at each item. Returns what the reading returns. */
async function* each<T>(reading: AsyncGenerator<Item[], T>, look: (item: Item) => void): AsyncGenerator<Portion, T> {
  for (;;) {
    const next = await reading.next();
    if (next.done) return next.value;
    for (const item of next.value) look(item);
    yield { items: next.value };
  }
}

/** Polls one server. What it finds out about the server it remembers. */
export function openPoll({ settings, client, read, now }: PollParts) {
  const days = (settings.days ?? DAYS) * DAY;
  const windowLength = (settings.windowDays ?? WINDOW_DAYS) * DAY;
  const overlap = (settings.overlap ?? OVERLAP) * SECOND;
  const budget = settings.requestsPerPoll ?? REQUESTS;
  /** Whether it knows updated_after; null: not found out yet. */
  let updates: boolean | null = settings.updatedAfter ?? null;
  /** Ranges of the round that are still to be read, the next one last. */
  let todo: Required<Range>[] = [];

  const ranged = (range: Range, by: By, signal: AbortSignal): AsyncGenerator<Item[], Outcome> =>
    readRange(range, {
      client,
      by,
      pageSize: settings.pageSize,
      read,
      timeOf: by === 'updated' ? changedOf : filedOf,
      signal,
    });

  /** Asks for what will be updated tomorrow: a server that knows the parameter has nothing of the kind. */
  async function probe(signal: AbortSignal): Promise<boolean> {
    try {
      const tomorrow = new Date(now() + DAY).toISOString().replace(/\.\d+Z$/, 'Z');
      return (await client.list('requests', { updated_after: tomorrow }, signal)).length === 0;
    } catch (error) {
      if (error instanceof SourceFault && error.status !== undefined && error.status < 500 && error.status !== 429)
        return false;
      throw error;
    }
  }

  /**
   * Reads a range, in parts where it is cut, as long as it does not take more than `most` requests. Returns whether the
   * server looked at the range and all of it was given.
   */
  async function* inParts(
    range: Required<Range>,
    by: By,
    signal: AbortSignal,
    most: number,
  ): AsyncGenerator<Item[], boolean> {
    const parts = [range];
    const end = client.asked + most;
    let good = true;
    while (parts.length > 0) {
      const part = parts.pop()!;
      const outcome = yield* ranged(part, by, signal);
      if (outcome === 'whole') continue;
      const [late, early] = (outcome === 'cut' && client.asked < end && halves(part)) || [];
      if (late && early) parts.push(early, late);
      else good = false;
    }
    return good;
  }

  /** What was updated since. False: the server does not really know updated_after, or cuts what it gives. */
  async function* updated(cursor: Cursor, began: number, signal: AbortSignal): AsyncGenerator<Portion, boolean> {
    const from = cursor.at - overlap;
    let newest = -Infinity;
    const most = Math.ceil(budget / 2);
    const look = (item: Item): void => void (newest = Math.max(newest, changedOf(item) ?? -Infinity));
    // Without an end first: not every server that knows the one parameter knows the other.
    const outcome = yield* each(ranged({ from }, 'updated', signal), look);
    if (outcome === 'ignored') return false;
    if (outcome === 'cut' && !(yield* each(inParts({ from, to: began + overlap }, 'updated', signal, most), look)))
      return false;
    // Never beyond the moment at which it was asked: what is updated meanwhile may lie on a page that was read.
    if (newest > cursor.at) cursor.at = Math.min(newest, Math.max(began, cursor.at));
    return true;
  }

  /** Ranges of the last days, the newest last, from where the round stands. */
  function rangesOf(cursor: Cursor, end: number): Required<Range>[] {
    const begin = end - days;
    let to = cursor.round === null ? end + overlap : Math.min(cursor.round, end + overlap);
    const ranges: Required<Range>[] = [];
    while (to > begin) {
      const from = Math.max(begin, to - windowLength);
      ranges.unshift({ from, to });
      to = from;
    }
    return ranges;
  }

  /** Goes on with the round until it is through, or the requests of this poll are used up. */
  async function* round(cursor: Cursor, until: number, signal: AbortSignal): AsyncGenerator<Portion> {
    if (todo.length === 0) todo = rangesOf(cursor, now());
    for (;;) {
      const range = todo.pop();
      if (!range) break;
      let outcome: Outcome;
      try {
        outcome = yield* each(ranged(range, 'requested', signal), () => undefined);
      } catch (error) {
        todo.push(range); // to be read again from its beginning
        throw error;
      }
      const parts = outcome === 'cut' ? halves(range) : null;
      if (parts) todo.push(parts[1], parts[0]);
      else cursor.round = range.from;
      if (todo.length === 0) {
        cursor.round = null;
        cursor.filled = true;
      }
      yield { items: [], cursor: keptAs(cursor) };
      if (client.asked >= until) return;
    }
  }

  return async function* poll(kept: Json | null, signal: AbortSignal): AsyncGenerator<Portion> {
    const began = now();
    const first = client.asked;
    const fresh = !isCursor(kept);
    const cursor: Cursor = isCursor(kept)
      ? { ...(kept as unknown as Cursor) }
      : { at: began, round: null, filled: false };
    if (fresh) todo = [];
    updates ??= await probe(signal);
    if (!fresh && updates) updates = yield* updated(cursor, began, signal);
    if (!fresh && !updates) {
      // Half of the requests at most: the other half brings the round on, which also finds what is cut here.
      const range = { from: cursor.at - overlap, to: began + overlap };
      yield* each(inParts(range, 'requested', signal, Math.ceil(budget / 2)), () => undefined);
      cursor.at = Math.max(cursor.at, began);
    }
    if (!fresh) yield { items: [], cursor: keptAs(cursor) };
    const beside = updates && cursor.filled ? REQUESTS_BESIDE : budget;
    yield* round(cursor, Math.max(first + beside, client.asked + 1), signal);
  };
}
