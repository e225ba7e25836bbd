/** Who drives from this telephone: a key of a desk or an admin, or a presenter's code, as long as the tab lives. */
import { computed, ref } from 'vue';
import { CODE_ALPHABET } from '../../contract/wall.ts';
import { kept } from '../show/kept.ts';

const CODE = new RegExp(`^hp_[${CODE_ALPHABET}]{12}$`);

/** A key or a code as it was typed: a code also without its beginning, with gaps, in small letters. Null: neither. */
export function tokenOf(text: string): string | null {
  const plain = text.trim();
  if (/^hk_[\w-]+$/.test(plain)) return plain;
  const bare = plain.replaceAll(/[\s-]/g, '').replace(/^hp_/i, '').toUpperCase();
  return CODE.test(`hp_${bare}`) ? `hp_${bare}` : null;
}

/** A code as people read it: three groups of four. */
export const readable = (token: string): string => (token.slice(3).match(/.{1,4}/g) ?? []).join(' ');

const token = kept<string>('hotline.remote.token', () => sessionStorage);
const name = kept<string>('hotline.desk.name.remote');

export function useRemoteSession(fragment: string) {
  // A link holds the code behind the #, which is sent to no server.
  const linked = tokenOf(new URLSearchParams(fragment.replace(/^#/, '')).get('code') ?? '');
  if (linked) token.write(linked);
  const given = ref(token.read());
  const by = ref(name.read() ?? '');
  return {
    token: given,
    by,
    signedIn: computed(() => given.value !== null && by.value !== ''),
    /** Whether it looks like one. */
    signIn(text: string, called: string): boolean {
      const found = tokenOf(text);
      if (!found || called.trim() === '') return false;
      given.value = found;
      by.value = called.trim().slice(0, 64);
      token.write(found);
      name.write(by.value);
      return true;
    },
    signOut() {
      given.value = null;
      token.write(null);
    },
  };
}
