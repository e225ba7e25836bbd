/**
 * The log as a Redis Stream a city, for several servers: any of them appends and reads, Redis gives the places. All that
 * is written is written by scripts (`scripts.ts`), each one atomic step.
 */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../clock.ts';
import { cityKeys } from '../../redis/keys.ts';
import type { Script } from '../../redis/redis.ts';
import { Gather, type PieceResult, type Waiting } from '../gather.ts';
import { LogTrimmed, LogUnavailable, type Appended, type Entry, type LogEvent } from '../log.ts';
import { Tail } from '../tail.ts';
import type { RedisLog, RedisLogOptions } from './options.ts';
import { entriesOf, packsOf, resultsOf } from './packs.ts';
import { APPEND, LOOK, PERIOD_SECONDS, periodsAt, READ, TRIM } from './scripts.ts';
import { Fenced, Standing } from './standing.ts';

export type { RedisLog, RedisLogOptions } from './options.ts';
export { Fenced, LogLost } from './standing.ts';

/** A script holds up everyone else on Redis, so that it is not given too much at a time. */
const GROUP_EVENTS = 5_000;
const GROUP_BYTES = 4 << 20;
/** Redis cuts a connection that hears channels, as this one does, when 32 MiB wait for it; several logs share it. */
const READ_BYTES = 2 << 20;

/**
 * Opens or creates a city's log. Rejects with LogUnavailable when Redis cannot be used; while it is away later everything
 * that needs it is LogUnavailable, and goes on by itself. What becomes of an append that is under way when the connection
 * breaks is not known: it is LogUnavailable, and those of its events that Redis has are known at the next try.
 *
 * Deduplication holds for at least 35 days (`scripts.ts` says what it costs). A read may give fewer entries than `limit`
 * (about 2 MiB a call), but none only when there are none. `redis` is the caller's to close, after the log.
 */
export async function openRedisLog(options: RedisLogOptions): Promise<RedisLog> {
  const log = new StreamLog(options);
  await log.start();
  return log;
}

class StreamLog implements RedisLog {
  epoch = '';
  private newest = 0;
  private oldest = 1;
  private floor: number;
  private closed = false;
  private unhear: (() => Promise<void>) | undefined;
  private readonly watchers = new Set<() => void>();
  private readonly tail: Tail;
  private readonly gather: Gather;
  private readonly standing: Standing;
  private readonly keys;

  constructor(private readonly options: RedisLogOptions) {
    this.keys = cityKeys(options.city);
    this.floor = options.floor;
    this.tail = new Tail(options.tailEvents ?? 50_000, options.tailBytes ?? 64 << 20);
    let landed = 0;
    this.gather = new Gather({
      maxEvents: GROUP_EVENTS,
      maxBytes: GROUP_BYTES,
      lanes: 2,
      maxWaiting: options.maxPendingBytes ?? 256 << 20,
      line: ({ source, id, type, subject, at, data }) => JSON.stringify({ source, id, type, subject, at, data }),
      send: (group) => this.send(group),
      landed: (entry, size) => {
        this.tail.push(entry, size);
        landed = entry.seq;
      },
      done: () => this.advance(landed),
    });
    const { redis, city, allowVolatile = false, onError } = options;
    const { epoch, head, floor, first } = this.keys;
    this.standing = new Standing({
      redis,
      city,
      allowVolatile,
      onError,
      ask: async () =>
        (await this.run(LOOK, [epoch, head, floor, first], [String(this.floor)])) as [head: number, first: number],
      found: (head, first, anew) => this.found(head, first, anew),
    });
  }

  async start(): Promise<void> {
    const { redis } = this.options;
    const { epoch, wake } = this.keys;
    try {
      await redis.within(redis.client.set(epoch, randomUUID(), { condition: 'NX' }));
      this.epoch = (await redis.within(redis.client.get(epoch))) ?? '';
      this.unhear = await redis.hear(wake, (head) => this.advance(Number(head)));
      await this.standing.start();
    } catch (error) {
      await this.close();
      throw this.standing.failure(error);
    }
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
    const refusal = this.closed ? 'the log is closed' : this.standing.refusal;
    return refusal === null ? this.gather.add(events, taken) : Promise.reject(new LogUnavailable(refusal));
  }

