// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchWindow } from './report.ts';

const PARTS = { scene: 'overview', awake: true, stuck: false };

describe('the report of a window', () => {
  let frames: (() => void)[] = [];
  let asked = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    [frames, asked] = [[], 0];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((task) => {
      frames.push(() => task(0));
      return ++asked;
    });
    vi.spyOn(window, 'cancelAnimationFrame').mockImplementation(() => void (frames = []));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  /** Paints every 20 ms for so long, as long as something asks for it. */
  const paint = (ms: number): void => {
    for (let at = 0; at < ms; at += 20) {
      vi.advanceTimersByTime(20);
      for (const task of frames.splice(0)) task();
    }
  };

  it('tells how often it paints, and lets it rest in between', () => {
    const watch = watchWindow(window);
    paint(10_000);
    expect(watch.report(PARTS).fps).toBe(50);
    expect(asked).toBeLessThan(50);
    expect(performance.now() - watch.painted()).toBeLessThan(3100);
    watch.stop();
    const before = asked;
    paint(10_000);
    expect(asked).toBe(before);
  });

  it('tells that it no longer paints', () => {
    const watch = watchWindow(window);
    paint(5000);
    vi.advanceTimersByTime(20_000);
    expect(watch.report(PARTS).fps).toBe(0);
    expect(performance.now() - watch.painted()).toBeGreaterThan(15_000);
    paint(1000);
    expect(watch.report(PARTS).fps).toBe(50);
    watch.stop();
  });

  it('tells what went wrong, the last of it in words', () => {
    const watch = watchWindow(window);
    window.dispatchEvent(new ErrorEvent('error', { message: 'first' }));
    window.dispatchEvent(new ErrorEvent('error', { message: 'x'.repeat(300) }));
    expect(watch.report(PARTS)).toMatchObject({
      errors: 2,
      lastError: 'x'.repeat(200),
      scene: 'overview',
      awake: true,
    });
    watch.stop();
    window.dispatchEvent(new ErrorEvent('error', { message: 'after' }));
    expect(watch.report(PARTS).errors).toBe(2);
  });
});
