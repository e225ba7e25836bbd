/** Changes are sent one after another, each computed from what the one before it left: two quick touches are two steps. */

/** Touches that wait at once; further ones are let go of, as nobody knows any more what they were about. */
const MOST = 8;

/** Does works in turn. `false`: too many wait. */
export function inTurn(): (work: () => Promise<unknown>) => boolean {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting >= MOST) return false;
    waiting++;
    last = last.then(work).catch(() => undefined).finally(() => void waiting--); // prettier-ignore
    return true;
  };
}
