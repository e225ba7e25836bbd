/**
 * Group commit: appends that arrive while the store is busy go together into its next step, so that many small ones
 * cost as little as a few large ones.
 */
import { keyer } from './key.ts';
import { LogUnavailable, type Appended, type Entry, type LogEvent } from './log.ts';

/** One call of `append`. `keys` and `lines` go with `events` one by one. */
export interface Waiting {
  events: readonly LogEvent[];
  taken: number;
  /** Deduplication keys. */
  keys: string[];
  /** Each event as JSON without a line break. */
  lines: string[];
  /** Characters of the lines. */
  bytes: number;
  resolve(appended: Appended[]): void;
  reject(error: Error): void;
}

/**
 * What became of the `count` events of a run of consecutive ones. The fresh ones got the seqs from `first` on, in order;
 * `known` is flat: index, seq, index, seq, …
 */
export interface PieceResult {
  count: number;
  first: number;
  known: readonly number[];
}

export interface GatherOptions {
  /** Bounds of a group; a single append may be larger. Bytes are characters of the lines. */
  maxEvents: number;
  maxBytes: number;
  /** Groups that may be under way at a time: a second one keeps the store busy while the first one's answer is on its way. */
  lanes: number;
  /** Characters that may wait for the store. */
  maxWaiting: number;
  /** An event as it is kept. */
  line(event: LogEvent, taken: number): string;
  /** Makes a group durable as one, or rejects with LogUnavailable. */
  send(group: readonly Waiting[]): Promise<readonly PieceResult[]>;
  /** Told every fresh entry of a durable group, in order, before any of its callers. */
  landed(entry: Entry, size: number): void;
  /** Called after the callers of a durable group. */
  done(): void;
}

export class Gather {
  private queue: Waiting[] = [];
  private underWay = 0;
  private waitingEvents = 0;
  private waitingBytes = 0;
  private readonly keyOf = keyer();

  constructor(private readonly options: GatherOptions) {}

  /** Appends that are not durable yet. */
  pending(): { events: number; bytes: number } {
    return { events: this.waitingEvents, bytes: this.waitingBytes };
  }

  /** Rejects with LogUnavailable when too much waits already, or as `send` did. */
  add(events: readonly LogEvent[], taken: number): Promise<Appended[]> {
    const keys: string[] = [];
    const lines: string[] = [];
    let bytes = 0;
    for (const event of events) {
      keys.push(this.keyOf(event.source, event.id));
      const line = this.options.line(event, taken);
      lines.push(line);
      bytes += line.length;
    }
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > this.options.maxWaiting) {
      return Promise.reject(new LogUnavailable('too much waits for the disk'));
    }
    this.waitingEvents += events.length;
    this.waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.queue.push({ events, taken, keys, lines, bytes, resolve, reject });
      void this.flush();
    });
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.underWay > 0 || this.queue.length > 0) await new Promise((done) => setTimeout(done, 1));
  }

  private async flush(): Promise<void> {
    if (this.underWay >= this.options.lanes || this.queue.length === 0) return;
    const group = this.takeGroup();
    this.underWay++;
    try {
      this.settle(group, await this.options.send(group));
    } catch (error) {
      for (const one of group) one.reject(error as Error);
    } finally {
      this.underWay--;
      for (const one of group) {
        this.waitingEvents -= one.events.length;
        this.waitingBytes -= one.bytes;
      }
      void this.flush();
    }
  }

  /** Takes whole appends off the queue: at least one, then as many as fit. */
  private takeGroup(): Waiting[] {
    const { maxEvents, maxBytes } = this.options;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const one of this.queue) {
      if (count > 0 && (events + one.events.length > maxEvents || bytes + one.bytes > maxBytes)) break;
      events += one.events.length;
      bytes += one.bytes;
      count++;
    }
    return this.queue.splice(0, count);
  }

  private settle(group: readonly Waiting[], results: readonly PieceResult[]): void {
    const places = placesOf(results);
    const answers = group.map(({ events, taken, lines }) =>
      events.map((event, i): Appended => {
        const place = places.next().value as Appended;
        if (!place.known) {
          const { source, id, type, subject, at, data } = event;
          this.options.landed({ seq: place.seq, taken, source, id, type, subject, at, data }, lines[i]!.length);
        }
        return place;
      }),
    );
    group.forEach((one, i) => one.resolve(answers[i]!));
    this.options.done();
  }
}

/** The place of each event of a group, in order. The caller knows how many there are. */
function* placesOf(results: readonly PieceResult[]): Generator<Appended, void> {
  for (const { count, first, known } of results) {
    let next = first;
    let k = 0;
    for (let i = 0; i < count; i++) {
      if (known[k] === i) {
        yield { seq: known[k + 1]!, known: true };
        k += 2;
      } else yield { seq: next++, known: false };
    }
  }
}
