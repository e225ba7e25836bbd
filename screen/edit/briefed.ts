/** The briefings that stop at a scene: they would have a step without one. */
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { Briefing } from '../../contract/wall.ts';
import { useDesk } from '../console/session.ts';
import { wallApi } from '../show/api.ts';
import { useCity } from '../wall/city.ts';
import { useEditWords } from './words.ts';

/** Their names, in the language of the reader. */
export function useBriefed(scene: () => string | undefined): ComputedRef<string[]> {
  const { named } = useEditWords();
  const { city } = useCity();
  const desk = useDesk();
  const api = wallApi(city.id, () => desk.token());
  const briefings = shallowRef<readonly Briefing[]>([]);
  watch(
    () => desk.signedIn.value,
    async (is) => {
      // Who may not read them hides without being told of them.
      briefings.value = is ? (await api.briefings().catch(() => ({ briefings: [] }))).briefings : [];
    },
    { immediate: true },
  );
  return computed(() =>
    briefings.value.filter(({ steps }) => steps.some((one) => one.scene === scene())).map(({ names }) => named(names)),
  );
}
