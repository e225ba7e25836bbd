import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { CALM, useFresh } from './fresh.ts';

describe('fresh rows', () => {
  it('are those that came after the first list, and a row that comes back is not new', async () => {
    let time = 0;
    const ids = shallowRef<string[] | undefined>();
    const scope = effectScope();
    const fresh = scope.run(() =>
      useFresh(
        () => ids.value,
        () => time,
      ),
    )!;

    const after = async (next: string[]): Promise<string[]> => {
      ids.value = next;
      await nextTick();
      return [...fresh.value];
    };
    expect([...fresh.value]).toEqual([]);
    expect(await after(['a', 'b'])).toEqual([]);
    expect(await after(['c', 'a'])).toEqual(['c']);
    expect(await after(['a', 'c'])).toEqual(['c']);
    expect(await after(['b', 'a'])).toEqual([]);
    time += CALM - 1;
    expect(await after(['d', 'b'])).toEqual([]);
    time += CALM;
    expect(await after(['e', 'd'])).toEqual(['e']);
    scope.stop();
  });
});
