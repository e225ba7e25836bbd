import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPatiently, renewWhenReplaced, tryAhead } from './faults.ts';

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
  renewWhenReplaced(target, Date.now);
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
    // A browser would not ask for it again.
    expect(state.tries).toBe(0);
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

  it('that broke off is had by loading the page anew, at most once a minute, as often as it takes', async () => {
    const { it: state, target, load } = page();
    Object.assign(state, { away: false, replaced: true });
    await expect(load()).rejects.toThrow('cannot be loaded');
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.reloads).toBe(1);
    // The page as it is loaded anew.
    renewWhenReplaced(target, Date.now);
    await expect(load()).rejects.toThrow('cannot be loaded');
    await vi.advanceTimersByTimeAsync(50_000);
    expect(state.reloads).toBe(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state.reloads).toBe(2);
  });

  it('that fails ahead of need is no reason to load anything anew', async () => {
    const { it: state, target, load } = page();
    Object.assign(state, { away: false, replaced: true });
    await tryAhead(load, target);
    await vi.advanceTimersByTimeAsync(90_000);
    expect([state.tries, state.reloads]).toEqual([1, 0]);
  });
});
