/** The drawer's state in the address: `?drill=…&ticket=…`. Back, forward and links work by it. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { pack, unpack, type DrillState } from './state.ts';

export function useDrillAddress() {
  const route = useRoute();
  const router = useRouter();
  const text = computed(() => (typeof route.query.drill === 'string' ? route.query.drill : undefined));
  const drill = computed(() => unpack(text.value));
  const ticket = computed(() => (typeof route.query.ticket === 'string' ? route.query.ticket : undefined));
  const go = (change: Record<string, string | undefined>): void => {
    const query = { ...route.query, ...change };
    for (const name of Object.keys(change)) if (change[name] === undefined) delete query[name];
    void router.push({ query });
  };
  return {
    drill,
    ticket,
    /** Opens the drawer, or changes what it shows; a ticket shown is folded. */
    open: (state: DrillState) => go({ drill: pack(state), ticket: undefined }),
    select: (id: string | undefined) => go({ ticket: id }),
    /** As `select`, without a step in the history: what opens by itself is not stepped back to. */
    show: (id: string) => void router.replace({ query: { ...route.query, ticket: id } }),
    close: () => go({ drill: undefined, ticket: undefined }),
  };
}
