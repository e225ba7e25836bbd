/** The explored view in the address: each change is a step that back undoes. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { lasting } from '../lasting.ts';
import { pack, unpack, type ExploreState } from './state.ts';

export function useExploreAddress() {
  const route = useRoute();
  const router = useRouter();
  // By its text, so that opening the drawer is no other view.
  const text = computed(() => JSON.stringify(unpack(route.query)));
  return {
    state: computed(() => JSON.parse(text.value) as ExploreState),
    go: (state: ExploreState) =>
      void router.push({ name: 'explore', query: { ...lasting(route.query), ...pack(state) } }),
  };
}
