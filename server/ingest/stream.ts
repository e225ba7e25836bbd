/**
 * The direct intake: upstream systems that reach Redis add events to a city's stream themselves, one entry an event, with
 * the fields `event` (a CloudEvent as JSON) and `key` (an intake key's token). All servers that follow the city share the work
 * as one consumer group. Events go the same way as those of HTTP requests (`take`): what is wrong with one is told by the
 * quarantine, since there is no one to answer. An entry leaves the stream when its event is durable or in the quarantine.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESP_TYPES } from 'redis';
import type { KeyRing } from '../access/keys.ts';
import { cityKeys } from '../redis/keys.ts';
import { script, type Redis } from '../redis/redis.ts';
import type { State } from '../state/state.ts';
import { LIMITS } from './admit.ts';
import { lotsOf, type Given } from './lots.ts';
import { personHash } from './person.ts';
import { take, type Intake, type TakeContext } from './take.ts';

export interface StreamIntakeOptions extends Intake, Pick<TakeContext, 'onTaken' | 'onRefused'> {
  /**
   * A connection of its own: it is held for up to a second at a time, so that its `limit` must be well above that. It is the
   * caller's to close, after `stop`.
   */
  redis: Redis;
  /** Name of this server, unlike that of any other, also of one that ended. */
  server: string;
  state: State;
  keys: KeyRing;
  /** Of the keyed hash of persons, as for the HTTP intake. */
  secret: string | Buffer;
  /** The city's clock, Unix ms. */
  clock: () => number;
  /** Entries of the city's log that are not folded yet; beyond the bound nothing is read. */
  lag?: () => number;
  /** Told once of every failure that is tried again. */
  onError(error: unknown): void;
  /** What a server took and did not finish for so long is another's to take, ms. */
  claimAfter?: number;
}

export interface StreamIntake {
  /** Stops after the entries at hand, or at once while they cannot be taken; they are another server's then. */
  stop(): Promise<void>;
}

const GROUP = 'intake';
const BATCH = 500;
const BLOCK = 1_000;
const CLAIM_AFTER = 30_000;
const PAUSE_MIN = 100;
const PAUSE_MAX = 5_000;

/** Entries are done with: both at once, or one would stay in the stream that nobody takes again. KEYS stream. ARGV group, ids. */
const DONE = script(`
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))`);

/**
 * Starts to take a city's stream in. What cannot be done now, for want of Redis, the log or the state, is tried again with
 * growing pauses. Events of one key keep their order.
 */
export function startStreamIntake(options: StreamIntakeOptions): StreamIntake {
  const { redis, server, keys, lag = () => 0, claimAfter = CLAIM_AFTER, onError } = options;
  const stream = cityKeys(options.city.id).intake;
  const context = { ...options, hash: personHash(options.secret) };
  // Bytes, so that what is not UTF-8 is seen.
  const client = () => redis.client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const ending = new AbortController();
  const { signal } = ending;
  let grouped = false;
  /** Whether Redis may have given this server entries that it does not know of. */
  let doubtful = false;
  let claimAt = 0;
  let cursor = '0-0';

  /** Does a step until it succeeds, with growing pauses. Rejects when the intake is stopped meanwhile. */
  const insist = async <T>(step: () => Promise<T>): Promise<T> => {
    for (let pause = PAUSE_MIN; ; pause = Math.min(pause * 2, PAUSE_MAX)) {
      try {
        return await step();
      } catch (error) {
        if (pause === PAUSE_MIN) onError(error);
        await sleep(pause, undefined, { signal });
      }
    }
  };
  const next = async (): Promise<Given[]> => {
    try {
      if (!grouped) await makeGroup(redis, stream);
      grouped = true;
      if (cursor !== '0-0' || performance.now() >= claimAt) {
        const claimed = await redis.within(
          client().xAutoClaim(stream, GROUP, server, claimAfter, cursor, { COUNT: BATCH }),
        );
        cursor = claimed.nextId.toString();
        claimAt = performance.now() + claimAfter / 3;
        if (claimed.messages.length > 0) return givenOf(claimed.messages);
      }
      const places = { key: stream, id: '>' };
      const read = await redis.within(client().xReadGroup(GROUP, server, places, { COUNT: BATCH, BLOCK }));
      return givenOf((read as { messages: Message[] }[] | null)?.[0]?.messages ?? []);
    } catch (error) {
      grouped = false;
      doubtful = true;
      throw error;
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      if (lag() > LIMITS.lag) {
        await sleep(PAUSE_MAX / 10, undefined, { signal });
        continue;
      }
      const given = await insist(next);
      if (given.length === 0) continue;
      const lots = await insist(() => lotsOf(given, options.city.id, keys));
      // A body is made for each try: what was tried before has been changed on its way.
      await Promise.all(lots.map(({ key, body }) => insist(() => take(body(), { ...context, key }))));
      await insist(() => redis.run(DONE, [stream], [GROUP, ...given.map((one) => one.id)]));
    }
  };
  const running = run().then(
    () => false,
    (error: unknown) => {
      if (!signal.aborted) onError(error);
      return true;
    },
  );
  return {
    async stop() {
      ending.abort();
      const broken = await running;
      // Entries that it still holds would be lost with its name.
      if (broken || doubtful) return;
      await redis.within(redis.client.xGroupDelConsumer(stream, GROUP, server)).catch(onError);
    },
  };
}

type Message = { id: Buffer; message: Record<string, Buffer> } | null;

/** Entries that were deleted while they waited are null. */
const givenOf = (messages: readonly Message[]): Given[] =>
  messages.flatMap((one) => {
    if (!one) return [];
    const { event, key } = one.message;
    return [{ id: one.id.toString(), event: event ?? Buffer.alloc(0), token: key?.toString() ?? '' }];
  });

async function makeGroup(redis: Redis, stream: string): Promise<void> {
  try {
    // From the beginning: what was added before any server came is taken as well.
    await redis.within(redis.client.xGroupCreate(stream, GROUP, '0', { MKSTREAM: true }));
  } catch (error) {
    if (!(error as Error).message.startsWith('BUSYGROUP')) throw error;
  }
}
