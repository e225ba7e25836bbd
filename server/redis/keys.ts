/**
 * Every name this program uses in Redis. All names of one city carry the hash tag `{city}`, so that a Redis Cluster
 * keeps a city on one node (a script may touch several of its keys) and spreads cities over its nodes. What belongs to
 * the installation as a whole carries `{wall}`, which no city may be called.
 */
export interface CityKeys {
  /** Stream: packed log entries, their ids are `<seq of the last event>-0`. */
  log: string;
  /** String: seq of the newest event. */
  head: string;
  /** String: lowest seq of the log that can still be read; absent: 1. */
  first: string;
  /** String: a seq that some server has seen though the log may not hold it; none up to it is given again. */
  floor: string;
  /** String: names the log's life. */
  epoch: string;
  /** Hash: deduplication keys of a period of days → seq. Expires by itself. */
  seen(period: number): string;
  /** Sharded channel: the head, after every append. */
  wake: string;
  /** Stream: events that upstream systems add themselves, one entry an event, not yet checked. */
  intake: string;
  /** String with a time to live: who holds the city, and its fencing token. */
  lease: string;
  /** String: the last fencing token given. */
  fence: string;
  /** Sharded channel: the lease was taken or given back. */
  held: string;
  /** Hash: id of a server that follows the city → when it last said so, what it has, whether it is ready. */
  followers: string;
  /** Sharded channel: what servers that do not follow the city ask of the one that holds it. */
  asks: string;
  /** Sharded channel: the answers to one server. */
  answers(server: string): string;
  /** Sharded channel: answers of the intake that stand in no log, for all servers to count. */
  told: string;
  /** Hash: refused events by their id, and beside each what happened to it since (`server/state/redis/quarantine.ts`). */
  refused: string;
  /** Sorted set: ids of the refused events, by themselves. */
  refusedIds: string;
  /** Hash: digest of a refused event → its id. */
  refusedSame: string;
  /** Hash: `last`, the last id given, and `dropped`, how many were let go of. */
  refusedCounts: string;
}

/** The names of one city. */
export function cityKeys(city: string): CityKeys {
  const name = (part: string): string => `{${city}}:${part}`;
  return {
    log: name('log'),
    head: name('head'),
    first: name('first'),
    floor: name('floor'),
    epoch: name('epoch'),
    seen: (period) => name(`seen:${period}`),
    wake: name('wake'),
    intake: name('intake'),
    lease: name('lease'),
    fence: name('fence'),
    held: name('held'),
    followers: name('followers'),
    asks: name('asks'),
    answers: (server) => name(`answers:${server}`),
    told: name('told'),
    refused: name('refused'),
    refusedIds: name('refused:ids'),
    refusedSame: name('refused:same'),
    refusedCounts: name('refused:counts'),
  };
}

/** The names of the installation. */
export const wallKeys = {
  /** Hash: keys by id. */
  keys: '{wall}:keys',
  /** Hash: id of a revoked key → when, Unix ms. */
  revoked: '{wall}:revoked',
  /** Hash: values of a collection by id. */
  values: (collection: string): string => `{wall}:values:${collection}`,
  /** Sorted set, all scores 0: the ids of a collection in their order. */
  ids: (collection: string): string => `{wall}:ids:${collection}`,
};