  async read(after: number, limit: number): Promise<Entry[]> {
    const from = Math.max(0, Math.floor(after));
    if (from + 1 < this.oldest) throw trimmed(this.oldest);
    if (limit < 1) return [];
    if (from >= this.newest) {
      // Nothing is known to be there, but that is not known now.
      if (this.standing.away !== null) throw new LogUnavailable(this.standing.away);
      return [];
    }
    const held = this.tail.slice(from + 1, limit);
    const at = from + held.length;
    return held.length >= limit || at >= this.newest ? held : [...held, ...(await this.fetch(at, limit - held.length))];
  }

  watch(wake: () => void): () => void {
    const watcher = (): void => wake();
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  async trim(seq: number): Promise<void> {
    const { holding } = this.options;
    const proof = holding ? holding() : '';
    if (proof === null) throw new Fenced('this server does not hold the city');
    const { epoch, head, first, log, lease } = this.keys;
    const args = [String(Math.max(0, Math.floor(seq))), holding ? '1' : '0', proof];
    this.moveFirst((await this.run(TRIM, [epoch, head, first, log, lease], args)) as number);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    // What was accepted is finished first.
    await this.gather.idle();
    await this.standing.stop();
    await this.unhear?.();
  }

  private async send(group: readonly Waiting[]): Promise<PieceResult[]> {
    const packs = packsOf(group);
    const { epoch, head, floor, log, wake, seen } = this.keys;
    const hashes = periodsAt((this.options.clock ?? systemClock).now()).map(seen);
    const args = [String(this.floor), String(PERIOD_SECONDS), ...packs.flatMap((pack) => pack.args)];
    return resultsOf(packs, await this.run(APPEND, [epoch, head, floor, log, wake, ...hashes], args));
  }

  /** From Redis: the entries after `after`. */
  private async fetch(after: number, limit: number): Promise<Entry[]> {
    const { epoch, head, first, log } = this.keys;
    const args = [String(after), String(Math.floor(limit)), String(READ_BYTES)];
    const answer = (await this.run(READ, [epoch, head, first, log], args)) as [number, number, ...unknown[]];
    this.moveFirst(answer[1]);
    if (after + 1 < answer[1]) throw trimmed(answer[1]);
    const entries: Entry[] = [];
    for (const { entry, size } of entriesOf(answer.slice(2))) {
      if (entry.seq <= after) continue;
      this.tail.push(entry, size);
      if (entries.length < limit) entries.push(entry);
    }
    this.advance(answer[0]);
    return entries;
  }

  /** Takes note of a head, and wakes who waits for it. */
  private advance(head: number): void {
    if (!(head > this.newest)) return;
    this.newest = head;
    this.floor = Math.max(this.floor, head);
    this.wake();
  }

  private wake(): void {
    for (const watcher of this.watchers) watcher();
  }

  private moveFirst(first: number): void {
    if (first <= this.oldest) return;
    this.oldest = first;
    this.tail.dropTo(first - 1);
  }

  /** What a look at Redis found; `anew`: for the first time since it was away. */
  private found(head: number, first: number, anew: boolean): void {
    this.moveFirst(first);
    // Redis may have come back without its last entries; those that are held here can still be read here.
    if (anew) this.newest = Math.max(head, this.tail.last());
    else this.advance(head);
    this.floor = Math.max(this.floor, head);
    if (anew) this.wake();
  }

  private async run(step: Script, keys: string[], args: string[]): Promise<unknown> {
    try {
      return await this.options.redis.run(step, keys, [this.epoch, ...args]);
    } catch (error) {
      throw this.standing.failure(error);
    }
  }
}

const trimmed = (first: number): LogTrimmed => new LogTrimmed(`entries up to ${first - 1} are trimmed`);
