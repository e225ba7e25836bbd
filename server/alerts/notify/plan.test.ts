import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../contract/time.ts';
import { notice } from './fixture.ts';
import type { Notice } from './notice.ts';
import { allowanceOf, lotsOf, pauseAfter, sentSince, sift, type Try, type Waiting } from './plan.ts';

const failed: Try = { at: 1, ms: 1, ok: false, status: 500, said: 'no', together: 1 };
let n = 0;
const waiting = (
  alert: string,
  kind: Notice['kind'],
  more: Partial<Waiting> = {},
  level: Notice['level'] = 3,
): Waiting => ({
  id: String(n++).padStart(6, '0'),
  recipient: 'duty',
  notice: notice({ alert, kind, level }),
  opens: kind === 'raised' || kind === 'reopened',
  queued: 0,
  due: 0,
  tries: [],
  ...more,
});
const names = (items: readonly Waiting[]): string[] => items.map((item) => `${item.notice.alert} ${item.notice.kind}`);
const sifted = (items: readonly Waiting[]) => {
  const { keep, drop } = sift(items);
  return { keep: names(keep), drop: drop.map(({ item, why }) => `${item.notice.kind}: ${why}`) };
};

describe('[A1] what is outdated', () => {
  it('an alert that began and ended before anything was sent is not told at all', () => {
    expect(sifted([waiting('a', 'raised'), waiting('a', 'resolved'), waiting('b', 'raised')])).toEqual({
      keep: ['b raised'],
      drop: ['raised: it was resolved before this was sent', 'resolved: nothing was ever sent of this alert'],
    });
  });

  it('its end is told where something was sent, or may have arrived', () => {
    expect(sifted([waiting('a', 'escalated'), waiting('a', 'resolved')])).toEqual({
      keep: ['a resolved'],
      drop: ['escalated: it was resolved before this was sent'],
    });
    const perhaps = waiting('a', 'raised', { tries: [{ ...failed, status: null, perhaps: true }] });
    expect(sifted([perhaps, waiting('a', 'resolved')]).keep).toEqual(['a resolved']);
    const refused = waiting('a', 'raised', { tries: [failed] });
    expect(sifted([refused, waiting('a', 'resolved')]).keep).toEqual([]);
    expect(sifted([waiting('a', 'resolved')]).keep).toEqual(['a resolved']);
  });

  it('of several steps the last is told, and knows that nobody knew', () => {
    const { keep, drop } = sift([waiting('a', 'raised'), waiting('a', 'escalated'), waiting('b', 'raised')]);
    expect([names(keep), keep[0]!.opens, drop.length]).toEqual([['a escalated', 'b raised'], true, 1]);
    const again = sift([...keep.slice(0, 1), waiting('a', 'resolved')]);
    expect([again.keep, again.drop.length]).toEqual([[], 2]);
  });

  it('an end that was not told yet is not told when it comes back, but the next one is', () => {
    const back = [waiting('a', 'resolved'), waiting('a', 'reopened')];
    const { keep } = sift(back);
    expect([names(keep), keep[0]!.opens]).toEqual([['a reopened'], false]);
    expect(sifted([...back, waiting('a', 'resolved')]).keep).toEqual(['a resolved']);
  });

  it('nothing is lost or doubled, whatever waits', () => {
    const kinds = fc.constantFrom<Notice['kind']>('raised', 'reopened', 'escalated', 'dispatched', 'resolved');
    const some = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), kinds, fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(some, (given) => {
        const items = given.map(([alert, kind, opens]) => waiting(alert, kind, { opens }));
        const { keep, drop } = sift(items);
        expect([...keep, ...drop.map(({ item }) => item)].map(({ id }) => id).sort()).toEqual(
          items.map(({ id }) => id),
        );
        expect(new Set(keep.map((item) => item.notice.alert)).size).toBe(keep.length);
        expect(sift(keep)).toEqual({ keep, drop: [] });
      }),
    );
  });
});

describe('[A1] the pace of a recipient', () => {
  it('counts a sliding minute', () => {
    const sent = [0, 30, 59].map((s) => s * SECOND);
    expect([0, 59, 60, 90, 119].map((s) => allowanceOf(sent, 3, s * SECOND))).toEqual([0, 0, 1, 2, 3]);
  });

  it('counts a digest as one message, and messages of the same moment each', () => {
    const one = waiting('a', 'raised', { tries: [failed, { ...failed, at: 50 }] });
    const two = waiting('b', 'raised', { tries: [{ ...failed, at: 50 }] });
    const three = ['c', 'd', 'e'].map((alert) =>
      waiting(alert, 'raised', { recipient: 'other', tries: [{ ...failed, at: 50, together: 3 }] }),
    );
    expect(sentSince([one, two, ...three], 10)).toEqual(new Map([['duty', [50, 50]], ['other', [50]]])); // prettier-ignore
  });

  it('sends one by one what it may', () => {
    const items = [waiting('a', 'raised'), waiting('b', 'raised')];
    expect(lotsOf(items, 2)).toEqual(items.map((item) => [item]));
    expect(lotsOf(items, 0)).toEqual([]);
  });

  it('sends a storm as the gravest one by one and one digest', () => {
    const items = Array.from({ length: 30 }, (_, i) => waiting(`a${i}`, 'raised', {}, i % 10 === 9 ? 1 : 3));
    const lots = lotsOf(items, 5);
    expect(lots.map((lot) => lot.length)).toEqual([1, 1, 1, 1, 26]);
    expect(lots.slice(0, 4).map(([item]) => item!.notice.alert)).toEqual(['a0', 'a9', 'a19', 'a29']);
    expect(lotsOf(items, 1).map((lot) => lot.length)).toEqual([30]);
  });

  it('bounds a digest; the rest waits', () => {
    const items = Array.from({ length: 800 }, (_, i) => waiting(`a${i}`, 'raised'));
    expect(lotsOf(items, 2).map((lot) => lot.length)).toEqual([1, 500]);
  });
});

it('pauses grow, within a bound, and are not the same for all', () => {
  const least = Array.from({ length: 12 }, (_, i) => pauseAfter(i + 1, () => 0));
  expect(least.slice(0, 4)).toEqual([5, 10, 20, 40].map((s) => s * SECOND));
  expect(pauseAfter(1, () => 1)).toBe(10 * SECOND);
  expect(Math.max(...least)).toBe(HOUR / 2);
  expect(pauseAfter(40, () => 1)).toBe(60 * MINUTE);
});
