/** How many rows of a list fit, so that no row is ever cut in two. */
import { onBeforeUnmount, onMounted, type Ref, ref, shallowRef } from 'vue';

/** Rows of at least `rowHeight` px that fit the element; all of them where there is no layout (tests). */
export function useFit(element: Ref<HTMLElement | null>, rowHeight: number): Ref<number> {
  const rows = ref(Number.POSITIVE_INFINITY);
  const observer = shallowRef<ResizeObserver | null>(null);
  onMounted(() => {
    const target = element.value;
    if (!target || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      if (target.clientHeight > 0) rows.value = Math.max(1, Math.floor((target.clientHeight + 1) / rowHeight));
    };
    observer.value = new ResizeObserver(measure);
    observer.value.observe(target);
    measure();
  });
  onBeforeUnmount(() => observer.value?.disconnect());
  return rows;
}

/** Columns of cards that fit side by side, and how many whole cards fit in all; all of them where there is no layout. */
export function useFitGrid(
  element: Ref<HTMLElement | null>,
  card: { width: number; height: number; gap: number },
): { columns: Ref<number>; cards: Ref<number> } {
  const columns = ref(1);
  const cards = ref(Number.POSITIVE_INFINITY);
  const fit = (size: number, one: number): number => Math.max(1, Math.floor((size + card.gap + 1) / (one + card.gap)));
  const observer = shallowRef<ResizeObserver | null>(null);
  onMounted(() => {
    const target = element.value;
    if (!target || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      if (target.clientHeight === 0) return;
      columns.value = fit(target.clientWidth, card.width);
      cards.value = columns.value * fit(target.clientHeight, card.height);
    };
    observer.value = new ResizeObserver(measure);
    observer.value.observe(target);
    measure();
  });
  onBeforeUnmount(() => observer.value?.disconnect());
  return { columns, cards };
}

/** Size of an element in px of the stage; 0 where there is no layout (tests). */
export function useRoom(element: Ref<HTMLElement | null>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0);
  const height = ref(0);
  const observer = shallowRef<ResizeObserver | null>(null);
  onMounted(() => {
    const target = element.value;
    if (!target || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      width.value = target.clientWidth;
      height.value = target.clientHeight;
    };
    observer.value = new ResizeObserver(measure);
    observer.value.observe(target);
    measure();
  });
  onBeforeUnmount(() => observer.value?.disconnect());
  return { width, height };
}
