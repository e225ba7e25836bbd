/**
 * What a server keeps in memory of the shared state: read once, read again when another server says that something
 * changed, and every two seconds while somebody looks, since that word may be lost.
 */
const REREAD_EVERY = 2000;
/** Somebody looks when it was asked for within so long, ms. */
const LOOKED = 5000;

export interface Rereading {
  /** Somebody looked at what was read. */
  looked(): void;
  /** Reads anew. Resolves when what was written before the call is known. */
  reread(): Promise<void>;
  close(): void;
}

/** Begins with the first reading, and rejects with what it rejects with. Two readings never run at once. */
export async function rereading(read: () => Promise<void>, onError: (error: unknown) => void): Promise<Rereading> {
  let looked = -Infinity;
  /** The read under way, and the one that begins after it for those who came later. */
  let reading: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const start = (): Promise<void> => (reading = read().finally(() => (reading = null)));
  const reread = (): Promise<void> => {
    if (!reading) return start();
    waiting ??= reading
      .catch(() => undefined)
      .then(() => {
        waiting = null;
        return start();
      });
    return waiting;
  };
  await reread();
  const timer = setInterval(() => {
    if (performance.now() - looked < LOOKED && !reading) reread().catch(onError);
  }, REREAD_EVERY);
  return {
    looked: () => void (looked = performance.now()),
    reread,
    close: () => clearInterval(timer),
  };
}
