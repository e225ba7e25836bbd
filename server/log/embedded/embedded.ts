/** The log on SQLite, for one machine: durable, ordered, no service. */
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../worker.ts';
import { Gather, type PieceResult, type Waiting } from '../gather.ts';
import { LogTrimmed, LogUnavailable, type Appended, type Entry, type Log, type LogEvent } from '../log.ts';
import { Tail } from '../tail.ts';
import type { Answer, Ask, Piece, StoreOptions } from './messages.ts';

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
  /** The newest one that watchers know of. */
  private told = 0;
  private nextId = 1;
  private restart: NodeJS.Timeout | undefined;
  private readonly asked = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private readonly watchers = new Set<() => void>();
  private readonly tail: Tail;
  private readonly gather: Gather;

  constructor(private readonly options: EmbeddedLogOptions) {
    this.tail = new Tail(options.tailEvents ?? 50_000, options.tailBytes ?? 64 << 20);
    this.gather = new Gather({
      maxEvents: GROUP_EVENTS,
      maxBytes: GROUP_BYTES,
      lanes: 1,
      maxWaiting: options.maxPendingBytes ?? 256 << 20,
      line: ({ source, id, type, subject, at, data }, taken) =>
        JSON.stringify({ taken, source, id, type, subject, at, data }),
      send: (group) => this.send(group),
      landed: (entry, size) => {
        this.tail.push(entry, size);
        this.newest = entry.seq;
      },
      done: () => this.tell(),
    });
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
        Object.assign(this, { epoch: answer.epoch, newest: answer.head, oldest: answer.first, worker });
        resolve();
        this.tell();
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
    return this.gather.pending();
  }

  append(events: readonly LogEvent[], taken: number): Promise<Appended[]> {
    if (events.length === 0) return Promise.resolve([]);
    if (!this.worker || this.closed) return Promise.reject(new LogUnavailable('the log is not open'));
    return this.gather.add(events, taken);
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
    await this.gather.idle();
    const worker = this.worker;
    if (!worker) return;
    const exit = new Promise((done) => worker.once('exit', done));
    await this.ask({ ask: 'close' }).catch(() => undefined);
    this.worker = undefined;
    await exit;
  }

  private async send(group: readonly Waiting[]): Promise<readonly PieceResult[]> {
    const answer = await this.ask({ ask: 'append', pieces: piecesOf(group) });
    return answer.answer === 'appended' ? answer.results : [];
  }

  /** Wakes watchers when there is something new. */
  private tell(): void {
    if (this.newest <= this.told) return;
    this.told = this.newest;
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
