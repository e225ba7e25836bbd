/** Binary heap of things that fall due: the earliest first, and of equals the one that was put in first. */
export class DueHeap<T extends { at: number }> {
  private readonly items: { item: T; order: number }[] = [];
  private order = 0;

  get size(): number {
    return this.items.length;
  }

  /** When the earliest falls due; Infinity when there is none. */
  get next(): number {
    return this.items[0]?.item.at ?? Infinity;
  }

  push(item: T): void {
    const { items } = this;
    let i = items.push({ item, order: this.order++ }) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  pop(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (!first || !last || items.length === 0) return first?.item;
    items[0] = last;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < items.length && this.before(child, least)) least = child;
      if (least === i) return first.item;
      this.swap(i, least);
      i = least;
    }
  }

  private before(a: number, b: number): boolean {
    const [x, y] = [this.items[a]!, this.items[b]!];
    return x.item.at < y.item.at || (x.item.at === y.item.at && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const { items } = this;
    [items[a], items[b]] = [items[b]!, items[a]!];
  }
}
