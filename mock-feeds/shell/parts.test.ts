import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simClock } from './clock.ts';
import { DueHeap } from './heap.ts';
import { readOptions } from './options.ts';

describe('heap of what falls due', () => {
  it('gives everything back in order of time, and of equals in order of coming', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
        const heap = new DueHeap<{ at: number; n: number }>();
        times.forEach((at, n) => heap.push({ at, n }));
        const out = times.map(() => heap.pop()!);
        expect(out).toEqual(times.map((at, n) => ({ at, n })).sort((a, b) => a.at - b.at || a.n - b.n));
        expect([heap.pop(), heap.next, heap.size]).toEqual([undefined, Infinity, 0]);
      }),
    );
  });
});

describe('simulated clock', () => {
  it('[F2] runs from its origin at its speed', () => {
    let real = 1000;
    const clock = simClock({ real: 1000, sim: 50_000 }, 100, () => real);
    expect(clock.now()).toBe(50_000);
    real += 30;
    expect(clock.now()).toBe(53_000);
    expect(clock.until(54_000)).toBe(10);
    expect(clock.until(1)).toBe(0);
  });
});

describe('options', () => {
  it('are read with their defaults', () => {
    expect(readOptions([])).toMatchObject({
      city: 'wuxi',
      seed: 1,
      backfillDays: 63,
      scenario: 'calm-week',
      speed: 1,
      quirks: true,
    });
    expect(
      readOptions([
        '--clock-origin',
        '1000:2000',
        '--speed',
        '10000',
        '--url',
        'http://127.0.0.1:1/',
        '--scenario-start',
        '2026-11-20T09:00:00+08:00',
      ]),
    ).toMatchObject({
      origin: { real: 1000, sim: 2000 },
      speed: 10_000,
      url: 'http://127.0.0.1:1',
      scenarioStart: Date.parse('2026-11-20T01:00:00Z'),
    });
  });

  it.each([
    ['--speed', '0'],
    ['--speed', '20000'],
    ['--clock-origin', '5'],
    ['--backfill-days', '-1'],
    ['--seed', 'x'],
    ['--scenario-start', 'soon'],
    ['--nonsense', '1'],
  ])('refuse %s %s', (name, value) => expect(() => readOptions([name, value])).toThrow(name));
});
