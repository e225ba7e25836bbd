/** The holder's side: answers joins of servers that do not follow the city, and knows what their viewers look at. */
import { cityKeys } from '../redis/keys.ts';
import type { Redis } from '../redis/redis.ts';
import type { Rooms } from '../hub/rooms.ts';
import type { Lease } from '../lease/lease.ts';
import type { Answer, Ask } from './messages.ts';

/** Joins that are computed at once for others; further ones are not answered and asked again. */
const MAX_JOINS = 500;

/** Answers as long as this server holds the city. Returns the way to stop it. */
export async function answerFar(
  redis: Redis,
  city: string,
  rooms: Rooms,
  lease: Lease,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const keys = cityKeys(city);
  let joining = 0;
  const join = async (ask: Extract<Ask, { id: number }>): Promise<void> => {
    if (joining >= MAX_JOINS) return;
    joining++;
    try {
      const reply = await rooms.join(ask.join);
      // What changed hands meanwhile is the new holder's to answer.
      if (lease.token === null) return;
      const answer: Answer = { id: ask.id, reply };
      await redis.within(redis.client.sPublish(keys.answers(ask.from), JSON.stringify(answer)));
    } catch (error) {
      onError(error);
    } finally {
      joining--;
    }
  };
  return redis.hear(keys.asks, (text) => {
    if (lease.token === null) return;
    const ask = JSON.parse(text) as Ask;
    if ('join' in ask) void join(ask);
    else rooms.lookedAt(ask.from, ask.looking);
  });
}
