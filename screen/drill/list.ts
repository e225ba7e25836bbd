/** The list behind a number: pages by keyset, all of the first page's terms. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { api } from '../api.ts';
import { useAsk, type Asking } from './ask.ts';
import type { ListAnswer, ListQuery } from '../../contract/query.ts';

/** Rows a page. */
export const PAGE = 48;

export interface Listing {
  first: Asking<ListAnswer>;
  rows: ComputedRef<Record<string, unknown>[]>;
  /** Whether there is a page after those. */
  more: ComputedRef<boolean>;
  moreState: ShallowRef<'idle' | 'asking' | 'failed'>;
  loadMore(): Promise<void>;
}

type Terms = Omit<ListQuery, 'size' | 'after'>;

export function useList(terms: () => Terms, ask: typeof api.list = api.list): Listing {
  const first = useAsk(terms, (given, signal) => ask({ ...given, size: PAGE } as ListQuery, signal));
  const later = shallowRef<ListAnswer[]>([]);
  const moreState = shallowRef<'idle' | 'asking' | 'failed'>('idle');
  // Pages belong to the first page that they follow.
  watch(first.answer, () => {
    later.value = [];
    moreState.value = 'idle';
  });
  const next = computed(() => (later.value.at(-1) ?? first.answer.value)?.next);
  const rows = computed(() => {
    const seen = new Set<unknown>();
    // A fact that moved between two pages is listed once.
    return [first.answer.value, ...later.value]
      .flatMap((page) => page?.rows ?? [])
      .filter((row) => !seen.has(row.id) && seen.add(row.id));
  });
  async function loadMore(): Promise<void> {
    const after = next.value;
    const of = first.answer.value;
    if (after === undefined || moreState.value === 'asking') return;
    moreState.value = 'asking';
    try {
      const page = await ask({ ...terms(), size: PAGE, after } as ListQuery);
      if (first.answer.value !== of) return;
      later.value = [...later.value, page];
      moreState.value = 'idle';
    } catch {
      if (first.answer.value === of) moreState.value = 'failed';
    }
  }
  return { first, rows, more: computed(() => next.value !== undefined), moreState, loadMore };
}
