/**
 * The quarantine in Redis. One hash a city holds all of it: field `7` is the event of id 7 as it came first (JSON), and
 * beside it stand, where there is any, `7:at` (refused last), `7:times`, `7:retried` (JSON of what a retry found) and
 * `7:same` (its digest). Ids are numbers of the city, so these fields cannot be taken for one another.
 */
import { cityKeys } from '../../redis/keys.ts';
import { script, type Redis } from '../../redis/redis.ts';
import { sameness } from '../same.ts';
import type { Quarantine, Quarantined, Refused } from '../state.ts';

/** Rows that one script puts: it holds up everybody else in Redis for a few ms at most. */
const LOT = 500;

const FORGET = `
local function forget(id)
  redis.call('HDEL', KEYS[3], redis.call('HGET', KEYS[1], id .. ':same'))
  redis.call('HDEL', KEYS[1], id, id .. ':at', id .. ':times', id .. ':retried', id .. ':same')
end`;

/**
 * Keeps rows in their order, counts those that are there already, and lets the oldest go beyond the bound.
 * KEYS rows, ids, same, counts. ARGV bound, then of each row its digest, JSON and time.
 */
const PUT = script(`${FORGET}
for i = 2, #ARGV, 3 do
  local digest, row, at = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local id = redis.call('HGET', KEYS[3], digest)
  if id then
    redis.call('HSET', KEYS[1], id .. ':at', at)
    redis.call('HINCRBY', KEYS[1], id .. ':times', 1)
  else
    id = string.format('%.0f', redis.call('HINCRBY', KEYS[4], 'last', 1))
    redis.call('HSET', KEYS[1], id, row, id .. ':at', at, id .. ':times', 1, id .. ':same', digest)
    redis.call('HSET', KEYS[3], digest, id)
    redis.call('ZADD', KEYS[2], id, id)
  end
end
local excess = redis.call('ZCARD', KEYS[2]) - ARGV[1]
if excess > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], excess)
  for i = 1, #oldest, 2 do forget(oldest[i]) end
  redis.call('HINCRBY', KEYS[4], 'dropped', excess)
end
return 1`);

/** Notes a retry in vain, of what is still there. KEYS rows. ARGV id, JSON. */
const RETRIED = script(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1] .. ':retried', ARGV[2])
return 1`);

/** Gives 1 for the one call that dropped it. KEYS rows, ids, same. ARGV id. */
const DROP = script(`${FORGET}
if redis.call('ZREM', KEYS[2], ARGV[1]) == 0 then return 0 end
forget(ARGV[1])
return 1`);

type Field = string | null | undefined;
const FIELDS = (id: string): string[] => [id, `${id}:at`, `${id}:times`, `${id}:retried`];

/** The event of these fields; none when it was let go of. */
function fromFields(city: string, id: string, [row, at, times, retried]: Field[]): Quarantined[] {
  if (row == null) return [];
  const came = JSON.parse(row) as Omit<Refused, 'city' | 'at'>;
  const said = retried == null ? { retried: null } : (JSON.parse(retried) as Pick<Quarantined, 'path' | 'rule'>);
  return [{ id: Number(id), city, at: Number(at), times: Number(times), ...came, ...said } as Quarantined];
}

/** The quarantine on this connection, at most `bound` events a city. Calls reject with whatever the connection says. */
export function redisQuarantine({ client, run, within }: Redis, bound: number): Quarantine {
  const putLot = async (city: string, lot: readonly Refused[]): Promise<void> => {
    const { refused, refusedIds, refusedSame, refusedCounts } = cityKeys(city);
    const args = lot.flatMap((one) => {
      const { city: _, at, ...row } = one;
      return [sameness(one).toString('base64url'), JSON.stringify(row), String(at)];
    });
    await run(PUT, [refused, refusedIds, refusedSame, refusedCounts], [String(bound), ...args]);
  };
  return {
    // Atomic a lot; a put that fails in between and is made again counts its first lots once more.
    async put(refused) {
      const byCity = new Map<string, Refused[]>();
      for (const one of refused) {
        const rows = byCity.get(one.city);
        if (rows) rows.push(one);
        else byCity.set(one.city, [one]);
      }
      for (const [city, rows] of byCity) {
        for (let i = 0; i < rows.length; i += LOT) await putLot(city, rows.slice(i, i + LOT));
      }
    },
    async get(city, id) {
      const fields = await within(client.hmGet(cityKeys(city).refused, FIELDS(String(id))));
      return fromFields(city, String(id), fields)[0] ?? null;
    },
    async list(city, after, limit) {
      const { refused, refusedIds } = cityKeys(city);
      const page = { BY: 'SCORE', LIMIT: { offset: 0, count: limit } } as const;
      const ids = await within(client.zRange(refusedIds, `(${after}`, '+inf', page));
      if (ids.length === 0) return [];
      const fields = await within(client.hmGet(refused, ids.flatMap(FIELDS)));
      const each = fields.length / ids.length;
      return ids.flatMap((id, i) => fromFields(city, id, fields.slice(i * each, (i + 1) * each)));
    },
    async retried(city, id, at, path, rule) {
      await run(RETRIED, [cityKeys(city).refused], [String(id), JSON.stringify({ retried: at, path, rule })]);
    },
    async drop(city, id) {
      const { refused, refusedIds, refusedSame } = cityKeys(city);
      return (await run(DROP, [refused, refusedIds, refusedSame], [String(id)])) === 1;
    },
    async count(city) {
      const { refusedIds, refusedCounts } = cityKeys(city);
      const [kept, dropped] = await Promise.all([
        within(client.zCard(refusedIds)),
        within(client.hGet(refusedCounts, 'dropped')),
      ]);
      return { kept, dropped: Number(dropped ?? 0) };
    },
  };
}
