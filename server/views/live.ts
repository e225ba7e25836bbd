/**
 * A live topic: a view's state for one topic, its value as last sent, and the deltas that led to it (rules T1, T2).
 * It is built by taking in all facts in slices, so that a large city does not stop for one viewer; pairs that come
 * in meanwhile are applied where the slice has already passed, and left to the slice where it has not.
 */
import type { FactKind, Row } from '../../contract/fact.ts';
import { diff } from '../../contract/patch.ts';
import type { Joined } from '../../contract/protocol.ts';
import type { Json } from '../../contract/text.ts';
import type { Topic } from '../../contract/topic.ts';
import type { Change } from '../facts/store.ts';
import type { View, ViewContext, ViewState } from './view.ts';

/** Deltas kept for viewers that come back; more are answered by a snapshot. */
const KEPT = 64;
/** Rows taken in before the loop is given back. */
const SLICE = 20_000;

export type Rows = (kind: FactKind) => readonly (Row | null)[];

export class LiveTopic {
  /** Rises by one with each delta. */
  seq = 0;
  value: Json = {};
  /** Resolves when the first value stands. Rejects with ConditionError when the topic names what does not exist. */
  readonly ready: Promise<void>;
  dirty = false;
  #state!: ViewState;
  #deltas: Json[] = [];
  /** While building: the slots below it are taken in, by kind. Null: built. */
  #cursor: Map<FactKind, number> | null = null;
  #now: number;

  constructor(
    readonly topic: Topic,
    private readonly view: View,
    private readonly context: ViewContext,
    private readonly rows: Rows,
    now: number,
    private readonly onDirty: () => void,
  ) {
    this.#now = now;
    this.ready = this.#build();
    this.ready.catch(() => undefined);
  }

  async #build(): Promise<void> {
    const state = this.view.open(this.topic.params as never, this.topic.scope ?? {}, this.context, this.#now);
    this.#state = state;
    state.onChange = () => this.#mark();
    const cursor = new Map<FactKind, number>(state.kinds.map((kind) => [kind, 0]));
    this.#cursor = cursor;
    for (const kind of state.kinds) {
      for (let slot = 0; slot < this.rows(kind).length;) {
        const rows = this.rows(kind);
        const end = Math.min(slot + SLICE, rows.length);
        for (; slot < end; slot++) if (rows[slot]) state.change(kind, null, rows[slot]!);
        cursor.set(kind, slot);
        if (slot < this.rows(kind).length) await new Promise(setImmediate);
      }
      cursor.set(kind, Infinity);
    }
    this.#cursor = null;
    if (this.seq === 0) this.value = state.value();
    else this.#mark();
  }

  #mark(): void {
    if (this.dirty) return;
    this.dirty = true;
    this.onDirty();
  }

  /** Takes in what changed. */
  apply(changes: readonly Change[]): void {
    if (!this.#state) return;
    let changed = false;
    for (const { kind, slot, before, after } of changes) {
      if (!this.#state.kinds.includes(kind)) continue;
      if (this.#cursor && slot >= this.#cursor.get(kind)!) continue;
      changed = this.#state.change(kind, before, after) || changed;
    }
    if (changed) this.#mark();
    if (this.#state.stale && !this.#cursor) void this.#build();
  }

  /** Moves the clock on. */
  advance(now: number): void {
    this.#now = now;
    if (this.#state?.advance(now)) this.#mark();
  }

  /** The delta since the last flush, or undefined where the value is the same. */
  flush(): Json | undefined {
    this.dirty = false;
    if (this.#cursor) return undefined;
    const value = this.#state.value();
    const delta = diff(this.value, value);
    if (delta === undefined) return undefined;
    this.value = value;
    this.seq++;
    this.#deltas.push(delta);
    if (this.#deltas.length > KEPT) this.#deltas.shift();
    return delta;
  }

  /** What a viewer that holds `have` (−1: nothing) of this epoch needs. */
  join(have: number): Joined {
    const missed = this.seq - have;
    if (have >= 0 && missed >= 0 && missed <= this.#deltas.length) {
      return { seq: this.seq, deltas: this.#deltas.slice(this.#deltas.length - missed) };
    }
    return { seq: this.seq, value: this.value };
  }
}
