/**
 * From records to durable events: what is new of each becomes events, these go the way of all events (server/ingest), what
 * is refused goes to the quarantine, and only then is the record remembered.
 */
import type { City } from '../../contract/city.ts';
import type { HotlineEvent } from '../../contract/event.ts';
import type { Step } from '../../contract/fact.ts';
import { normalise } from '../ingest/normalise.ts';
import type { Item as IntakeItem } from '../ingest/parse.ts';
import type { PersonHash } from '../ingest/person.ts';
import { take, type Heard, type Intake, type RefusedCount } from '../ingest/take.ts';
import { validate } from '../ingest/validate.ts';
import type { State } from '../state/state.ts';
import { newsOf } from './changes.ts';
import type { Seen } from './seen.ts';
import type { Envelope, Item } from './source.ts';

export interface DeliveryParts extends Intake {
  source: string;
  state: State;
  hash: PersonHash;
  /** The city's time, Unix ms. */
  now(): number;
  /** The lives of these tickets as far as the log is folded, by id, once everything that is in the log now is. */
  lives(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Step[]>>;
  seen: Seen;
  onTaken?: (heard: Heard) => void;
  onRefused?: (refused: RefusedCount) => void;
}

/** What became of records: `read` of them, `same` as before; events that were taken, known, refused. */
export interface Delivered {
  read: number;
  same: number;
  taken: number;
  known: number;
  refused: number;
  /** The newest change upstream among them, Unix ms. */
  newest: number | null;
}

/** The last state of each record; the order stays. */
function latest(items: readonly Item[]): Item[] {
  const last = new Map<string, Item>();
  const changedOf = ({ read }: Item): number => ('snapshot' in read ? (read.snapshot.changed ?? -Infinity) : -Infinity);
  for (const item of items) {
    const other = last.get(item.key);
    if (!other || changedOf(item) >= changedOf(other)) last.set(item.key, item);
  }
  return [...last.values()];
}

/** The data of an event as the log would keep it, or null where the intake would refuse it. */
const cleaner =
  (city: City, hash: PersonHash, now: number) =>
  (event: Envelope): Record<string, unknown> | null => {
    const checked = validate(structuredClone(event), now);
    return 'refusal' in checked ? null : normalise(checked.event as HotlineEvent, city, hash).data;
  };

/**
 * Takes records in. When it resolves, all that is new is durable or in the quarantine, and counted. Throws Refused (503)
 * when the log or the state cannot be used now: give it the same again.
 */
export async function deliver(items: readonly Item[], parts: DeliveryParts): Promise<Delivered> {
  const { seen, source, city, hash } = parts;
  const now = parts.now();
  const newest = items.reduce<number | null>(
    (top, { read }) => ('snapshot' in read && read.snapshot.changed !== null ? Math.max(top ?? -Infinity, read.snapshot.changed) : top),
    null,
  ); // prettier-ignore
  const fresh = latest(items).filter(({ key, record }) => !seen.has(key, record));
  const delivered: Delivered = { read: items.length, same: items.length - fresh.length, taken: 0, known: 0, refused: 0, newest }; // prettier-ignore
  if (fresh.length === 0) return delivered;
  const ids = fresh.flatMap(({ read }) => ('snapshot' in read ? [read.snapshot.subject] : []));
  const lives = ids.length === 0 ? new Map<string, readonly Step[]>() : await parts.lives(ids);
  const clean = cleaner(city, hash, now);
  const body: IntakeItem[] = fresh.flatMap(({ read, record }): IntakeItem[] =>
    'refused' in read
      ? [{ value: record, refusal: read.refused }]
      : newsOf(read.snapshot, { steps: lives.get(read.snapshot.subject) ?? [], clean, now }).map((value) => ({
          value,
        })),
  );
  if (body.length > 0) {
    const { taken, known, refused } = await take(
      { batch: true, odd: true, items: body },
      {
        city,
        log: parts.log,
        key: { id: `source ${source}`, sources: null },
        state: parts.state,
        hash,
        clock: parts.now,
        onTaken: parts.onTaken,
        // A record that is no event says no source: it is that of this one.
        onRefused: (one) => parts.onRefused?.({ ...one, source }),
      },
    );
    Object.assign(delivered, { taken, known, refused });
  }
  for (const { key, record } of fresh) seen.note(key, record);
  return delivered;
}
