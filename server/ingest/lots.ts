/** From entries of the direct intake to bodies: a lot is what came with one key. */
import type { KeyRing } from '../access/keys.ts';
import type { KeyRecord } from '../state/state.ts';
import { LIMITS } from './admit.ts';
import { parseBody, type Body, type Item } from './parse.ts';
import { Refused } from './refusal.ts';
import { sourceOf } from './take.ts';

/** An entry of the stream. */
export interface Given {
  id: string;
  /** Empty: the entry has no such field. */
  event: Buffer;
  token: string;
}

export interface Lot {
  key: Pick<KeyRecord, 'id' | 'sources'>;
  /** Reads the lot anew. */
  body(): Body;
}

/** Bytes of an entry that is refused unread of which the beginning is kept. */
const UNREAD = 32 << 10;

/**
 * Sorts entries by their keys, in order. Those without a good one are a lot in which all are refused. Rejects with
 * StateUnavailable.
 */
export async function lotsOf(given: readonly Given[], city: string, keys: KeyRing): Promise<Lot[]> {
  const byToken = new Map<string, Given[]>();
  for (const one of given) {
    const same = byToken.get(one.token);
    if (same) same.push(one);
    else byToken.set(one.token, [one]);
  }
  const lots: Lot[] = [];
  for (const [token, entries] of byToken) {
    const key = await keys.verify(token);
    const rule = ruleAgainst(key, city);
    // The token itself is never kept. Sources are judged here: in a lot one event must not refuse its neighbours.
    lots.push({ key: { id: key?.id ?? '', sources: null }, body: () => bodyOf(entries, rule, key?.sources ?? null) });
  }
  return lots;
}

function ruleAgainst(key: KeyRecord | null, city: string): string | null {
  if (!key) return 'came without a good key in the field key of the stream';
  if (key.role !== 'intake') return 'came with a key that does not have the role intake';
  return key.city === city ? null : "came with another city's key";
}

/** `rule`: why all of them are refused. `sources`: those that the key may speak for; null: every one. */
function bodyOf(entries: readonly Given[], rule: string | null, sources: readonly string[] | null): Body {
  let odd = false;
  const items = entries.map(({ event }): Item => {
    const read = readEvent(event);
    odd ||= read.odd;
    if (rule !== null) return { ...read.item, refusal: { path: '', rule } };
    const source = sourceOf(read.item);
    if (!sources || source === null || sources.includes(source)) return read.item;
    return { ...read.item, refusal: { path: '/source', rule: 'came with a key that may not speak for this source' } };
  });
  return { batch: true, odd, items };
}

function readEvent(event: Buffer): { item: Item; odd: boolean } {
  try {
    if (event.length === 0) throw new Refused(400, '', 'the entry of the stream must have a field event');
    if (event.length > LIMITS.bodyBytes) throw new Refused(413, '', `must have at most ${LIMITS.bodyBytes} bytes`);
    const body = parseBody('one', event, {}, 1);
    const [item] = body.items;
    return { item: item!, odd: body.odd };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { path, rule } = error;
    return { item: { raw: event.toString('utf8', 0, UNREAD), refusal: { path, rule } }, odd: false };
  }
}
