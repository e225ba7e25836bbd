/** What a wall shows, and which screens belong to it. It has no facts: it follows the book of walls. */
import { ConditionError } from '../../../contract/condition.ts';
import type { Json } from '../../../contract/text.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'wall',
  open({ wall }, _scope, { walls }) {
    if (!walls) throw new ConditionError('/view', 'what walls show is of the present only');
    let value = walls.value(wall);
    if (!value) throw new ConditionError('/params/wall', `there is no wall ${wall}`);
    return {
      kinds: [],
      change: () => false,
      advance() {
        const next = walls.value(wall);
        if (next === value) return false;
        value = next;
        return true;
      },
      // A wall that was taken away meanwhile is empty: its screens say so.
      value: () => (value ?? {}) as unknown as Json,
    };
  },
});
