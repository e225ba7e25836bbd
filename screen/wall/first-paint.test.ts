import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstPaint } from './first-paint.ts';

describe('the first paint', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const begin = () => {
    const first = firstPaint((task) => void setTimeout(task, 16));
    let over = false;
    void first.painted.then(() => (over = true));
    return { first, over: () => over };
  };

  it('comes after the frame in which half of the panels have drawn their data, once all views are there', async () => {
    const { first, over } = begin();
    const [a, b] = [first.panel(), first.panel()];
    a.loaded();
    a.shown();
    await vi.advanceTimersByTimeAsync(500);
    expect(over()).toBe(false);
    b.loaded();
    expect(over()).toBe(false);
    await vi.advanceTimersByTimeAsync(40);
    expect(over()).toBe(true);
  });

  it('is not that of one panel whose data was there before', async () => {
    const { first, over } = begin();
    const panels = [first.panel(), first.panel(), first.panel()];
    for (const panel of panels) panel.loaded();
    panels[0]!.shown();
    panels[0]!.shown();
    await vi.advanceTimersByTimeAsync(500);
    expect(over()).toBe(false);
    panels[1]!.shown();
    await vi.advanceTimersByTimeAsync(40);
    expect(over()).toBe(true);
  });

  it('is not waited for without end where a view never comes', async () => {
    const { first, over } = begin();
    const a = first.panel();
    first.panel();
    a.loaded();
    a.shown();
    await vi.advanceTimersByTimeAsync(2900);
    expect(over()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(over()).toBe(true);
  });
});
