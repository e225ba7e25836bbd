/** Live data that can stand still: what is shown stays as it was, and goes on where life is when it is let go. */
import { effectScope, shallowRef, watch, type Ref } from 'vue';
import type { Json } from '../../contract/text.ts';
import type { Live } from '../live/useTopics.ts';

/** A copy that follows while `still` is false, and takes what comes first in any case: an empty panel says nothing. */
function copy<T>(source: Readonly<Ref<T>>, still: () => boolean, empty: (value: T) => boolean) {
  const held = shallowRef(source.value) as unknown as { value: T };
  watch(
    [() => source.value, still],
    ([value, now]) => {
      if (!now || empty(held.value)) held.value = value as T;
    },
    { flush: 'sync' },
  );
  return held as Readonly<Ref<T>>;
}

/** Whether the connection lives is told as ever: a wall that stands still and is cut off says both. */
export function standing(live: Live, still: () => boolean): Live {
  const scope = effectScope();
  const clock = scope.run(() => copy(live.clock, still, (at) => at === 0))!;
  const log = scope.run(() => copy(live.log, still, (seq) => seq < 0))!;
  return {
    ...live,
    clock,
    log,
    hold(topic) {
      const held = live.hold(topic);
      const mine = effectScope(true);
      const value = mine.run(() => copy<Json | undefined>(held.value, still, (one) => one === undefined))!;
      return {
        value,
        refusal: held.refusal,
        release() {
          mine.stop();
          held.release();
        },
      };
    },
    close() {
      scope.stop();
      live.close();
    },
  };
}
