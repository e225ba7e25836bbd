/** A fixed number of things, each used by one at a time; who comes when all are in use waits in line. */
export class Pool<T> {
  readonly #free: T[];
  readonly #line: ((item: T) => void)[] = [];
  readonly #size: number;

  constructor(items: readonly T[]) {
    this.#free = [...items];
    this.#size = items.length;
  }

  /** Runs `work` with an item as soon as one is free. */
  async use<R>(work: (item: T) => Promise<R>): Promise<R> {
    const item = await this.#take();
    try {
      return await work(item);
    } finally {
      const next = this.#line.shift();
      if (next) next(item);
      else this.#free.push(item);
    }
  }

  #take(): Promise<T> {
    const item = this.#free.pop();
    return item === undefined ? new Promise((resolve) => this.#line.push(resolve)) : Promise.resolve(item);
  }

  /** Waits for every item, behind all who came before, and ends it with `end`. Nobody may use it afterwards. */
  async close(end: (item: T) => void): Promise<void> {
    for (let i = 0; i < this.#size; i++) end(await this.#take());
  }
}
