/**
 * One history for several servers. All fold the same log to the same facts, so one of them is enough to write: that
 * which holds the city. What another one is asked to write is there when the holder's position says so; until then it
 * stays with whoever asked, and is written after all when this server comes to hold the city.
 */
import type { FactKind } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { CountAnswer, ListAnswer, TicketAnswer } from '../../../contract/query.ts';
import type { Lease } from '../../lease/lease.ts';
import type { Count, FactRecord, History, List } from '../history.ts';
import { HistoryUnavailable } from '../unavailable.ts';

export interface SharedOptions {
  lease: Pick<Lease, 'token' | 'holder'>;
  /** Pause between looks at the position, default 300 ms. */
  poll?: number;
  /** The holder has so long to get as far, default 5,000 ms; then the write is refused and comes again. */
  patience?: number;
  /**
   * What others wrote for this server is kept for so long, default 60,000 ms, and written once more when it comes to hold
   * the city: what the clock alone changed has no position in the log by which it could be told that the holder had it.
   */
  keep?: number;
  now?: () => number;
}

/** Facts that are kept at most; the oldest go first. */
const KEPT_FACTS = 200_000;

const keyOf = ({ kind, row }: FactRecord): string => `${kind} ${row.id}`;
const includes = (at: Position | null, wanted: Position): boolean => at?.epoch === wanted.epoch && at.seq >= wanted.seq;

export class SharedHistory implements History {
  /** Facts that others wrote, in the order in which they came. */
  readonly #kept = new Map<string, { fact: FactRecord; at: number }>();
  /** Token with which this server wrote last. */
  #wrote: number | null = null;
  #closed = false;

  constructor(
    private readonly inner: History,
    private readonly options: SharedOptions,
  ) {}

  async write(facts: readonly FactRecord[], position: Position | null): Promise<void> {
    const { lease, poll = 300, patience = 5000, now = () => performance.now() } = this.options;
    const end = now() + patience;
    for (;;) {
      if (this.#closed) throw new HistoryUnavailable('the history is closed');
      if (lease.token !== null) return this.#write(facts, position, lease.token);
      if (!position) throw new HistoryUnavailable('only the server that holds the city writes its history');
      if (includes(await this.inner.position(), position)) return this.#keep(facts);
      if (lease.holder === null || now() >= end) {
        throw new HistoryUnavailable('the server that holds the city has not written so far yet');
      }
      await new Promise((resolve) => setTimeout(resolve, poll));
    }
  }

  async #write(facts: readonly FactRecord[], position: Position | null, token: number): Promise<void> {
    // The one before may have written further than this server has folded: its position must not go back.
    if (position && this.#wrote !== token) {
      const there = await this.inner.position();
      if (there?.epoch === position.epoch && there.seq > position.seq) return this.#keep(facts);
    }
    const kept = [...this.#kept.values()].map(({ fact }) => fact);
    // Of facts with the same id the last one counts.
    await this.inner.write([...kept, ...facts], position);
    this.#kept.clear();
    this.#wrote = token;
  }

  #keep(facts: readonly FactRecord[]): void {
    const { keep = 60_000, now = () => performance.now() } = this.options;
    const at = now();
    for (const fact of facts) {
      const key = keyOf(fact);
      this.#kept.delete(key);
      this.#kept.set(key, { fact, at });
    }
    for (const [key, one] of this.#kept) {
      if (one.at >= at - keep && this.#kept.size <= KEPT_FACTS) break;
      this.#kept.delete(key);
    }
  }

  position(): Promise<Position | null> {
    return this.inner.position();
  }
  count(query: Count): Promise<CountAnswer> {
    return this.inner.count(query);
  }
  list(query: List): Promise<ListAnswer> {
    return this.inner.list(query);
  }
  ticket(id: string): Promise<TicketAnswer | null> {
    return this.inner.ticket(id);
  }
  load(kind: FactKind, ids: readonly string[]): Promise<FactRecord[]> {
    return this.inner.load(kind, ids);
  }
  recent(kind: FactKind, since: number): AsyncIterable<FactRecord[]> {
    return this.inner.recent(kind, since);
  }
  exportTo(dir: string): Promise<Position | null> {
    return this.inner.exportTo(dir);
  }
  importFrom(dir: string, position: Position): Promise<void> {
    return this.inner.importFrom(dir, position);
  }
  close(): Promise<void> {
    this.#closed = true;
    return this.inner.close();
  }
}
