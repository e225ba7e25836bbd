// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { drawSoon, dropFrame, onFrame, PACE } from './frames.ts';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'requestIdleCallback'] }),
);
afterEach(() => void vi.useRealTimers());

it('draws the first change soon, further ones once a second, and always the last', () => {
  const owner = {};
  const drawn: number[] = [];
  for (let i = 0; i < 30; i++) {
    onFrame(owner, () => drawn.push(i));
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(PACE + 50);
  expect(drawn.length).toBe(4);
  expect(drawn[0]).toBeLessThan(2);
  expect(drawn.at(-1)).toBe(29);
});

it('does not keep a canvas that is due behind one that is not, and forgets what was dropped', () => {
  const early = {};
  const drawn: string[] = [];
  onFrame(early, () => drawn.push('early'));
  vi.advanceTimersByTime(50);
  onFrame(early, () => drawn.push('early again'));
  onFrame({}, () => drawn.push('other'));
  vi.advanceTimersByTime(50);
  expect(drawn).toEqual(['early', 'other']);
  drawSoon(early, () => drawn.push('at its new size'));
  vi.advanceTimersByTime(50);
  expect(drawn).toEqual(['early', 'other', 'at its new size']);
  onFrame(early, () => drawn.push('never'));
  dropFrame(early);
  vi.advanceTimersByTime(2 * PACE);
  expect(drawn).toHaveLength(3);
});

it('draws together what is due within the same moment, from then on', () => {
  const [one, other] = [{}, {}];
  const drawn: [name: string, at: number][] = [];
  const change = (): void => {
    onFrame(one, () => drawn.push(['one', performance.now()]));
    onFrame(other, () => drawn.push(['other', performance.now()]));
  };
  onFrame(one, () => undefined);
  vi.advanceTimersByTime(200);
  onFrame(other, () => undefined);
  for (let i = 0; i < 50; i++) {
    vi.advanceTimersByTime(100);
    change();
  }
  const at = (name: string): number[] => drawn.flatMap(([by, moment]) => (by === name ? [moment] : []));
  expect(at('one')).toHaveLength(5);
  expect(at('other')).toEqual(at('one'));
});
