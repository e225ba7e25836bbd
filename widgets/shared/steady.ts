/** Values that are computed anew at every tick and mostly come out as they were: what draws them need not draw again. */
import { computed, type ComputedRef } from 'vue';
import { same } from './plan.ts';

const equal = (a: unknown, b: unknown): boolean =>
  a instanceof Map && b instanceof Map ? same([...a], [...b]) : same(a, b);

/** A computed value that stays the very same object while what is in it stays the same. For plain data and maps of it. */
export const steady = <T>(compute: () => T): ComputedRef<T> =>
  computed((before?: T) => {
    const next = compute();
    return before !== undefined && equal(before, next) ? before : next;
  });
