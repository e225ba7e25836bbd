/**
 * Which rows of a list came after it was first shown. Only those move in, once, by a CSS animation of their own:
 * a row never waits for a frame to be seen, so a busy wall shows its rows however few frames it gets. Rows that come
 * faster than they could move in calmly are simply there.
 */
import { type Ref, ref, watch } from 'vue';

/** Rows remembered beyond those shown: a row that drops out and comes back is not new. */
const REMEMBERED = 400;
/** Rows move in when none came for so long before them, ms. */
export const CALM = 1000;

/** Ids that are new since the first list and move in; undefined: the list has not arrived. `now`: monotonic, ms. */
export function useFresh(
  ids: () => readonly string[] | undefined,
  now: () => number = () => performance.now(),
): Ref<ReadonlySet<string>> {
  const fresh = ref<ReadonlySet<string>>(new Set());
  let known: Set<string> | undefined;
  let came = -Infinity;
  watch(
    ids,
    (list) => {
      if (!list) return;
      const before = known;
      const added = before ? list.filter((id) => !before.has(id)) : [];
      known = new Set([...(before ?? []), ...list].slice(-REMEMBERED));
      const calm = now() - came >= CALM;
      if (added.length > 0) came = now();
      if (!calm) added.length = 0;
      const next = [...list.filter((id) => fresh.value.has(id)), ...added];
      if (next.length !== fresh.value.size || added.length > 0) fresh.value = new Set(next);
    },
    { immediate: true },
  );
  return fresh;
}
