import { ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { steady } from './steady.ts';

describe('a steady value', () => {
  it('is the same object while its content is the same, and another one when that changes', () => {
    const source = ref([1, 2]);
    const rows = steady(() => source.value.map((n) => ({ n })));
    const first = rows.value;
    source.value = [1, 2];
    expect(rows.value).toBe(first);
    source.value = [1, 3];
    expect(rows.value).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('compares maps by their entries', () => {
    const source = ref(1);
    const map = steady(() => new Map([['a', source.value > 1 ? 1 : 0]]));
    const first = map.value;
    source.value = 0;
    expect(map.value).toBe(first);
    source.value = 2;
    expect([...map.value]).toEqual([['a', 1]]);
  });
});
