/** The lease of a city in Redis: a key with a time to live, renewed by its holder, and a fencing token that only rises. */
import { performance } from 'node:perf_hooks';
import { cityKeys } from '../redis/keys.ts';
import { script, type Redis } from '../redis/redis.ts';
import { GONE } from './followers.ts';
import type { Lease } from './lease.ts';
import { rankOf } from './rank.ts';

/** A holder that says nothing for so long has lost the city, ms. */
const TTL = 2500;
/** How often each server says that it is there, ms. */
const BEAT = 800;
/** The holder itself stops this much before its lease ends in Redis, ms: clocks tick differently. */
const MARGIN = 250;
/** Each place in the order waits this much longer for a free city, ms. */
const STEP = 250;
/** A better placed server has to be ready for so long before it is given the city, ms. */
const SETTLED = 5000;
/** After giving a city away it is not sought for so long, ms. */
const AWAY = 2000;

/**
 * One sign of life, atomically: notes what this server has; renews or takes the lease where it may; tells who follows.
 * KEYS lease, fence, followers, held. ARGV server, ttl, wish ('renew' | 'take' | 'none'), proof, kept, ready ('0' | '1'),
 * address. Gives [lease value or '', its time to live, then of each follower: id, ms since it last spoke, kept, ms it is
 * ready for or -1, address].
 */
const SIGN = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local before = redis.call('HGET', KEYS[3], ARGV[1])
local since = -1
if ARGV[6] == '1' then
  since = now
  if before then
    local spoke, _, ready = before:match('^(%S+) (%S+) (%S+)')
    if tonumber(ready) >= 0 and now - tonumber(spoke) < ${GONE} then since = tonumber(ready) end
  end
end
redis.call('HSET', KEYS[3], ARGV[1], string.format('%.0f %s %.0f %s', now, ARGV[5], since, ARGV[7]))
local lease = redis.call('GET', KEYS[1])
if ARGV[3] == 'renew' and lease == ARGV[4] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
elseif ARGV[3] == 'take' and not lease then
  lease = string.format('%.0f ', redis.call('INCR', KEYS[2])) .. ARGV[1]
  redis.call('SET', KEYS[1], lease, 'PX', ARGV[2])
  redis.call('SPUBLISH', KEYS[4], lease)
