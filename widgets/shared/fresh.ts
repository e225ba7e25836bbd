/**
 * Which rows of a list came after it was first shown. Only those move in, once, by a CSS animation of their own:
 * a row never waits for a frame to be seen, so a busy wall shows its rows however few frames it gets.
 */
import { type Ref, ref, watch } from 'vue';

/** Rows remembered beyond those shown: a row that drops out and comes back is not new. */
const REMEMBERED = 400;

/** Ids that are new since the first list; undefined: the list has not arrived. */
export function useFresh(ids: () => readonly string[] | undefined): Ref<ReadonlySet<string>> {
  const fresh = ref<ReadonlySet<string>>(new Set());
  let known: Set<string> | undefined;
  watch(
    ids,
    (now) => {
      if (!now) return;
      const before = known;
      const added = before ? now.filter((id) => !before.has(id)) : [];
      known = new Set([...(before ?? []), ...now].slice(-REMEMBERED));
      const next = [...now.filter((id) => fresh.value.has(id)), ...added];
      if (next.length !== fresh.value.size || added.length > 0) fresh.value = new Set(next);
    },
    { immediate: true },
  );
  return fresh;
}
