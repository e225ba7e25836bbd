/**
 * The rooms of a city that this server does not follow: joins are asked of the server that holds the city, and its frames
 * come through the adapter of Socket.IO. When another server comes to hold it, viewers are told of a new epoch and join
 * anew.
 */
import type { Frame, JoinReply, JoinRequest } from '../../contract/protocol.ts';
import { farChannel, type TopicRooms } from '../hub/rooms.ts';
import { cityKeys } from '../redis/keys.ts';
import type { Redis } from '../redis/redis.ts';
import type { Answer, Ask } from './messages.ts';

/** A join that is not answered for so long is refused, ms; a screen asks again by itself. */
const PATIENCE = 2500;
/** How often the holder is told who looks, ms. */
const TELL_EVERY = 1000;

export interface FarOptions {
  redis: Redis;
  city: string;
  /** Id of this server among all. */
  server: string;
  /** The city's clock, Unix ms. */
  now(): number;
  /** Gives a frame to this server's viewers of a room. */
  deliver(frame: Frame): void;
  onError(error: unknown): void;
}

export interface FarRooms extends TopicRooms {
  readonly viewers: number;
  close(): Promise<void>;
}

/** Connects to whoever holds the city, now and later. */
export async function openFarRooms(options: FarOptions): Promise<FarRooms> {
  const { redis, city, server, now, deliver, onError } = options;
  const keys = cityKeys(city);
  const viewers = new Map<string, number>();
  const waiting = new Map<number, (reply: JoinReply) => void>();
  /** Joins under way by what they ask: a thousand viewers that come back together ask once. */
  const asked = new Map<string, Promise<JoinReply>>();
  let lastId = 0;
  let epochs = 0;

  const tell = async (ask: Ask): Promise<void> => {
    await redis.within(redis.client.sPublish(keys.asks, JSON.stringify(ask)));
  };
  const tellViewers = (): void => {
    void tell({ from: server, looking: Object.fromEntries(viewers) }).catch(onError);
  };
  const ask = async (join: JoinRequest): Promise<JoinReply> => {
    const id = ++lastId;
    let timer: NodeJS.Timeout | undefined;
    try {
      const answered = new Promise<JoinReply>((resolve) => {
        waiting.set(id, resolve);
        const error = { path: '', rule: 'no server that holds this city answers; ask again' };
        timer = setTimeout(() => resolve({ error }), PATIENCE);
      });
      await tell({ from: server, id, join });
      return await answered;
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };

  const stopAnswers = await redis.hear(keys.answers(server), (text) => {
    const { id, reply } = JSON.parse(text) as Answer;
    waiting.get(id)?.(reply);
  });
  let holder = await redis.within(redis.client.get(keys.lease));
  const stopHeld = await redis.hear(keys.held, (lease) => {
    if (lease === '' || lease === holder) return;
    holder = lease;
    // An epoch that nobody has: what follows it can be no continuation, so that every viewer joins anew.
    const epoch = `moved-${++epochs}`;
    for (const room of viewers.keys()) deliver({ room, epoch, frame: 0, clock: now(), log: -1 });
  });
  const telling = setInterval(tellViewers, TELL_EVERY);

  return {
    get viewers() {
      let all = 0;
      for (const count of viewers.values()) all += count;
      return all;
    },
    join(request) {
      const key = JSON.stringify(request);
      let one = asked.get(key);
      if (!one) asked.set(key, (one = ask(request).finally(() => asked.delete(key))));
      return one;
    },
    enter(name) {
      const count = (viewers.get(name) ?? 0) + 1;
      viewers.set(name, count);
      // The holder sends nothing to a room that it believes empty.
      if (count === 1) tellViewers();
    },
    leave(name) {
      const count = (viewers.get(name) ?? 1) - 1;
      if (count > 0) viewers.set(name, count);
      else viewers.delete(name);
    },
    channel: farChannel,
    async close() {
      clearInterval(telling);
      viewers.clear();
      tellViewers();
      await stopAnswers();
      await stopHeld();
    },
  };
}
