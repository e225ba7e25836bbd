/**
 * Notices as they are kept: those that wait in the collection `outbox:<city>`, the last that are done in `notices:<city>`,
 * both under the same id. Only the server that holds the city writes them, so that it may keep what waits in memory too.
 */
import type { Json } from '../../../contract/text.ts';
import { MINUTE } from '../../../contract/time.ts';
import type { State } from '../../state/state.ts';
import { sentSince, type Item, type Waiting } from './plan.ts';

/** A notice that is done with. */
export interface Done extends Item {
  outcome: 'sent' | 'failed' | 'dropped';
  /** Why it was not sent. */
  why?: string;
  /** Unix ms of the machine's clock. */
  ended: number;
}

export interface RecordsParts {
  state: State;
  city: string;
  /** How many that are done are kept. */
  kept: number;
  onError(error: unknown): void;
}

const PAGE = 1000;

export const outboxOf = (city: string): string => `outbox:${city}`;
export const noticesOf = (city: string): string => `notices:${city}`;

async function* all<T>(state: State, collection: string): AsyncGenerator<{ id: string; value: T }> {
  for (let after = ''; ;) {
    const page = await state.list(collection, after, PAGE);
    for (const { id, value } of page) yield { id, value: value as unknown as T };
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

const withoutId = ({ id: _id, ...item }: Waiting): Item => item;

export class Records {
  /** What waits, by id. */
  readonly waiting = new Map<string, Waiting>();
  readonly #parts: RecordsParts;
  /** Ids of what is done and still kept. */
  #done = new Set<string>();
  /** Changes that the State could not take yet, by id. They count all the same: what was sent is not sent again. */
  readonly #unsaved = new Map<string, () => Promise<void>>();

  constructor(parts: RecordsParts) {
    this.#parts = parts;
  }

  /** Reads everything anew. Returns when each recipient was sent something in the minute before `now`. */
  async load(now: number): Promise<Map<string, number[]>> {
    const { state, city } = this.#parts;
    await this.flush();
    const waiting = new Map<string, Waiting>();
    const done = new Set<string>();
    const recent: Item[] = [];
    const note = (item: Item): void => {
      if (item.tries.some(({ at }) => at > now - MINUTE)) recent.push(item);
    };
    for await (const { id, value } of all<Done>(state, noticesOf(city))) {
      done.add(id);
      note(value);
    }
    for await (const { id, value } of all<Item>(state, outboxOf(city))) {
      // It ended between the two writes of its end.
      if (done.has(id)) await state.drop(outboxOf(city), id);
      else {
        waiting.set(id, { id, ...value });
        note(value);
      }
    }
    this.waiting.clear();
    for (const [id, item] of waiting) this.waiting.set(id, item);
    this.#done = done;
    return sentSince(recent, now - MINUTE);
  }

  /** Puts in what is neither waiting nor done. Rejects with StateUnavailable; what was put in before that stays. */
  async add(items: readonly Waiting[]): Promise<void> {
    const { state, city } = this.#parts;
    for (const item of items) {
      if (this.waiting.has(item.id) || this.#done.has(item.id)) continue;
      await state.put(outboxOf(city), item.id, withoutId(item) as unknown as Json);
      this.waiting.set(item.id, item);
    }
  }

  /** Keeps a changed notice that goes on waiting. */
  async keep(item: Waiting): Promise<void> {
    const { state, city } = this.#parts;
    this.waiting.set(item.id, item);
    await this.#save(item.id, () => state.put(outboxOf(city), item.id, withoutId(item) as unknown as Json));
  }

  /** Ends the waiting of a notice. */
  async finish(item: Waiting, end: Pick<Done, 'outcome' | 'why' | 'ended'>): Promise<void> {
    const { state, city, kept } = this.#parts;
    const done: Done = { ...withoutId(item), ...end };
    this.waiting.delete(item.id);
    this.#done.add(item.id);
    await this.#save(item.id, async () => {
      await state.put(noticesOf(city), item.id, done as unknown as Json);
      await state.drop(outboxOf(city), item.id);
      if (this.#done.size <= kept) return;
      for (const id of [...this.#done].sort().slice(0, this.#done.size - kept)) {
        await state.drop(noticesOf(city), id);
        this.#done.delete(id);
      }
    });
  }

  /** Saves what could not be saved before. Rejects with StateUnavailable. */
  async flush(): Promise<void> {
    for (const [id, write] of this.#unsaved) {
      await write();
      if (this.#unsaved.get(id) === write) this.#unsaved.delete(id);
    }
  }

  async #save(id: string, write: () => Promise<void>): Promise<void> {
    this.#unsaved.set(id, write);
    try {
      await write();
      if (this.#unsaved.get(id) === write) this.#unsaved.delete(id);
    } catch (error) {
      this.#parts.onError(error);
    }
  }
}
