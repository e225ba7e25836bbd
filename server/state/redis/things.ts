/** Small things in Redis: a hash of values a collection, and a sorted set that keeps their ids in order. */
import type { Json } from '../../../contract/text.ts';
import { wallKeys } from '../../redis/keys.ts';
import { script, type Redis } from '../../redis/redis.ts';
import type { State } from '../state.ts';

/** KEYS values, ids. ARGV id, JSON. */
const PUT = script(`
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return 1`);

/** Gives the value that is kept. KEYS values, ids. ARGV id, JSON. */
const MAKE = script(`
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then redis.call('ZADD', KEYS[2], 0, ARGV[1]) end
return redis.call('HGET', KEYS[1], ARGV[1])`);

/** Gives 1 for the one call that dropped it. KEYS values, ids. ARGV id. */
const DROP = script(`
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])`);

const LIMIT = 10_000;

const namesOf = (collection: string): [values: string, ids: string] => [
  wallKeys.values(collection),
  wallKeys.ids(collection),
];

/** The small things on this connection. Calls reject with whatever the connection says. */
export function redisThings({ client, run, within }: Redis): Pick<State, 'get' | 'put' | 'make' | 'drop' | 'list'> {
  return {
    async get(collection, id) {
      const text = await within(client.hGet(wallKeys.values(collection), id));
      return text === null ? null : (JSON.parse(text) as Json);
    },
    async put(collection, id, value) {
      await run(PUT, namesOf(collection), [id, JSON.stringify(value)]);
    },
    async make(collection, id, value) {
      return JSON.parse((await run(MAKE, namesOf(collection), [id, JSON.stringify(value)])) as string) as Json;
    },
    async drop(collection, id) {
      return (await run(DROP, namesOf(collection), [id])) === 1;
    },
    async list(collection, after = '', limit = LIMIT) {
      const [values, ids] = namesOf(collection);
      const page = { BY: 'LEX', LIMIT: { offset: 0, count: limit } } as const;
      const found = await within(client.zRange(ids, `(${after}`, '+', page));
      if (found.length === 0) return [];
      const texts = await within(client.hmGet(values, found));
      // What was dropped between the two reads is not there any more.
      return found.flatMap((id, i) => {
        const text = texts[i];
        return text == null ? [] : [{ id, value: JSON.parse(text) as Json }];
      });
    },
  };
}
