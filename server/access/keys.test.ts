import { describe, expect, it } from 'vitest';
import type { KeyRecord, Keys } from '../state/state.ts';
import { keyRing } from './keys.ts';

function fixture() {
  const rows = new Map<string, KeyRecord>();
  let asked = 0;
  const store: Keys = {
    put: async (key) => void rows.set(key.id, structuredClone(key)),
    get: async (id) => {
      asked++;
      return structuredClone(rows.get(id) ?? null);
    },
    list: async () => [...rows.values()],
    revoke: async (id, at) => {
      const row = rows.get(id);
      if (!row || row.revoked !== null) return false;
      row.revoked = at;
      return true;
    },
  };
  const time = { now: 1_000 };
  return {
    rows,
    time,
    ring: keyRing(store, () => time.now),
    other: keyRing(store, () => time.now),
    asked: () => asked,
  };
}
const grant = { name: 'feed', city: 'wuxi', sources: ['/a'], role: 'intake' } as const;

describe('keys', () => {
  it('are hk_ and 32 bytes, are found again, and are not kept', async () => {
    const { ring, rows } = fixture();
    const { token, key } = await ring.create({ ...grant, sources: ['/a'] });
    expect(token).toMatch(/^hk_[A-Za-z0-9_-]{43}$/);
    expect(await ring.verify(token)).toEqual(key);
    expect(JSON.stringify([...rows.values()])).not.toContain(token.slice(3 + 12));
  });

  it('nothing but the whole token is good', async () => {
    const { ring } = fixture();
    const { token } = await ring.create({ ...grant, sources: null });
    const last = token.at(-5) === 'A' ? 'B' : 'A';
    const wrong = [
      token.slice(0, -5) + last + token.slice(-4),
      token.slice(0, -1),
      `${token}A`,
      token.slice(3),
      ` ${token}`,
      '',
      'hk_',
      `hk_${'A'.repeat(43)}`,
    ];
    for (const one of wrong) expect([one, await ring.verify(one)]).toEqual([one, null]);
  });

  it('a revoked key is bad at once here, and within five seconds elsewhere', async () => {
    const { ring, other, time } = fixture();
    const { token, key } = await ring.create({ ...grant, sources: null });
    expect(await other.verify(token)).not.toBeNull();
    expect(await ring.revoke(key.id)).toBe(true);
    expect(await ring.revoke(key.id)).toBe(false);
    expect(await ring.verify(token)).toBeNull();
    time.now += 5_000;
    expect(await other.verify(token)).toBeNull();
  });

  it('the store is not asked for every request', async () => {
    const { ring, asked } = fixture();
    const { token } = await ring.create({ ...grant, sources: null });
    for (let i = 0; i < 50; i++) await ring.verify(token);
    expect(asked()).toBe(1);
  });
});
