import { describe, expect, it, vi } from 'vitest';
import { gate } from './gate.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Work that ends when it is told to. */
function held(log: string[], name: string) {
  let end!: () => void;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { end, work: async () => (log.push(name), await done, name) };
}

describe('the gate', () => {
  it('lets two work, keeps the next in line in order, and turns away the rest', async () => {
    const pass = gate({ atOnce: 2, inLine: 2, patience: 60_000 });
    const log: string[] = [];
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => held(log, name));
    const asked = all.map(({ work }) => pass(work));
    const turned = asked[4]!.catch((error: unknown) => error);
    await tick();
    expect(log).toEqual(['a', 'b']);
    expect(await turned).toMatchObject({ statusCode: 503 });
    all[1]!.end();
    await asked[1];
    await tick();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of all) end();
    expect(await Promise.all(asked.slice(0, 4))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes whoever has left out of the line, and lets what was begun keep its place until it ends', async () => {
    const pass = gate({ atOnce: 1, inLine: 2, patience: 60_000 });
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => held(log, name));
    const [leavesA, leavesB] = [new AbortController(), new AbortController()];
    const [first, second] = [pass(a!.work, leavesA.signal), pass(b!.work, leavesB.signal)].map((one) =>
      one.catch((error: unknown) => error),
    );
    const third = pass(c!.work);
    leavesB.abort();
    leavesA.abort();
    for (const left of [first, second]) expect(await left).toMatchObject({ statusCode: 499 });
    await tick();
    expect(log).toEqual(['a']);
    a!.end();
    c!.end();
    expect(await third).toBe('c');
    expect(log).toEqual(['a', 'c']);
  });

  it('ends patience with those who wait and those who work, and tells the work', async () => {
    vi.useFakeTimers();
    try {
      const pass = gate({ atOnce: 1, inLine: 1, patience: 1000 });
      let told = false;
      const never = pass((signal) => {
        signal.addEventListener('abort', () => (told = true));
        return new Promise<void>(() => undefined);
      });
      const waits = pass(() => Promise.resolve());
      const failed = [never, waits].map((one) => one.catch((error: unknown) => error));
      await vi.advanceTimersByTimeAsync(1001);
      for (const failure of failed) expect(await failure).toMatchObject({ statusCode: 503 });
      expect(told).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});
