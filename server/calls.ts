/** Calls that wait for an answer from another thread, told apart by number. */

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout | undefined;
}

export class PendingCalls {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /**
   * Sends a call under a new number. The promise takes what `answer` or `refuse` say of that number; `late` makes the
   * error that it rejects with when neither comes within `patience` ms (undefined: it takes what it takes).
   */
  send<T>(post: (id: number) => void, patience?: number, late?: () => Error): Promise<T> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer =
        patience === undefined
          ? undefined
          : setTimeout(() => this.refuse(id, late?.() ?? new Error(`no answer in ${patience} ms`)), patience);
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, timer });
      post(id);
    });
  }

  #take(id: number): Waiting | undefined {
    const one = this.#waiting.get(id);
    clearTimeout(one?.timer);
    this.#waiting.delete(id);
    return one;
  }

  /** A number that is not waited for any more is left alone, here and in `refuse`. */
  answer(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  refuse(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  refuseAll(error: Error): void {
    for (const id of this.#waiting.keys()) this.refuse(id, error);
  }
}
