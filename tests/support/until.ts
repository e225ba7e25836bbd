/** Asks until the answer is right. Throws when it is not within `limit` ms, and tells the last one. */
export async function until<T>(ask: () => T | Promise<T>, right: (value: T) => boolean, limit = 90_000): Promise<T> {
  for (const end = Date.now() + limit; ;) {
    const value = await ask();
    if (right(value)) return value;
    if (Date.now() > end) throw new Error(`it never came to be: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
