/**
 * The log's atomic steps. Each first compares the epoch and refuses with an error that begins with EPOCH when it is not
 * the caller's: Redis was emptied, and positions of that other life mean nothing. Numbers are written with `%.0f`: Lua
 * would make 1e+15 of a large seq.
 */
import { script } from '../../redis/redis.ts';

/** A period of deduplication, ms. */
const PERIOD = 7 * 86_400_000;
/** Periods before the current one that are looked up: 35 whole days in all cases. */
const PERIODS_BACK = 5;

/** Periods whose hashes are looked up at a time (Unix ms): the current one, the next, and those before. */
export function periodsAt(now: number): number[] {
  const current = Math.floor(now / PERIOD);
  return [current, current + 1, ...Array.from({ length: PERIODS_BACK }, (_, i) => current - 1 - i)];
}

/** A period's hash may be looked up until 42 days after its first key; one day more for clocks that differ. */
export const PERIOD_SECONDS = 43 * 86_400;

const EPOCH_CHECK = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('EPOCH the log in Redis is another one') end
local function int(n) return string.format('%.0f', n) end
local function number(key) return tonumber(redis.call('GET', key) or 0) end
`;

/**
 * Appends packs with deduplication. All events that are not known get the next seqs in order; those of a pack become one
 * entry of the stream: \`t\` taken, \`n\` how many, \`e\` one JSON object a line. Nothing is written before the first
 * HSET, which Redis refuses when it is full, so that all is done or nothing.
 *
 * KEYS epoch, head, floor, log, wake, then the hashes of keys seen: the current period's, the one after it (another server's
 * clock may be ahead) and those before it.
 * ARGV epoch, floor, seconds that a hash is kept, then of each pack (at most 1,000 events: Lua's \`unpack\` is limited):
 * taken, dedup keys one a line, events one a line.
 * Gives of each pack [seq of its first fresh event, then of each known event: index, seq].
 *
 * Deduplication costs Redis 75 bytes an event where ids have ten characters, about 110 where they are UUIDs, for up to 43
 * days: half a GB or so at 150,000 events a day.
 */
export const APPEND = script(`${EPOCH_CHECK}
local before = math.max(number(KEYS[2]), number(KEYS[3]), tonumber(ARGV[2]))
local head = before
local hashes = { KEYS[6] }
for k = 7, #KEYS do
  if redis.call('EXISTS', KEYS[k]) == 1 then hashes[#hashes + 1] = KEYS[k] end
end
local answer = {}
for a = 4, #ARGV, 3 do
  local keys = {}
  for key in string.gmatch(ARGV[a + 1], '[^\\n]+') do keys[#keys + 1] = key end
  local seqs = {}
  for _, hash in ipairs(hashes) do
    local found = redis.call('HMGET', hash, unpack(keys))
    for i = 1, #keys do
      if found[i] then seqs[keys[i]] = tonumber(found[i]) end
    end
  end
  local result, fresh, notes = { head + 1 }, {}, {}
  for i = 1, #keys do
    local key = keys[i]
    local seq = seqs[key]
    if seq then
      result[#result + 1] = i - 1
      result[#result + 1] = seq
    else
      head = head + 1
      seqs[key] = head
      fresh[#fresh + 1] = i
      notes[#notes + 1] = key
      notes[#notes + 1] = int(head)
    end
  end
  if #fresh > 0 then
    local lines = ARGV[a + 2]
    if #fresh < #keys then
      local all, kept = {}, {}
      for line in string.gmatch(lines, '[^\\n]+') do all[#all + 1] = line end
      for f, i in ipairs(fresh) do kept[f] = all[i] end
      lines = table.concat(kept, '\\n')
    end
    redis.call('HSET', KEYS[6], unpack(notes))
    redis.call('XADD', KEYS[4], int(head) .. '-0', 't', ARGV[a], 'n', int(#fresh), 'e', lines)
  end
  answer[#answer + 1] = result
end
if head > before then
  redis.call('SET', KEYS[2], int(head))
  redis.call('EXPIRE', KEYS[6], ARGV[3], 'NX')
  redis.call('SPUBLISH', KEYS[5], int(head))
end
return answer`);

/**
 * Packs that hold the entries after a seq: enough for \`limit\` of them, or about so many bytes.
 * KEYS epoch, head, first, log. ARGV epoch, after, limit, bytes.
 * Gives [head, first, then of each pack: seq of its first event, taken, events one a line].
 */
export const READ = script(`${EPOCH_CHECK}
local first = math.max(1, number(KEYS[3]))
local answer = { number(KEYS[2]), first }
local after, left, bytes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if tonumber(after) + 1 < first then return answer end
local count = 4
while left > 0 and bytes > 0 do
  local packs = redis.call('XRANGE', KEYS[4], '(' .. after .. '-0', '+', 'COUNT', count)
  for _, pack in ipairs(packs) do
    local last = tonumber(string.match(pack[1], '^%d+'))
    local start = last - tonumber(pack[2][4]) + 1
    answer[#answer + 1] = start
    answer[#answer + 1] = tonumber(pack[2][2])
    answer[#answer + 1] = pack[2][6]
    left = left - (last - math.max(start - 1, tonumber(ARGV[2])))
    bytes = bytes - #pack[2][6]
    after = int(last)
    if left <= 0 or bytes <= 0 then break end
  end
  if #packs < count then break end
  -- Small packs are fetched in ever longer runs, large ones never many too many.
  count = math.min(count * 2, 64)
end
return answer`);

/**
 * Lets go of entries up to a seq: whole packs are removed, what is left of one that is cut is below \`first\` and not read.
 * With a proof it does so only while the lease says the same, and else refuses with an error that begins with FENCED.
 * KEYS epoch, head, first, log, lease. ARGV epoch, seq, fenced ('0' | '1'), proof. Gives first.
 */
export const TRIM = script(`${EPOCH_CHECK}
if ARGV[3] == '1' and redis.call('GET', KEYS[5]) ~= ARGV[4] then
  return redis.error_reply('FENCED another server holds the city')
end
local first = math.max(1, number(KEYS[3]))
local upTo = math.min(tonumber(ARGV[2]), number(KEYS[2]))
if upTo < first then return first end
redis.call('SET', KEYS[3], int(upTo + 1))
redis.call('XTRIM', KEYS[4], 'MINID', int(upTo + 1) .. '-0')
return upTo + 1`);

/**
 * Tells where the log stands, and notes the highest seq that the caller has seen where the log has none so high: Redis
 * lost its last entries, and their seqs must not be given again.
 * KEYS epoch, head, floor, first. ARGV epoch, floor. Gives [head, first].
 */
export const LOOK = script(`${EPOCH_CHECK}
local head = number(KEYS[2])
if tonumber(ARGV[2]) > math.max(head, number(KEYS[3])) then redis.call('SET', KEYS[3], ARGV[2]) end
return { head, math.max(1, number(KEYS[4])) }`);
