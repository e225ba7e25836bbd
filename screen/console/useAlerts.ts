/** The alerts of the console: what is open comes live, what is over is asked for, and asked for again when it grows. */
import { computed, onScopeDispose, watch } from 'vue';
import type { TopicValues } from '../../contract/topic.ts';
import { useAsk } from '../drill/ask.ts';
import { useLive, useTopics } from '../live/useTopics.ts';
import type { ConsoleApi } from './api.ts';
import { merged } from './state.ts';

/** Alerts that come live; where more are open, the rest is as of the last time it was asked for. */
const LIVE = 50;
const ASK_AGAIN = 60_000;

/** What is open now. Every part of the console holds it, so that each knows whether the page lives. */
export function useLiveAlerts() {
  const { values, refusal } = useTopics({ alerts: { view: 'alerts', params: { size: LIVE } } });
  const { replay } = useLive();
  // While all walls show a replay, alerts of the past come here too: nobody is to claim them.
  const live = computed(() =>
    replay.value === null ? (values.value['alerts'] as unknown as TopicValues['alerts'] | undefined) : undefined,
  );
  return { live, refusal };
}

export function useAlerts(api: Pick<ConsoleApi, 'alerts'>) {
  const { live } = useLiveAlerts();
  const asking = useAsk(
    () => LIVE,
    (_terms, signal) => api.alerts(signal),
  );
  const asked = computed(() => (asking.answer.value?.alerts ?? []).map(({ id, ...card }) => ({ id, card })));
  const items = computed(() => merged(live.value?.cards ?? {}, asked.value));
  watch(
    () => Object.keys(live.value?.cards ?? {}),
    (now, before) => {
      if (before.some((id) => !now.includes(id))) asking.retry();
    },
  );
  const again = setInterval(() => asking.retry(), ASK_AGAIN);
  onScopeDispose(() => clearInterval(again));
  return { items, asking };
}
