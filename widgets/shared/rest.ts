/** A wall that somebody opened goes back to its beginning when nobody has touched it for a while. */
import { onBeforeUnmount } from 'vue';

/** How long a panel stays where it was taken, ms. */
export const REST = 90_000;

/** `touched` is called at each touch; `back` when none has followed for `after` ms. */
export function useRest(back: () => void, after: number = REST): { touched: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(back, after);
  };
  onBeforeUnmount(() => clearTimeout(timer));
  return { touched };
}
