/** One question to the server that is asked again when its terms change: answer, slowness, failure, retry. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/** After so many ms a question is said to be slow. */
const SLOW = 2500;

export interface Asking<T> {
  answer: ShallowRef<T | undefined>;
  error: ShallowRef<string | undefined>;
  state: ShallowRef<'asking' | 'slow' | 'done' | 'failed'>;
  retry(): void;
}

/** Asks `ask` for what `terms` gives, each time that changes; undefined terms ask nothing. What is late is dropped. */
export function useAsk<Q, T>(
  terms: () => Q | undefined,
  ask: (terms: Q, signal: AbortSignal) => Promise<T>,
): Asking<T> {
  const answer = shallowRef<T>();
  const error = shallowRef<string>();
  const state = shallowRef<'asking' | 'slow' | 'done' | 'failed'>('asking');
  let running: AbortController | undefined;
  let slow: ReturnType<typeof setTimeout> | undefined;

  const stop = (): void => {
    running?.abort();
    clearTimeout(slow);
  };
  const run = async (keep: boolean): Promise<void> => {
    stop();
    if (!keep) answer.value = undefined;
    error.value = undefined;
    const given = terms();
    if (given === undefined) {
      state.value = 'done';
      return;
    }
    const mine = (running = new AbortController());
    state.value = 'asking';
    slow = setTimeout(() => (state.value = 'slow'), SLOW);
    try {
      const got = await ask(given, mine.signal);
      if (mine.signal.aborted) return;
      answer.value = got;
      state.value = 'done';
    } catch (failure) {
      if (mine.signal.aborted) return;
      error.value = failure instanceof Error ? failure.message : String(failure);
      state.value = 'failed';
    } finally {
      if (running === mine) clearTimeout(slow);
    }
  };
  watch(
    () => JSON.stringify(terms()),
    () => void run(false),
    { immediate: true },
  );
  onScopeDispose(stop);
  return { answer, error, state, retry: () => void run(true) };
}