end
local answer = { lease or '', redis.call('PTTL', KEYS[1]) }
local all = redis.call('HGETALL', KEYS[3])
for i = 1, #all, 2 do
  local spoke, kept, ready, address = all[i + 1]:match('^(%S+) (%S+) (%S+) (%S*)$')
  local age = now - tonumber(spoke)
  if age > 86400000 then
    redis.call('HDEL', KEYS[3], all[i])
  else
    answer[#answer + 1] = all[i]
    answer[#answer + 1] = age
    answer[#answer + 1] = kept
    answer[#answer + 1] = tonumber(ready) < 0 and -1 or now - tonumber(ready)
    answer[#answer + 1] = address
  end
end
return answer`);

/** Gives the lease back when it is still this holder's. KEYS lease, held, followers. ARGV proof, server, gone ('0' | '1'). */
const GIVE = script(`
if ARGV[3] == '1' then redis.call('HDEL', KEYS[3], ARGV[2]) end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SPUBLISH', KEYS[2], '')
return 1`);

export interface RedisLeaseOptions {
  redis: Redis;
  city: string;
  /** Id of this server among all. */
  server: string;
  /** Where other servers reach this one, such as http://10.0.0.5:12345. */
  address: string;
  onError(error: unknown): void;
}

/** Follows and seeks the lease of a city. Losing Redis is losing the lease. */
export async function openRedisLease(options: RedisLeaseOptions): Promise<Lease> {
  const lease = new RedisLease(options);
  await lease.start();
  return lease;
}

class RedisLease implements Lease {
  holder: string | null = null;
  keptByAll = Infinity;
  peers: { address: string; kept: number }[] = [];
  private held: { proof: string; token: number } | null = null;
  /** Machine time up to which the lease is surely ours. */
  private until = 0;
  private kept = 0;
  private ready = false;
  private places: string[] = [];
  private awayUntil = 0;
  private closed = false;
  private busy: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private ending: NodeJS.Timeout | undefined;
  private stopHearing: (() => Promise<void>) | undefined;
  private readonly watchers = new Set<(token: number | null) => void>();
  private readonly keys;

  constructor(private readonly options: RedisLeaseOptions) {
    this.keys = cityKeys(options.city);
  }

  async start(): Promise<void> {
    this.stopHearing = await this.options.redis.hear(this.keys.held, (lease) => {
      this.holder = holderOf(lease);
      // Freed: whoever comes first in the order takes it without waiting for its time to live.
      if (lease === '') this.next(rankOf(this.options.city, this.options.server, this.places) * STEP);
    });
    await this.sign();
  }

  get token(): number | null {
    return this.current()?.token ?? null;
  }

  get proof(): string | null {
    return this.current()?.proof ?? null;
  }

  /** Judged by machine time at every look, so that a process that slept knows before it does anything. */
  private current(): { proof: string; token: number } | null {
    if (this.held && performance.now() >= this.until) this.lose();
    return this.held;
  }

  report(kept: number, ready: boolean): void {
    const better = ready && !this.ready;
    this.kept = kept;
    this.ready = ready;
    if (better) this.next(0);
  }

  watch(changed: (token: number | null) => void): () => void {
    this.watchers.add(changed);
    return () => void this.watchers.delete(changed);
  }

  private lose(): void {
    clearTimeout(this.ending);
    this.held = null;
    if (this.holder === this.options.server) this.holder = null;
    for (const watcher of this.watchers) watcher(null);
  }

  private next(delay: number): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.sign(), delay);
  }

  /** One sign of life at a time; asked for meanwhile, it is repeated. */
  private sign(): Promise<void> {
    if (this.busy) {
      this.again = true;
      return this.busy;
    }
    this.busy = this.signAndGoOn();
    return this.busy;
  }

  private async signAndGoOn(): Promise<void> {
    let delay = BEAT;
    try {
      delay = await this.signOnce();
    } catch (error) {
      this.options.onError(error);
    }
    this.busy = null;
    this.next(this.again ? 0 : delay);
    this.again = false;
  }

  private async signOnce(): Promise<number> {
    const { redis, city, server, address } = this.options;
    const { lease, fence, followers, held } = this.keys;
    const own = this.current();
    const may = this.ready && performance.now() >= this.awayUntil && !this.closed;
    const sent = performance.now();
    const wish = own ? 'renew' : may ? 'take' : 'none';
    const [value, ttl, ...rest] = (await redis.run(
      SIGN,
      [lease, fence, followers, held],
      [server, String(TTL), wish, own?.proof ?? '', String(this.kept), this.ready ? '1' : '0', address],
    )) as [string, number, ...(string | number)[]];
    const others = followersOf(rest);
    this.holder = holderOf(value);
    this.peers = others
      .filter((one) => one.server !== server && one.readyFor >= 0 && one.silent < GONE)
      .map((one) => ({ address: one.address, kept: one.kept }));
    this.places = others.filter((one) => one.readyFor >= 0 && one.silent < GONE).map((one) => one.server);
    this.keptByAll = Math.min(...others.filter((one) => one.silent < GONE).map((one) => one.kept));
    // A lease of this very server's id that it did not know of was taken by the answer that got lost: it is ours.
    const mine = value !== '' && this.holder === server && wish !== 'none';
    if (mine) this.hold(value, sent);
    else if (own) this.lose();
    const rank = rankOf(city, server, this.places);
    if (mine && rank > 0) {
      const first = others.find((one) => rankOf(city, one.server, this.places) === 0);
      if (first && first.readyFor > SETTLED) await this.give();
    }
    if (this.held || !this.ready) return BEAT;
    return value === '' ? rank * STEP + 20 : Math.min(BEAT, Math.max(20, Number(ttl) + 20 + rank * STEP));
  }

  private hold(proof: string, sent: number): void {
    const before = this.held?.proof;
    this.until = sent + TTL - MARGIN;
    this.held = { proof, token: Number.parseInt(proof, 10) };
    clearTimeout(this.ending);
    // The getter judges it as well; this tells those who watch.
    this.ending = setTimeout(() => void this.current(), this.until - performance.now() + 1);
    if (before !== proof) for (const watcher of this.watchers) watcher(this.held.token);
  }

  private async give(gone = false): Promise<void> {
    const { redis, server } = this.options;
    const proof = this.held?.proof ?? '';
    this.awayUntil = performance.now() + AWAY;
    // Stops first, then tells: nobody else can hold it before.
    if (this.held) this.lose();
    await redis.run(GIVE, [this.keys.lease, this.keys.held, this.keys.followers], [proof, server, gone ? '1' : '0']);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    await this.busy;
    clearTimeout(this.timer);
    await this.give(true).catch(this.options.onError);
    await this.stopHearing?.();
  }
}

const holderOf = (lease: string): string | null => (lease === '' ? null : lease.slice(lease.indexOf(' ') + 1));

interface Follower {
  server: string;
  /** Ms since it last spoke. */
  silent: number;
  kept: number;
  /** Ms since it became ready; negative: it is not. */
  readyFor: number;
  address: string;
}

function followersOf(flat: readonly (string | number)[]): Follower[] {
  const all: Follower[] = [];
  for (let i = 0; i < flat.length; i += 5) {
    const [server, silent, kept, readyFor, address] = flat.slice(i, i + 5);
    all.push({
      server: String(server),
      silent: Number(silent),
      kept: Number(kept),
      readyFor: Number(readyFor),
      address: String(address),
    });
  }
  return all;
}
