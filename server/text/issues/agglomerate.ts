/** Average linkage over a sparse graph of likenesses; a pair that is not in it counts as 0. */

/** A number of things with the likenesses of some pairs: `edges[i]` maps another's index to 0 … 1, the same both ways. */
export interface Graph {
  /** How many tickets each stands for. */
  sizes: readonly number[];
  edges: readonly ReadonlyMap<number, number>[];
  /** Things of the same number are together whatever their likeness, those of different numbers apart; null: free. */
  fixed?: readonly (number | null)[];
}

interface Offer {
  mean: number;
  a: number;
  b: number;
  /** Versions of both when this was offered: an offer of an earlier one is void. */
  va: number;
  vb: number;
}

/**
 * Puts the two groups together that are most like on average, again and again while that is at least `threshold`. The
 * result depends on the likenesses only; where several are equal, on the order of the things.
 */
export function agglomerate({ sizes, edges, fixed }: Graph, threshold: number): number[][] {
  const n = sizes.length;
  const members: number[][] = Array.from({ length: n }, (_, i) => [i]);
  const weight = [...sizes];
  const sums = edges.map((of, i) => new Map([...of].map(([j, like]) => [j, like * sizes[i]! * sizes[j]!])));
  const version = new Int32Array(n);
  const holds: (number | null)[] = Array.from({ length: n }, (_, i) => fixed?.[i] ?? null);
  const heap: Offer[] = [];
  const before = (x: Offer, y: Offer): boolean =>
    x.mean > y.mean || (x.mean === y.mean && (x.a < y.a || (x.a === y.a && x.b < y.b)));
  const push = (offer: Offer): void => {
    let at = heap.push(offer) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(offer, heap[up]!)) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = offer;
  };
  const pop = (): Offer => {
    const top = heap[0]!;
    const last = heap.pop()!;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
      if (!before(heap[down]!, last)) break;
      heap[at] = heap[down]!;
      at = down;
    }
    if (heap.length > 0) heap[at] = last;
    return top;
  };
  const allowed = (a: number, b: number): boolean => holds[a] === null || holds[b] === null || holds[a] === holds[b];
  const offer = (a: number, b: number): void => {
    const mean = sums[a]!.get(b)! / (weight[a]! * weight[b]!);
    if (mean >= threshold)
      push({ mean, a: Math.min(a, b), b: Math.max(a, b), va: version[Math.min(a, b)]!, vb: version[Math.max(a, b)]! });
  };
  const unite = (a: number, b: number): void => {
    for (const [c, sum] of sums[b]!) {
      sums[c]!.delete(b);
      if (c === a) continue;
      const both = (sums[a]!.get(c) ?? 0) + sum;
      sums[a]!.set(c, both);
      sums[c]!.set(a, both);
    }
    sums[a]!.delete(b);
    sums[b]!.clear();
    members[a]!.push(...members[b]!);
    members[b] = [];
    weight[a]! += weight[b]!;
    holds[a] ??= holds[b]!;
    version[a]!++;
    version[b]!++;
  };
  if (fixed) {
    const first = new Map<number, number>();
    for (const [i, number] of fixed.entries()) {
      if (number === null) continue;
      const a = first.get(number);
      if (a === undefined) first.set(number, i);
      else unite(a, i);
    }
  }
  for (let a = 0; a < n; a++) for (const b of sums[a]!.keys()) if (a < b) offer(a, b);
  while (heap.length > 0) {
    const { a, b, va, vb } = pop();
    if (version[a] !== va || version[b] !== vb || !allowed(a, b)) continue;
    unite(a, b);
    for (const c of sums[a]!.keys()) offer(a, c);
  }
  return members.filter((group) => group.length > 0);
}
