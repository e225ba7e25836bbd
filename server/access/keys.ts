/** Keys of the API: `hk_` and 32 random bytes. Only a hash is kept; the first characters are the id it is found by. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRecord, Keys, Role } from '../state/state.ts';

const TOKEN = /^hk_([A-Za-z0-9_-]{43})$/;
/** 9 of the 32 bytes; the other 23 stay secret. */
const ID_CHARS = 12;
const KNOWN_FOR = 5_000;
const KNOWN_MAX = 10_000;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const NOBODY = Buffer.alloc(32);

/** What a new key may do. `sources` null: every source of the city. */
export interface KeyGrant {
  name: string;
  city: string;
  sources: string[] | null;
  role: Role;
}

export interface KeyRing {
  /** Makes and keeps a key. The token is told this once and cannot be had again. */
  create(grant: KeyGrant): Promise<{ token: string; key: KeyRecord }>;
  /** The good key of this token, or null. Takes the same time however much of a token is right. */
  verify(token: string): Promise<KeyRecord | null>;
  /** False when there is no such good key. Other servers follow within five seconds. */
  revoke(id: string): Promise<boolean>;
}

/** Keys in `store`. `clock` gives Unix ms; `random` gives so many secret bytes. */
export function keyRing(store: Keys, clock: () => number, random: (bytes: number) => Buffer = randomBytes): KeyRing {
  // A look-up for every request would wait behind the disk.
  const known = new Map<string, { key: KeyRecord; hash: Buffer; until: number }>();

  async function lookup(id: string): Promise<{ key: KeyRecord; hash: Buffer } | null> {
    const cached = known.get(id);
    if (cached && cached.until > clock()) return cached;
    known.delete(id);
    const key = await store.get(id);
    if (!key) return null;
    if (known.size >= KNOWN_MAX) known.clear();
    const found = { key, hash: Buffer.from(key.hash, 'hex'), until: clock() + KNOWN_FOR };
    known.set(id, found);
    return found;
  }

  return {
    async create(grant) {
      const secret = random(32).toString('base64url');
      const token = `hk_${secret}`;
      const key: KeyRecord = {
        id: secret.slice(0, ID_CHARS),
        ...grant,
        hash: hashOf(token).toString('hex'),
        created: clock(),
        revoked: null,
      };
      await store.put(key);
      return { token, key };
    },
    async verify(token) {
      const match = TOKEN.exec(token);
      if (!match) return null;
      const found = await lookup(match[1]!.slice(0, ID_CHARS));
      const same = timingSafeEqual(hashOf(token), found?.hash.length === 32 ? found.hash : NOBODY);
      return same && found && found.key.revoked === null ? found.key : null;
    },
    async revoke(id) {
      const revoked = await store.revoke(id, clock());
      known.delete(id);
      return revoked;
    },
  };
}
