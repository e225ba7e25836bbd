/**
 * Whether a log may be appended to now. Every second, and whenever Redis is there again, it is looked at where the log stands;
 * after Redis was away its settings are read anew first, since it may be another one.
 */
import { RedisDown, type Redis } from '../../redis/redis.ts';
import { LogUnavailable } from '../log.ts';
import { durability } from './durability.ts';

/** The lease is another's: nothing was trimmed. */
export class Fenced extends Error {}
/** Redis was emptied or exchanged: its log is another one, and this one takes nothing until it is opened again. */
export class LogLost extends LogUnavailable {}

export interface StandingOptions {
  redis: Redis;
  city: string;
  allowVolatile: boolean;
  /** Asks Redis where the log stands. */
  ask(): Promise<[head: number, first: number]>;
  /** Told what was found; `anew`: for the first time since Redis was away. */
  found(head: number, first: number, anew: boolean): void;
  onError(error: unknown): void;
}

const POLL_EVERY = 1_000;

export class Standing {
  /** Why Redis cannot be asked now; null: it can. */
  away: string | null = 'the log is not open';
  /** Why Redis is not to be trusted with events; null: it is. */
  private distrust: string | null = null;
  private notes: readonly string[] = [];
  /** The failure that was told last, so that it is told once and not every second. */
  private told = '';
  /** Rises whenever Redis goes, so that what was found out before does not count. */
  private life = 0;
  private looking: Promise<void> | undefined;
  private poll: NodeJS.Timeout | undefined;
  private unwatch: (() => void) | undefined;

  constructor(private readonly options: StandingOptions) {}

  /** Why nothing is appended now; null: it is. */
  get refusal(): string | null {
    return this.away ?? this.distrust;
  }

  /** Looks for the first time, and then on. Rejects with LogUnavailable. */
  async start(): Promise<void> {
    this.unwatch = this.options.redis.watch((up) => {
      if (up) return void this.check();
      this.life++;
      this.away = 'Redis is away';
    });
    await this.look();
    this.poll = setInterval(() => void this.check(), POLL_EVERY);
    this.poll.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.poll);
    this.unwatch?.();
    await this.looking;
  }

  /** What callers are told of a failure. What is more than a Redis that is away is told in the background as well. */
  failure(error: unknown): Error {
    if (error instanceof LogUnavailable || error instanceof Fenced) return error;
    const { message } = error as Error;
    if (message.startsWith('FENCED')) return new Fenced(message);
    if (error instanceof RedisDown) return new LogUnavailable(message, { cause: error });
    const lost = message.startsWith('EPOCH');
    const text = lost ? `the log of ${this.options.city} is lost: Redis was emptied or exchanged` : message;
    const failure = new (lost ? LogLost : LogUnavailable)(text, { cause: error });
    if (lost) this.away = text;
    if (this.told !== text) this.options.onError(failure);
    this.told = text;
    return failure;
  }

  /** One look at a time. That Redis is away is told by the connection itself. */
  private check(): Promise<void> {
    this.looking ??= this.look()
      .catch(() => {
        this.away ??= 'Redis does not answer';
      })
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async look(): Promise<void> {
    const { redis, allowVolatile, ask, found, onError } = this.options;
    const { life } = this;
    const anew = this.refusal !== null;
    try {
      const promise = anew ? await durability(redis, allowVolatile) : null;
      const [head, first] = await ask();
      if (life !== this.life) throw new LogUnavailable('Redis went away');
      this.away = null;
      this.told = '';
      if (promise) this.distrust = promise.refusal;
      found(head, first, anew);
      if (!promise) return;
      for (const note of promise.notes) if (!this.notes.includes(note)) onError(new Error(note));
      this.notes = promise.notes;
    } catch (error) {
      throw this.failure(error);
    }
  }
}
