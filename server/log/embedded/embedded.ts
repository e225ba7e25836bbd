/** The log on SQLite, for one machine: durable, ordered, no service. */
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../worker.ts';
import { LogTrimmed, LogUnavailable, type Appended, type Entry, type Log, type LogEvent } from '../log.ts';
import { keyer } from './key.ts';
import type { Answer, Ask, Piece, PieceResult, StoreOptions } from './messages.ts';
import { Tail } from './tail.ts';

export interface EmbeddedLogOptions extends StoreOptions {
  /** How many of the newest entries are kept as objects. */
  tailEvents?: number;
  /** Bound of the tail in characters of their JSON. */
  tailBytes?: number;
  /** Appends that wait for the disk; beyond it an append is LogUnavailable. Characters of their JSON. */
  maxPendingBytes?: number;
  /** Starts the thread; tests hold it by this. */
  spawn?: (data: StoreOptions) => Worker;
  /** Waits before a dead thread is started again, ms. */
  restartAfter?: number;
}

/** The log, and what waits in it. */
export interface EmbeddedLog extends Log {
  /** Appends that are not durable yet, for back-pressure. */
  pending(): { events: number; bytes: number };
}

/** One call of `append`. */
interface Waiting {
  events: readonly LogEvent[];
  taken: number;
  keys: string[];
  lines: string[];
  bytes: number;
  resolve(appended: Appended[]): void;
  reject(error: Error): void;
}

/** A question before it gets its number. */
type Unasked<A> = A extends Ask ? Omit<A, 'id'> : never;

const GROUP_EVENTS = 10_000;
const GROUP_BYTES = 16 << 20;
const PACK_EVENTS = 1_000;
const spawnThread = (workerData: StoreOptions): Worker =>
  startWorker(new URL('./thread.ts', import.meta.url), { workerData });

