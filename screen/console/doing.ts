/** Something that is done at the server: under way, done, or refused with its reason in words. */
import { shallowRef, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { ApiError } from '../api.ts';
import '../i18n/console.ts';
import type { Translate } from '../names.ts';

/** Status of an answer → the words for it. */
const KNOWN: Record<number, string> = {
  400: 'invalid',
  401: 'key',
  403: 'role',
  404: 'gone',
  409: 'taken',
  503: 'busy',
};

/** Why it was refused, in the language of the reader, with the server's own path and rule behind it. */
export function reasonOf(error: unknown, t: Translate): string {
  if (error instanceof ApiError) {
    const known = KNOWN[error.status];
    return `${t(`console.refused.${known ?? 'failed'}`)} · ${error.message}`;
  }
  return `${t('console.refused.unreachable')} · ${error instanceof Error ? error.message : String(error)}`;
}

export interface Doing {
  busy: ShallowRef<boolean>;
  /** Why the last one was refused. */
  refused: ShallowRef<unknown>;
  /** Words for it; empty while there is none. */
  words(): string;
  /** Does it unless something is under way; gives whether it succeeded. */
  run(work: () => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

export function useDoing(): Doing {
  const { t } = useI18n();
  const busy = shallowRef(false);
  const refused = shallowRef<unknown>();
  return {
    busy,
    refused,
    words: () => (refused.value === undefined ? '' : reasonOf(refused.value, t as unknown as Translate)),
    clear: () => (refused.value = undefined),
    async run(work) {
      if (busy.value) return false;
      busy.value = true;
      refused.value = undefined;
      try {
        await work();
        return true;
      } catch (error) {
        refused.value = error;
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
