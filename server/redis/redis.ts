/**
 * The connection to Redis: a single server or a Cluster, found out by asking. Commands are never kept for later: while
 * Redis is away they reject at once, and one that gets no answer rejects after a bound.
 */
import { createHash } from 'node:crypto';
import type { RedisClientType } from 'redis';
import { connectCluster, connectSingle, isCluster, type Link } from './link.ts';

/** Redis cannot be used now, or did not answer in time; whether a command was carried out is not known. */
export class RedisDown extends Error {}

/** An atomic step: a script with its text's SHA-1, under which Redis remembers it. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}
export const script = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') });

/** What is used of node-redis, alike for a single server and a Cluster. */
export type Commands = Pick<
  RedisClientType,
  | 'get' | 'set' | 'del' | 'hGet' | 'hSet' | 'hDel' | 'hGetAll' | 'hVals' | 'hmGet' | 'zRange' | 'zRem' | 'zCard'
  | 'xAdd' | 'xRange' | 'xLen' | 'xAck' | 'xReadGroup' | 'xAutoClaim' | 'xGroupCreate' | 'xInfoStream' | 'sPublish'
  | 'sSubscribe' | 'sUnsubscribe' | 'evalSha' | 'eval' | 'configGet' | 'withTypeMapping'
  | 'xGroupDelConsumer'
>; // prettier-ignore

export interface Redis {
  /** Whether it answers now, as far as is known. */
  readonly up: boolean;
  /** Whether it is a Cluster. */
  readonly cluster: boolean;
  /** Typed commands, on the connection of the moment. Wrap each in `within`. */
  readonly client: Commands;
  /** Gives the answer of a command, or rejects with RedisDown when it fails for want of Redis or is not answered in time. */
  within<T>(command: Promise<T>): Promise<T>;
  /** Runs an atomic step on keys of one slot. Rejects with RedisDown, or with the error that the script raised. */
  run(step: Script, keys: string[], args: (string | Buffer)[]): Promise<unknown>;
  /** Hears a sharded channel, again after every reconnection. Returns the way to stop it. */
  hear(channel: string, heard: (message: string) => void): Promise<() => Promise<void>>;
  /** As `hear`, in bytes, but while Redis is away the channel is heard later, and nothing is rejected. */
  hearSoon(channel: string, heard: (message: Buffer, channel: Buffer) => void): () => void;
  /** Calls back when Redis goes (false) or is there again (true). Returns the way to stop it. */
  watch(changed: (up: boolean) => void): () => void;
  close(): Promise<void>;
}

export interface RedisOptions {
  url: string;
  /** Called with what goes wrong in the background; bounded to one call a second. */
  onError(error: unknown): void;
  /** A command without an answer is given up after so long, ms. */
  limit?: number;
}

/** Errors that Redis itself answers for a command: the connection is well. */
const isReply = (error: unknown): boolean =>
  error instanceof Error && (error.constructor.name === 'SimpleError' || error.constructor.name === 'ErrorReply');
/** Answers that mean that Redis can't take anything now. */
const REFUSING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|MISCONF|OOM|NOREPLICAS|TRYAGAIN|BUSY)\b/;

/** How often the connection is asked whether it still is one, ms. */
const PING_EVERY = 1000;
/** A connection that answers nothing for so long is given up, ms: nobody tells when a cable is cut. */
const SILENT_MAX = 4000;

/** Waits until Redis answers, then resolves; it may be started later than this program. */
export async function openRedis({ url, onError, limit = 3000 }: RedisOptions): Promise<Redis> {
  let told = 0;
  const tell = (error: unknown): void => {
    if (Date.now() - told < 1000) return;
    told = Date.now();
    onError(error);
  };
  const watchers = new Set<(up: boolean) => void>();
  let up = true;
  const change = (now: boolean): void => {
    if (up === now) return;
    up = now;
    for (const watcher of watchers) watcher(now);
  };
  const heard = new Map<(message: string) => void, string>();
  const heardSoon = new Map<(message: Buffer, channel: Buffer) => void, { channel: string; on: Link | null }>();
  /** Subscribes what could not be subscribed before. A listener that is there already changes nothing. */
  const subscribe = async (): Promise<void> => {
    const on = link;
    for (const [listener, one] of heardSoon) {
      if (one.on === on) continue;
      await on.client.sSubscribe(one.channel, listener, true);
      one.on = on;
    }
  };
  let link: Link;
  let closed = false;
  const cluster = await isCluster(url, tell);
  const make = async (): Promise<void> => {
    const made = (cluster ? connectCluster : connectSingle)(url, tell, (now) => {
      if (link === made) change(now);
    });
    link = made;
    await made.connected;
    // Given up meanwhile, or closed.
    if (link !== made || closed) return;
    for (const [listener, channel] of heard) await made.client.sSubscribe(channel, listener);
    await subscribe();
    change(true);
  };
  await make();

  /** Makes a new connection in place of one that is silent. */
  const renew = (): void => {
    tell(new RedisDown(`no sign of life from Redis within ${SILENT_MAX} ms; connecting anew`));
    change(false);
    link.end();
    make().catch(tell);
  };
  let asking = false;
  const watchdog = setInterval(() => {
    if (up) subscribe().catch(tell);
    if (asking) return;
    asking = true;
    const asked = link;
    const silent = setTimeout(() => {
      if (link === asked && !closed) renew();
    }, SILENT_MAX);
    // An error is an answer: the client mends by itself what it knows to be broken.
    void Promise.allSettled([asked.ping()]).finally(() => {
      clearTimeout(silent);
      asking = false;
    });
  }, PING_EVERY);
  watchdog.unref();
  /** Always the connection of the moment. */
  const client = new Proxy({} as Commands, {
    get(_, name) {
      const method = link.client[name as keyof Commands] as unknown as (...args: unknown[]) => unknown;
      return method.bind(link.client);
    },
  });

  const within = async <T>(command: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        command,
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new RedisDown(`no answer from Redis within ${limit} ms`)), limit);
        }),
      ]);
    } catch (error) {
      if (error instanceof RedisDown || (isReply(error) && !REFUSING.test((error as Error).message))) throw error;
      throw new RedisDown(`Redis cannot be used: ${(error as Error).message}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    get up() {
      return up;
    },
    cluster,
    client,
    within,
    async run(step, keys, args) {
      const given = { keys, arguments: args };
      try {
        return await within(client.evalSha(step.sha, given) as Promise<unknown>);
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
        return within(client.eval(step.text, given) as Promise<unknown>);
      }
    },
    async hear(channel, hearer) {
      const listener = (message: string): void => {
        try {
          hearer(message);
        } catch (error) {
          // What anyone may publish must stop nobody.
          tell(error);
        }
      };
      await within(client.sSubscribe(channel, listener));
      heard.set(listener, channel);
      return async () => {
        heard.delete(listener);
        await within(client.sUnsubscribe(channel, listener)).catch(tell);
      };
    },
    hearSoon(channel, hearer) {
      heardSoon.set(hearer, { channel, on: null });
      subscribe().catch(tell);
      return () => {
        heardSoon.delete(hearer);
        within(client.sUnsubscribe(channel, hearer as never)).catch(tell);
      };
    },
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    close() {
      closed = true;
      clearInterval(watchdog);
      link.end();
      return Promise.resolve();
    },
  };
}
