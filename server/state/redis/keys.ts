/** Keys in Redis: a hash of records, and a hash of the moments of revocation, which change apart from them. */
import { wallKeys } from '../../redis/keys.ts';
import { script, type Redis } from '../../redis/redis.ts';
import type { KeyRecord, Keys } from '../state.ts';

/** A record as it is kept; `revoked` stands in the other hash. */
type Kept = Omit<KeyRecord, 'revoked'>;

/** KEYS keys, revoked. ARGV id, record, revoked ('' while it is good). */
const PUT = script(`
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
end
return 1`);

/** Gives 1 for the one call that revoked it. KEYS keys, revoked. ARGV id, at. */
const REVOKE = script(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
return redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2])`);

const HASHES = [wallKeys.keys, wallKeys.revoked];

const whole = (record: Kept, revoked: string | null | undefined): KeyRecord => ({
  ...record,
  revoked: revoked == null ? null : Number(revoked),
});

/** Throws when a record lacks what a table would insist on. */
function check({ id, name, city, role, hash, created }: KeyRecord): void {
  const texts = [id, name, city, role, hash].every((text) => typeof text === 'string');
  if (!texts || !Number.isFinite(created)) throw new TypeError('a key lacks one of its members');
}

/** The keys on this connection. Calls reject with whatever the connection says. */
export function redisKeys({ client, run, within }: Redis): Keys {
  return {
    async put(key) {
      check(key);
      const { revoked, ...record } = key;
      await run(PUT, HASHES, [key.id, JSON.stringify(record), revoked === null ? '' : String(revoked)]);
    },
    async get(id) {
      // In this order, so that a revocation in between is seen.
      const [record, revoked] = await Promise.all([
        within(client.hGet(wallKeys.keys, id)),
        within(client.hGet(wallKeys.revoked, id)),
      ]);
      return record === null ? null : whole(JSON.parse(record) as Kept, revoked);
    },
    async list() {
      const [records, revoked] = await Promise.all([
        within(client.hVals(wallKeys.keys)),
        within(client.hGetAll(wallKeys.revoked)),
      ]);
      return records
        .map((text) => JSON.parse(text) as Kept)
        .map((record) => whole(record, revoked[record.id]))
        .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
    },
    async revoke(id, at) {
      return (await run(REVOKE, HASHES, [id, String(at)])) === 1;
    },
  };
}
