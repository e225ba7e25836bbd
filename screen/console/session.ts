/** Who works at this desk: the key for as long as the tab lives, the desk's name for as long as the browser keeps it. */
import { computed, inject, provide, ref, type InjectionKey } from 'vue';
import { consoleApi, type ConsoleApi } from './api.ts';
import { importApi } from './import/api.ts';

const TOKEN = 'hotline.desk.token';
const NAME = 'hotline.desk.name';

/** Storage may be forbidden by the browser; what is said is then kept until the page is left. */
function kept(storage: () => Storage, key: string) {
  const read = (): string => {
    try {
      return storage().getItem(key) ?? '';
    } catch {
      return '';
    }
  };
  const value = ref(read());
  const set = (next: string): void => {
    value.value = next;
    try {
      if (next === '') storage().removeItem(key);
      else storage().setItem(key, next);
    } catch {
      // Not kept: see above.
    }
  };
  return { value, set };
}

/** A pasted line that is something else is told at once; a browser would not even send it. */
export const looksLikeKey = (text: string): boolean => /^hk_[\w-]+$/.test(text);

export function createDesk(city: string) {
  const token = kept(() => sessionStorage, TOKEN);
  const name = kept(() => localStorage, NAME);
  return {
    name: name.value,
    signedIn: computed(() => token.value.value !== '' && name.value.value !== ''),
    /** The key, for what is asked outside of the console; null where there is none. */
    token: (): string | null => token.value.value || null,
    api: consoleApi(city, () => token.value.value || null),
    imports: importApi(city, () => token.value.value || null),
    /** Takes what looks like a key and gives whether it does; whether it may act the server says of each act. */
    signIn(givenToken: string, givenName: string): boolean {
      if (!looksLikeKey(givenToken) || givenName === '') return false;
      token.set(givenToken);
      name.set(givenName);
      return true;
    },
    signOut: () => token.set(''),
  };
}
export type Desk = ReturnType<typeof createDesk>;

const DESK: InjectionKey<Desk> = Symbol('desk');
export const provideDesk = (desk: Desk): void => provide(DESK, desk);
/** The desk of this console. Throws outside of it. */
export function useDesk(): Desk & { api: ConsoleApi } {
  const desk = inject(DESK);
  if (!desk) throw new Error('no desk here');
  return desk;
}
