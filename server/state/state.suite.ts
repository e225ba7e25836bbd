/** What every state must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StateUnavailable, type KeyRecord, type Refused, type State } from './state.ts';

/** A place where a state is kept, with a quarantine of at most `bound` a city. */
export interface StateSite {
  open(): Promise<State>;
  remove(): Promise<void>;
}

const key = (id: string, more: Partial<KeyRecord> = {}): KeyRecord => ({
  id,
  name: `key ${id}`,
  city: 'wuxi',
  sources: null,
  role: 'intake',
  hash: 'ab',
  created: 1,
  revoked: null,
  ...more,
});
const refused = (n: number, more: Partial<Refused> = {}): Refused => ({
  city: 'wuxi',
  at: 100 + n,
  key: 'k',
  index: n,
  path: '/data',
  rule: 'must be …',
  raw: `{"n":${n}}`,
  whole: true,
  ...more,
});

export function stateSuite(name: string, make: (bound: number) => Promise<StateSite>): void {
  describe(`state: ${name}`, () => {
    let site: StateSite;
    let state: State;
    beforeEach(async () => {
      site = await make(10);
      state = await site.open();
    });
    afterEach(async () => {
      await state.close();
      await site.remove();
    });
    const reopen = async (): Promise<void> => {
      await state.close();
      state = await site.open();
    };

    it('keeps keys, finds them by id, revokes them once', async () => {
      await state.keys.put(key('a'));
      await state.keys.put(key('b', { sources: ['/x', '/y'], role: 'admin', created: 2 }));
      await reopen();
      expect(await state.keys.get('a')).toEqual(key('a'));
      expect(await state.keys.get('c')).toBeNull();
      expect(await state.keys.list()).toEqual([
        key('a'),
        key('b', { sources: ['/x', '/y'], role: 'admin', created: 2 }),
      ]);
      expect(await state.keys.revoke('a', 9)).toBe(true);
      expect(await state.keys.revoke('a', 10)).toBe(false);
      expect(await state.keys.revoke('c', 10)).toBe(false);
      expect((await state.keys.get('a'))?.revoked).toBe(9);
    });

    it('[E5] keeps what was refused, by city, in order, a page at a time', async () => {
      await state.quarantine.put([refused(1), refused(2), refused(3, { city: 'weifang', whole: false })]);
      await state.quarantine.put([]);
      await reopen();
      const all = await state.quarantine.list('wuxi', 0, 10);
      expect(all.map(({ id: _id, ...rest }) => rest)).toEqual(
        [1, 2].map((n) => ({ ...refused(n), times: 1, retried: null })),
      );
      expect((await state.quarantine.list('wuxi', 0, 1)).map((one) => one.index)).toEqual([1]);
      expect((await state.quarantine.list('wuxi', all[0]!.id, 5)).map((one) => one.index)).toEqual([2]);
      expect((await state.quarantine.list('weifang', 0, 5))[0]).toMatchObject({ whole: false, index: 3 });
      expect(await state.quarantine.get('wuxi', all[1]!.id)).toEqual(all[1]);
      expect(await state.quarantine.get('wuxi', 9_999)).toBeNull();
    });

    it('[E5] the same refused again is one, seen more often', async () => {
      await state.quarantine.put([refused(1), refused(1, { at: 500 })]);
      await state.quarantine.put([refused(1, { at: 900, key: 'other' }), refused(1, { rule: 'other' })]);
      expect((await state.quarantine.list('wuxi', 0, 10)).map(({ times, at, rule }) => [times, at, rule])).toEqual([
        [3, 900, 'must be …'],
        [1, 101, 'other'],
      ]);
      expect(await state.quarantine.count('wuxi')).toEqual({ kept: 2, dropped: 0 });
    });

    it('[E5] keeps no more than the bound of a city, lets the oldest go and counts them', async () => {
      await state.quarantine.put([refused(500, { city: 'weifang' })]);
      for (let n = 0; n < 24; n += 3) await state.quarantine.put([refused(n), refused(n + 1), refused(n + 2)]);
      await reopen();
      await state.quarantine.put([refused(24)]);
      expect((await state.quarantine.list('wuxi', 0, 100)).map((one) => one.index)).toEqual([
        15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
      ]);
      expect(await state.quarantine.count('wuxi')).toEqual({ kept: 10, dropped: 15 });
      expect(await state.quarantine.count('weifang')).toEqual({ kept: 1, dropped: 0 });
      expect(await state.quarantine.count('nowhere')).toEqual({ kept: 0, dropped: 0 });
    });

    it('[E5] says what was tried again in vain, and drops', async () => {
      await state.quarantine.put([refused(1), refused(2)]);
      const [one, two] = await state.quarantine.list('wuxi', 0, 10);
      await state.quarantine.retried('wuxi', one!.id, 777, '/time', 'is not a date');
      const said = { ...one, retried: 777, path: '/time', rule: 'is not a date' };
      expect(await state.quarantine.get('wuxi', one!.id)).toEqual(said);
      expect(await state.quarantine.drop('wuxi', two!.id)).toBe(true);
      expect(await state.quarantine.drop('wuxi', two!.id)).toBe(false);
      expect(await state.quarantine.count('wuxi')).toEqual({ kept: 1, dropped: 0 });
      // It is still the one that was refused at first, and what was dropped is new when it comes again.
      await state.quarantine.put([refused(1, { at: 900 }), refused(2)]);
      const [again, fresh] = await state.quarantine.list('wuxi', 0, 10);
      expect(again).toEqual({ ...said, at: 900, times: 2 });
      expect(fresh).toMatchObject({ index: 2, times: 1, retried: null });
      expect(fresh!.id).toBeGreaterThan(two!.id);
    });

    it('[E5] an id means nothing in another city', async () => {
      await state.quarantine.put([refused(1)]);
      const [one] = await state.quarantine.list('wuxi', 0, 10);
      await state.quarantine.retried('weifang', one!.id, 777, '/time', 'is not a date');
      expect(await state.quarantine.get('weifang', one!.id)).toBeNull();
      expect(await state.quarantine.drop('weifang', one!.id)).toBe(false);
      expect(await state.quarantine.list('wuxi', 0, 10)).toEqual([one]);
      expect(await state.quarantine.count('weifang')).toEqual({ kept: 0, dropped: 0 });
    });

    it('[E5] keeps a batch larger than the bound as its newest', async () => {
      await state.quarantine.put(Array.from({ length: 700 }, (_, n) => refused(n)));
      expect((await state.quarantine.list('wuxi', 0, 100)).map((one) => one.index)).toEqual(
        Array.from({ length: 10 }, (_, n) => 690 + n),
      );
      expect(await state.quarantine.count('wuxi')).toEqual({ kept: 10, dropped: 690 });
    });

    it('keeps small things by collection and id', async () => {
      await state.put('claims', 'b', { by: '值班员', at: 1, nested: [null, { x: 1.5 }] });
      await state.put('claims', 'a', 'first');
      await state.put('claims', 'a', 'second');
      await state.put('silences', 'a', 7);
      await reopen();
      expect(await state.get('claims', 'a')).toBe('second');
      expect(await state.get('claims', 'zz')).toBeNull();
      expect(await state.list('claims')).toEqual([
        { id: 'a', value: 'second' },
        { id: 'b', value: { by: '值班员', at: 1, nested: [null, { x: 1.5 }] } },
      ]);
      expect((await state.list('claims', 'a', 5)).map((one) => one.id)).toEqual(['b']);
      expect(await state.drop('claims', 'a')).toBe(true);
      expect(await state.drop('claims', 'a')).toBe(false);
      expect(await state.get('silences', 'a')).toBe(7);
    });

    it('makes a thing once: all who ask at once get the same one', async () => {
      const made = await Promise.all([1, 2, 3, 4].map((n) => state.make('secrets', 'one', { n })));
      expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(await state.make('secrets', 'one', 'too late')).toEqual(made[0]);
      expect(await state.list('secrets')).toEqual([{ id: 'one', value: made[0] }]);
    });

    it('a call that cannot be done fails alone', async () => {
      const calls = [
        state.keys.put(key('x')),
        state.keys.put(key('y', { name: null as unknown as string })),
        state.keys.put(key('z')),
      ];
      const ends = await Promise.allSettled(calls);
      expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((ends[1] as PromiseRejectedResult).reason).toBeInstanceOf(StateUnavailable);
      expect((await state.keys.list()).map((one) => one.id)).toEqual(['x', 'z']);
    });

    it('answers nothing after it is closed', async () => {
      await state.close();
      await expect(state.keys.list()).rejects.toBeInstanceOf(StateUnavailable);
      state = await site.open();
    });
  });
}
