import { describe, expect, it } from 'vitest';
import { ref, shallowRef } from 'vue';
import type { Json } from '../../contract/text.ts';
import type { Live } from '../live/useTopics.ts';
import { standing } from './standing.ts';

describe('live data that stands still', () => {
  const topic = { view: 'feeds', params: {} } as const;
  function fixture() {
    const value = shallowRef<Json | undefined>();
    const clock = ref(0);
    const log = ref(-1);
    let released = 0;
    const live = {
      status: ref({ phase: 'live', since: 0, age: 0 }), clock, log, replay: ref(null),
      hold: () => ({ value, refusal: shallowRef(), release: () => void released++ }),
      close: () => undefined,
    } as unknown as Live; // prettier-ignore
    const still = ref(false);
    return { value, clock, log, still, live, copy: standing(live, () => still.value), released: () => released };
  }

  it('keeps value, clock and position, and goes on where life is', () => {
    const { value, clock, log, still, copy } = fixture();
    const held = copy.hold(topic);
    [value.value, clock.value, log.value] = [1, 1000, 5];
    expect([held.value.value, copy.clock.value, copy.log.value]).toEqual([1, 1000, 5]);
    still.value = true;
    [value.value, clock.value, log.value] = [2, 2000, 6];
    expect([held.value.value, copy.clock.value, copy.log.value]).toEqual([1, 1000, 5]);
    still.value = false;
    expect([held.value.value, copy.clock.value, copy.log.value]).toEqual([2, 2000, 6]);
  });

  it('takes what comes first while it stands still, and says that it is cut off', () => {
    const { value, still, live, copy, released } = fixture();
    still.value = true;
    const held = copy.hold(topic);
    value.value = 'first';
    value.value = 'second';
    expect(held.value.value).toBe('first');
    expect(copy.status).toBe(live.status);
    held.release();
    still.value = false;
    expect(held.value.value).toBe('first');
    expect(released()).toBe(1);
  });
});
