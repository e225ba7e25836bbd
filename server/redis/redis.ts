/**
 * The connection to Redis: a single server or a Cluster, found out by asking. Commands are never kept for later: while
 * Redis is away they reject at once, and one that gets no answer rejects after a bound.
 */
import { createHash } from 'node:crypto';
import { createClient, createCluster, type RedisClientType } from 'redis';

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
  /** Typed commands. Wrap each in `within`. */
  readonly client: Commands;
  /** Gives the answer of a command, or rejects with RedisDown when it fails for want of Redis or is not answered in time. */
  within<T>(command: Promise<T>): Promise<T>;
  /** Runs an atomic step on keys of one slot. Rejects with RedisDown, or with the error that the script raised. */
  run(step: Script, keys: string[], args: (string | Buffer)[]): Promise<unknown>;
  /** Hears a sharded channel, again after every reconnection. Returns the way to stop it. */
  hear(channel: string, heard: (message: string) => void): Promise<() => Promise<void>>;
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

const RECONNECT_MAX = 1000;
const PING_EVERY = 1000;
const SILENT_MAX = 4000;

/** Waits until Redis answers, then resolves; it may be started later than this program. */
export async function openRedis({ url, onError, limit = 3000 }: RedisOptions): Promise<Redis> {
  const settings = {
    url,
    disableOfflineQueue: true,
    pingInterval: PING_EVERY,
    socket: {
      connectTimeout: 2000,
      socketTimeout: SILENT_MAX,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 5), RECONNECT_MAX),
    },
  };
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

  const single = createClient(settings);
  single.on('error', tell);
  await single.connect();
  while (!(await single.ping().then(() => true, () => false))) await new Promise((r) => setTimeout(r, 200)); // prettier-ignore
  const cluster = /cluster_enabled:1/.test(await single.info('cluster'));
  let client: Commands;
  let end: () => Promise<unknown>;
  if (cluster) {
    single.destroy();
    const { url: _, ...defaults } = settings;
    const { username, password, protocol } = new URL(url);
    const credentials = { ...(username && { username }), ...(password && { password }) };
    const tls = protocol === 'rediss:' ? { socket: { ...defaults.socket, tls: true as const } } : {};
    const many = createCluster({
      rootNodes: [{ url }],
      defaults: { ...defaults, ...credentials, ...tls },
      maxCommandRedirections: 16,
    });
    many.on('error', tell);
    await many.connect();
    client = many as unknown as Commands;
    end = () => Promise.resolve(many.destroy());
  } else {
    single.on('ready', () => change(true));
    single.on('reconnecting', () => change(false));
    client = single as unknown as Commands;
    end = () => Promise.resolve(single.destroy());
  }

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
    async hear(channel, heard) {
      const listener = (message: string): void => heard(message);
      await within(client.sSubscribe(channel, listener));
      return async () => {
        await within(client.sUnsubscribe(channel, listener)).catch(tell);
      };
    },
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    async close() {
      await end();
    },
  };
}
