import { describe, expect, it } from 'vitest';
import { AT } from '../../widgets/shared/fixture-city.ts';
import { ago, card } from '../../widgets/shared/fixture-alerts.ts';
import { firstSound } from './sound.ts';
import { fold, follow, HOLD, left, NOTHING, recall, redsOf } from './takeover.ts';

const red = (since: number, updated = AT) => card({ level: 1, since: ago(since), updated });
const reds = (cards: Parameters<typeof redsOf>[0]) => redsOf(cards);

describe('a red alert that nobody has', () => {
  it('[A1] takes the wall, and only such a one does', () => {
    const cards = {
      held: card({ level: 1, status: 'claimed' }),
      orange: card({ level: 2 }),
      young: red(1),
      old: red(9),
    };
    expect(reds(cards).map(({ id }) => id)).toEqual(['old', 'young']);
    const calm = follow(NOTHING, [], 0, AT);
    expect(calm.current).toBeNull();
    expect(follow(calm, reds(cards), 5, AT).current).toEqual({ id: 'old', from: 5 });
  });
  it('has it until somebody claims it or its time is up, and then never again by itself', () => {
    const a = reds({ a: red(1) });
    let state = follow(follow(NOTHING, [], 0, AT), a, 100, AT);
    expect(left(state, 1100)).toBe(HOLD - 1000);
    expect(follow(state, a, 100 + HOLD - 1, AT).current).not.toBeNull();
    state = follow(state, a, 100 + HOLD, AT);
    expect([state.current, left(state, 0)]).toEqual([null, null]);
    expect(follow(state, a, 100 + HOLD + 1, AT).current).toBeNull();
    const claimed = follow(follow(follow(NOTHING, [], 0, AT), a, 100, AT), [], 200, AT);
    expect(claimed.current).toBeNull();
    // It came back after somebody had it: that is news.
    expect(follow(claimed, a, 300, AT).current?.id).toBe('a');
  });
  it('waits its turn while another one has the wall', () => {
    const both = reds({ a: red(9), b: red(1) });
    let state = follow(follow(NOTHING, [], 0, AT), reds({ a: red(9) }), 0, AT);
    state = follow(state, both, 1000, AT);
    expect(state.current?.id).toBe('a');
    state = follow(state, both, HOLD, AT);
    expect(state.current).toEqual({ id: 'b', from: HOLD });
    state = follow(state, reds({ a: red(9) }), HOLD + 1, AT);
    expect(state.current).toBeNull();
  });
  it('is a line only where it is old news to a screen that is switched on, until it is touched', () => {
    const old = reds({ a: red(30, AT - HOLD - 1) });
    const state = follow(NOTHING, old, 0, AT);
    expect(state.current).toBeNull();
    expect(follow(NOTHING, reds({ a: red(30, AT - 1000) }), 0, AT).current?.id).toBe('a');
    const again = recall(state, 'a', 7);
    expect(follow(again, old, 8, AT).current).toEqual({ id: 'a', from: 7 });
    expect(follow(fold(again), old, 9, AT).current).toBeNull();
  });
});

describe('its sound', () => {
  it('is off unless somebody asked for it, here or in the address', () => {
    expect([firstSound('', null), firstSound('', 'on'), firstSound('?sound=on', null)]).toEqual([false, true, true]);
    expect([firstSound('?sound=off', 'on'), firstSound('?city=wuxi', 'off')]).toEqual([false, false]);
  });
});