/**
 * Opens or creates the log of one city at `path`. Appends that arrive while the disk is busy go together into the next
 * transaction, so that many small ones cost as little as a few large ones. `read` may give fewer entries than `limit`
 * (about 16 MiB a call), but none only when there are none. Rejects with LogUnavailable when the file cannot be opened
 * or another process holds it. A thread that dies later is started again; until then everything is LogUnavailable.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
  const log = new SqliteLog(options);
  await log.start();
  return log;
}

class SqliteLog implements EmbeddedLog {
  epoch = '';
  private newest = 0;
  private oldest = 1;
  private worker: Worker | undefined;
  private closed = false;
  private queue: Waiting[] = [];
  private group: Waiting[] | undefined;
  private waitingEvents = 0;
  private waitingBytes = 0;
  private nextId = 1;
  private restart: NodeJS.Timeout | undefined;
  private readonly asked = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private readonly watchers = new Set<() => void>();
  private readonly tail: Tail;
  private readonly keyOf = keyer();

  constructor(private readonly options: EmbeddedLogOptions) {
    this.tail = new Tail(options.tailEvents ?? 50_000, options.tailBytes ?? 64 << 20);
  }

  /** Starts the thread and waits until it has the file open. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { path, maxPages } = this.options;
      const worker = (this.options.spawn ?? spawnThread)({ path, maxPages });
      let cause: unknown;
      worker.on('message', (answer: Answer) => {
        if (answer.answer !== 'open') return this.answered(answer);
        // What a dead thread wrote without telling counts as appended by someone else: the tail does not know it.
        if (answer.head !== this.newest) this.tail.clear();
        const grown = answer.head > this.newest;
        Object.assign(this, { epoch: answer.epoch, newest: answer.head, oldest: answer.first, worker });
        resolve();
        if (grown) this.wake();
      });
      worker.on('error', (error) => (cause = error));
      worker.on('exit', () => {
        const error = new LogUnavailable(`the log's thread ended${cause ? `: ${String(cause)}` : ''}`);
        reject(error);
        if (this.worker === worker) this.died(error);
      });
    });
  }

  head(): number {
    return this.newest;
  }

  first(): number {
    return this.oldest;
  }

  pending(): { events: number; bytes: number } {
    return { events: this.waitingEvents, bytes: this.waitingBytes };
  }

  append(events: readonly LogEvent[], taken: number): Promise<Appended[]> {
    if (events.length === 0) return Promise.resolve([]);
    if (!this.worker || this.closed) return Promise.reject(new LogUnavailable('the log is not open'));
    const keys: string[] = [];
    const lines: string[] = [];
    let bytes = 0;
    for (const { source, id, type, subject, at, data } of events) {
      keys.push(this.keyOf(source, id));
      const line = JSON.stringify({ taken, source, id, type, subject, at, data });
      lines.push(line);
      bytes += line.length;
    }
    const bound = this.options.maxPendingBytes ?? 256 << 20;
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > bound) {
      return Promise.reject(new LogUnavailable('too much waits for the disk'));
    }
    this.waitingEvents += events.length;
    this.waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.queue.push({ events, taken, keys, lines, bytes, resolve, reject });
      void this.flush();
    });
  }

  async read(after: number, limit: number): Promise<Entry[]> {
    const from = Math.max(0, Math.floor(after));
    if (from + 1 < this.oldest) throw new LogTrimmed(`entries up to ${this.oldest - 1} are trimmed`);
    if (from >= this.newest || limit < 1) return [];
    if (from + 1 >= this.tail.first()) return this.tail.slice(from + 1, limit);
    const head = this.newest;
    const answer = await this.ask({ ask: 'read', after: from, limit });
    const entries: Entry[] = [];
    if (answer.answer !== 'read') return entries;
    for (const pack of answer.packs) {
      // A line never holds a raw line break: JSON escapes it.
      const parsed = JSON.parse(`[${pack.lines.replaceAll('\n', ',')}]`) as Omit<Entry, 'seq'>[];
      for (let i = Math.max(0, from + 1 - pack.first); i < parsed.length && entries.length < limit; i++) {
        const seq = pack.first + i;
        if (seq <= head) entries.push({ seq, ...parsed[i]! });
      }
    }
    return entries;
  }

  watch(wake: () => void): () => void {
    const watcher = (): void => wake();
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  async trim(seq: number): Promise<void> {
    const answer = await this.ask({ ask: 'trim', seq: Math.floor(seq) });
    if (answer.answer !== 'trimmed') return;
    this.oldest = Math.max(this.oldest, answer.first);
    this.tail.dropTo(this.oldest - 1);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.restart);
    // What was accepted is finished first; the thread answers in the order in which it was asked.
    while (this.group || this.queue.length > 0) await new Promise((done) => setTimeout(done, 1));
    const worker = this.worker;
    if (!worker) return;
    const exit = new Promise((done) => worker.once('exit', done));
    await this.ask({ ask: 'close' }).catch(() => undefined);
    this.worker = undefined;
    await exit;
  }

  private async flush(): Promise<void> {
    if (this.group || this.queue.length === 0) return;
    const group = takeGroup(this.queue);
    this.group = group;
    try {
      const answer = await this.ask({ ask: 'append', pieces: piecesOf(group) });
      if (answer.answer === 'appended') this.appended(group, answer.results);
    } catch (error) {
      for (const one of group) one.reject(error as Error);
    } finally {
      this.group = undefined;
      for (const one of group) {
        this.waitingEvents -= one.events.length;
        this.waitingBytes -= one.bytes;
      }
      void this.flush();
    }
  }

  /** The group is durable: entries go to the tail in order, callers learn their places, readers wake. */
  private appended(group: readonly Waiting[], results: readonly PieceResult[]): void {
    const places = placesOf(results);
    const answers: Appended[][] = [];
    const before = this.newest;
    for (const one of group) {
      const answer = one.events.map((event, i): Appended => {
        const place = places.next().value as Appended;
        if (!place.known) {
          const { source, id, type, subject, at, data } = event;
          this.tail.push(
            { seq: place.seq, taken: one.taken, source, id, type, subject, at, data },
            one.lines[i]!.length,
          );
          this.newest = place.seq;
        }
        return place;
      });
      answers.push(answer);
    }
    group.forEach((one, i) => one.resolve(answers[i]!));
    if (this.newest > before) this.wake();
  }

  private wake(): void {
    for (const watcher of this.watchers) watcher();
  }

  private ask(ask: Unasked<Ask>): Promise<Answer> {
    const worker = this.worker;
    if (!worker) return Promise.reject(new LogUnavailable('the log is not open'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      // A thread has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage({ ...ask, id });
    });
  }

  private answered(answer: Exclude<Answer, { answer: 'open' }>): void {
    const asked = this.asked.get(answer.id);
    this.asked.delete(answer.id);
    if (answer.answer !== 'failed') asked?.resolve(answer);
    else asked?.reject(answer.trimmed ? new LogTrimmed(answer.message) : new LogUnavailable(answer.message));
  }

  private died(error: LogUnavailable): void {
    this.worker = undefined;
    for (const one of this.asked.values()) one.reject(error);
    this.asked.clear();
    for (const one of this.queue) {
      one.reject(error);
      this.waitingEvents -= one.events.length;
      this.waitingBytes -= one.bytes;
    }
    this.queue = [];
    if (!this.closed) this.startAgain();
  }

  private startAgain(): void {
    this.restart = setTimeout(() => {
      this.start().catch(() => {
        if (!this.closed) this.startAgain();
      });
    }, this.options.restartAfter ?? 1_000);
    this.restart.unref();
  }
}

/** Takes whole appends off the queue: at least one, then as many as fit. */
function takeGroup(queue: Waiting[]): Waiting[] {
  let events = 0;
  let bytes = 0;
  let count = 0;
  for (const one of queue) {
    if (count > 0 && (events + one.events.length > GROUP_EVENTS || bytes + one.bytes > GROUP_BYTES)) break;
    events += one.events.length;
    bytes += one.bytes;
    count++;
  }
  return queue.splice(0, count);
}

function piecesOf(group: readonly Waiting[]): Piece[] {
  const only = group.length === 1 ? group[0] : undefined;
  const keys = only ? only.keys : group.flatMap((one) => one.keys);
  const lines = only ? only.lines : group.flatMap((one) => one.lines);
  const pieces: Piece[] = [];
  for (let i = 0; i < keys.length; i += PACK_EVENTS) {
    const part = keys.slice(i, i + PACK_EVENTS);
    pieces.push({ count: part.length, keys: JSON.stringify(part), lines: lines.slice(i, i + PACK_EVENTS).join('\n') });
  }
  return pieces;
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
