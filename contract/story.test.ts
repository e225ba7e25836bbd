import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Story } from './replay.ts';
import {
  baseAt, besideChapter, chapterOf, CHAPTER_SECONDS, heldStory, isRelative, resumed, retold, storyFault, storyFrom, storyOfReplay, toldStory,
} from './story.ts'; // prettier-ignore

const names = { zh: '章', en: 'Chapter' };
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T14:30:17+08:00');
const back: Story = {
  names, from: -6 * HOUR, to: 0,
  chapters: [{ at: -6 * HOUR, names, seconds: 10 }, { at: -2 * HOUR, names }, { at: -HOUR, names, seconds: 5, speed: 600 }],
}; // prettier-ignore
const telling = { id: 'one', replay: 'wuxi~a', begun: NOW, base: baseAt(NOW) };
const told = toldStory(back, telling);
const anyStory = fc
  .array(fc.integer({ min: 3, max: 600 }), { minLength: 1, maxLength: 12 })
  .map((list): Story => ({ ...back, chapters: list.map((seconds) => ({ at: -HOUR, names, seconds })) }));

describe('moments of a story', () => {
  it('are told back from the whole minute at which it is opened, and those that are Unix ms stay', () => {
    const base = baseAt(NOW);
    expect([base % 60_000, base <= NOW, NOW - base < 60_000]).toEqual([0, true, true]);
    const here = storyFrom(back, base);
    expect([here.from, here.to, here.chapters[1]!.at]).toEqual([base - 6 * HOUR, base, base - 2 * HOUR]);
    expect(isRelative(here)).toBe(false);
    expect(storyFrom(here, 5)).toBe(here);
    expect(storyOfReplay({ ...back, from: -8 * HOUR, to: -HOUR }, { to: base - HOUR }).from).toBe(base - 8 * HOUR);
  });

  it('are checked, with path and rule', () => {
    expect(storyFault(back)).toBeNull();
    expect(storyFault({ ...back, to: -7 * HOUR })?.path).toBe('/to');
    expect(storyFault({ ...back, to: 5 })).toEqual({ path: '/from', rule: 'must be Unix ms, as to is' });
    expect(storyFault({ ...back, chapters: [...back.chapters, { at: 1, names }] })?.path).toBe('/chapters/3/at');
  });
});

describe('a story that is told', () => {
  it('goes from chapter to chapter by the clock, each for its time, and then it is over', () => {
    expect(told.until).toBe(NOW + (10 + CHAPTER_SECONDS + 5) * 1000);
    const index = (after: number): number => chapterOf(told, NOW + after).index;
    expect([index(-200), index(0), index(9999), index(10_000), index(29_999), index(30_000), index(99_000)]).toEqual([0, 0, 0, 1, 1, 2, 2]); // prettier-ignore
    expect(toldStory({ ...back, chapters: [] }, telling).chapters).toMatchObject([{ names, at: telling.base - 6 * HOUR }]); // prettier-ignore
  });

  it('stands still by a touch for as long as somebody touches, and goes on where it stood', () => {
    fc.assert(
      fc.property(anyStory, fc.double({ min: 0, max: 0.99, noNaN: true }), fc.nat(500_000), (story, part, pause) => {
        const one = toldStory(story, telling);
        const touched = NOW + Math.floor((one.until - NOW) * part);
        const still = heldStory(one, touched, 30);
        expect([still.held, still.until]).toEqual([touched, touched + 30_000]);
        const again = heldStory(still, touched + 20_000, 30);
        expect([again.held, again.until]).toEqual([touched, touched + 50_000]);
        expect(chapterOf(again, touched + pause)).toEqual(chapterOf(one, touched));
        const on = retold(again, resumed(again, touched + pause));
        expect(on.held).toBeUndefined();
        expect(chapterOf(on, touched + pause).index).toBe(chapterOf(one, touched).index);
        expect(on.until - (touched + pause)).toBe(one.until - touched);
      }),
    );
  });

  it('has the chapter beside begin anew, and none before the first or after the last', () => {
    const on = retold(told, besideChapter(told, NOW + 3000, 1)!);
    expect(chapterOf(on, NOW + 3000)).toEqual({
      index: 1,
      from: NOW + 3000,
      until: NOW + 3000 + CHAPTER_SECONDS * 1000,
    });
    expect(chapterOf(retold(on, besideChapter(on, NOW + 4000, -1)!), NOW + 4000)).toMatchObject({ index: 0, from: NOW + 4000 }); // prettier-ignore
    expect(besideChapter(told, NOW, -1)).toBeNull();
    expect(besideChapter(told, NOW + 34_000, 1)).toBeNull();
  });
});
