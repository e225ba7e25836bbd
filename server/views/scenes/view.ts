/** Which version of each scene of the city is shown. It has no facts: it follows the book of scenes. */
import { defineView } from '../view.ts';

export default defineView({
  name: 'scenes',
  open(_params, _scope, { scenes }) {
    let value = scenes?.versions() ?? {};
    return {
      kinds: [],
      change: () => false,
      advance() {
        const next = scenes?.versions() ?? value;
        if (next === value) return false;
        value = next;
        return true;
      },
      value: () => value,
    };
  },
});
