/** Trouble that lasts is told now and then, not with every try. */

/** The same words again within this time are not told, ms. */
const PAUSE = 10_000;
/** Words that are remembered. */
const REMEMBERED = 50;

/** Passes errors on to `tell`, each one's words at most once in ten seconds. `now` counts ms from anywhere. */
export function calmly(tell: (error: unknown) => void, now = () => performance.now()): (error: unknown) => void {
  const last = new Map<string, number>();
  return (error) => {
    const words = error instanceof Error ? error.message : String(error);
    const at = now();
    if (at - (last.get(words) ?? -Infinity) < PAUSE) return;
    if (last.size >= REMEMBERED) last.clear();
    last.set(words, at);
    tell(error);
  };
}
