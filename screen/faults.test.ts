import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPatiently, renewWhenReplaced } from './faults.ts';

/** A page before a server that is away or not, with parts that are there or were replaced. */
function page() {
  const heard: (() => void)[] = [];
  const it = { away: true, replaced: false, reloads: 0, tries: 0 };
  const storage = new Map<string, string>();
  const target = {
    addEventListener: (_type: string, listener: () => void) => heard.push(listener),
    fetch: () => (it.away ? Promise.reject(new Error('refused')) : Promise.resolve({ ok: true })),
    setTimeout: (task: () => void, ms: number) => setTimeout(task, ms),
    sessionStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    },
    location: { reload: () => it.reloads++ },
  } as unknown as Window;
  /** As the bundler's loader does it: it tells the page before it rejects. */
  const load = (): Promise<string> => {
    it.tries++;
    if (!it.away && !it.replaced) return Promise.resolve('the part');
    for (const listener of heard) listener();
    return Promise.reject(new Error('cannot be loaded'));
  };
  renewWhenReplaced(target, () => 1_000_000);
  return { it, target, load };
}

describe('a part that comes later', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is waited for while the server is away, and the page stays', async () => {
    const { it: state, target, load } = page();
    let got: string | undefined;
    void loadPatiently(load, target).then((part) => (got = part));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([got, state.reloads]).toEqual([undefined, 0]);
    expect(state.tries).toBeGreaterThan(3);
    state.away = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([got, state.reloads]).toEqual(['the part', 0]);
  });

  it('that a newer build replaced is told to whoever wants it, and the page is loaded anew', async () => {
    const { it: state, target, load } = page();
    Object.assign(state, { away: false, replaced: true });
    const asked = loadPatiently(load, target);
    await expect(asked).rejects.toThrow('cannot be loaded');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.reloads).toBe(1);
  });
});
