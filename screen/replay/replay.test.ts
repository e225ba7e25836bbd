import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayAsk, Story, type ReplayTimeline } from '../../contract/replay.ts';
import { DAY, HOUR, MINUTE, zone } from '../../contract/time.ts';
import { Compile } from 'typebox/compile';
import { presentOf, replayIn, storyIn } from './address.ts';
import { emptyStory, storyId, textOf, withChapter, withoutChapter } from './draft.ts';
import { barsOf, momentAt, pathOf, placeOf, ticksOf } from './geometry.ts';
import { fieldOf, momentOf, QUICK, quickRange, wrongWith } from './range.ts';
import { scrub } from './scrub.ts';
import { after, arrived, before, chapterAt, commandOf, SPEEDS, speedBeside } from './steer.ts';

const tz = zone('Asia/Shanghai');
const FROM = tz.moment('2026-11-20', 0);
const range = { from: FROM, to: FROM + DAY };

/** A clock and timers that go when they are told to. */
function machine() {
  let now = 0;
  const waiting: { at: number; run: () => void }[] = [];
  return {
    timer: { now: () => now, later: (ms: number, run: () => void) => void waiting.push({ at: now + ms, run }) },
    async to(at: number): Promise<void> {
      for (;;) {
        waiting.sort((a, b) => a.at - b.at);
        if (!waiting[0] || waiting[0].at > at) break;
        const next = waiting.shift()!;
        now = next.at;
        next.run();
        await Promise.resolve();
        await Promise.resolve();
      }
      now = at;
    },
  };
}

describe('a scrub', () => {
  it('sends at most four moments a second, and the last one always', async () => {
    const { timer, to } = machine();
    const sent: [number, number][] = [];
    const moves = scrub((at) => Promise.resolve(sent.push([timer.now(), at])), 250, timer);
    for (let ms = 0; ms <= 1000; ms += 20) {
      await to(ms);
      moves.to(ms);
    }
    await to(3000);
    expect(sent.map(([when]) => when)).toEqual([0, 250, 500, 750, 1000, 1250]);
    expect(sent.at(-1)![1]).toBe(1000);
    expect(moves.busy).toBe(false);
  });

  it('sends none before the one before is answered, or refused, and then only the latest', async () => {
    const { timer, to } = machine();
    const sent: number[] = [];
    const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const moves = scrub((at) => new Promise<void>((resolve, reject) => { sent.push(at); answers.push({ resolve, reject }); }), 250, timer); // prettier-ignore
    moves.to(1);
    moves.to(2);
    moves.to(3);
    await to(5000);
    expect([sent, moves.busy]).toEqual([[1], true]);
    answers[0]!.reject(new Error('refused'));
    await new Promise(setImmediate);
    expect(sent).toEqual([1, 3]);
    answers[1]!.resolve();
    await new Promise(setImmediate);
    expect([sent, moves.busy]).toEqual([[1, 3], false]);
  });
});

describe('the timeline', () => {
  it('leads from a place to its moment and back, and not beyond the range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DAY / 1000 }), (seconds) => {
        const at = FROM + seconds * 1000;
        expect(momentAt(range, placeOf(range, at))).toBe(at);
      }),
    );
    expect([momentAt(range, -3), momentAt(range, 7)]).toEqual([range.from, range.to]);
    expect([placeOf(range, 0), placeOf(range, range.to + 1)]).toEqual([0, 1]);
  });

  it('has a bar for each bucket that anything came in, as high as its share of the most, cut to the range', () => {
    const volume: ReplayTimeline['volume'] = [
      [FROM - HOUR / 2, 2],
      [FROM + HOUR / 2, 8],
      [FROM + (3 * HOUR) / 2, 0],
      [FROM + DAY - HOUR / 2, 4],
    ];
    const bars = barsOf(range, { step: 'hour', volume });
    expect(bars.map(({ height }) => height)).toEqual([0.25, 1, 0.5]);
    expect(bars[0]).toMatchObject({ left: 0, width: 1 / 48 });
    expect(bars[1]!.width).toBeCloseTo(1 / 24);
    expect(bars[2]!.left + bars[2]!.width).toBe(1);
    expect(pathOf(bars, 1000, 40).match(/M/g)).toHaveLength(3);
    expect(barsOf(range, { step: 'hour', volume: [] })).toEqual([]);
  });

  it.each([HOUR, 5 * HOUR, DAY, 3 * DAY, 8 * DAY])(
    'of %i ms has some marks and not too many, at round times',
    (length) => {
      const ticks = ticksOf(tz, { from: FROM + 7 * MINUTE, to: FROM + 7 * MINUTE + length });
      expect(ticks.length).toBeGreaterThan(4);
      expect(ticks.length).toBeLessThanOrEqual(14);
      for (const { at, day } of ticks) {
        expect(at % (10 * MINUTE)).toBe(0);
        expect(day).toBe(at === tz.dayStart(at));
      }
    },
  );
});

describe('where one goes from a moment', () => {
  const chapter = (minutes: number) => ({ at: FROM + minutes * MINUTE, names: { zh: `${minutes}`, en: `${minutes}` } });
  const chapters = [chapter(10), chapter(60), chapter(120)];

  it('is the chapter after it, or the one before, and not the one that one has just come to', () => {
    expect(after(chapters, FROM)?.names.zh).toBe('10');
    expect(after(chapters, FROM + 10 * MINUTE)?.names.zh).toBe('60');
    expect(after(chapters, FROM + 120 * MINUTE)).toBeUndefined();
    expect(before(chapters, FROM + 10 * MINUTE, 0)).toBeUndefined();
    expect(before(chapters, FROM + 60 * MINUTE + 1000, 0)?.names.zh).toBe('60');
    // It runs on while one presses.
    expect(before(chapters, FROM + 61 * MINUTE, 60)?.names.zh).toBe('10');
    expect(before(chapters, FROM + 64 * MINUTE, 60)?.names.zh).toBe('60');
  });

  it('is not the same alert again, which was raised within the second shown', () => {
    const alerts = [{ at: FROM + 500 }, { at: FROM + 5500 }];
    expect(after(alerts, FROM)).toBe(alerts[1]);
    expect(before(alerts, FROM + 5000, 0)).toBe(alerts[0]);
  });

  it('[chapters] a moment is in the last chapter that began', () => {
    expect(chapterAt(chapters, FROM)).toBeUndefined();
    expect(chapterAt(chapters, FROM + 60 * MINUTE)?.names.zh).toBe('60');
    expect(chapterAt(chapters, FROM + DAY)?.names.zh).toBe('120');
  });

  it('is faster or slower by one step, from the slowest to the fastest', () => {
    expect(SPEEDS.map((one) => speedBeside(one, 1))).toEqual([10, 60, 600, 3600, 3600]);
    expect(SPEEDS.map((one) => speedBeside(one, -1))).toEqual([1, 1, 10, 60, 600]);
    expect([speedBeside(30, 1), speedBeside(30, -1)]).toEqual([60, 10]);
  });

  it('is reached when the clock of the wall is there, or a little on', () => {
    expect(arrived(FROM, FROM, 1)).toBe(true);
    expect(arrived(FROM, FROM + MINUTE, 60)).toBe(true);
    expect(arrived(FROM, FROM + MINUTE, 1)).toBe(false);
    expect(arrived(FROM + HOUR, FROM, 3600)).toBe(false);
  });

  it('is told by keys, of which space and Esc belong to an open drawer', () => {
    expect(commandOf('ArrowLeft', false, false)).toEqual({ do: 'step', by: -MINUTE });
    expect(commandOf('ArrowRight', true, true)).toEqual({ do: 'step', by: 10 * MINUTE });
    expect([commandOf(' ', false, false), commandOf(' ', false, true)]).toEqual([{ do: 'toggle' }, undefined]);
    expect([commandOf('Escape', false, false), commandOf('Escape', false, true)]).toEqual([{ do: 'hide' }, undefined]);
    expect(commandOf('q', false, false)).toBeUndefined();
  });
});

describe('the range that is chosen', () => {
  const now = tz.moment('2026-11-21', 14 * 60 + 30) + 12_345;

  it('by a quick choice is one that may be opened', () => {
    const check = Compile(ReplayAsk);
    for (const quick of QUICK) {
      const { from, to } = quickRange(tz, quick, now);
      expect([quick, wrongWith(from, to, now), check.Check({ from, to })]).toEqual([quick, null, true]);
    }
    expect(quickRange(tz, 'yesterday', now)).toEqual(range);
    // A day of 25 hours, where the clocks are set back.
    const york = zone('America/New_York');
    const { from, to } = quickRange(york, 'yesterday', york.moment('2026-11-02', 600));
    expect(to - from).toBe(25 * HOUR);
  });

  it('is in a field what it is in the city', () => {
    expect(fieldOf(tz, FROM + 8 * HOUR + 5 * MINUTE)).toBe('2026-11-20T08:05');
    expect(momentOf(tz, '2026-11-20T08:05')).toBe(FROM + 8 * HOUR + 5 * MINUTE);
    expect([momentOf(tz, ''), momentOf(tz, '2026-13-40T08:05')]).toEqual([null, null]);
  });

  it('is refused with its reason', () => {
    expect(wrongWith(null, now, now)).toBe('empty');
    expect(wrongWith(now, now, now)).toBe('order');
    expect(wrongWith(now - 9 * DAY, now, now)).toBe('long');
    expect(wrongWith(now - DAY, now + 1, now)).toBe('future');
  });
});

describe('a story that is written', () => {
  const names = { zh: '暖气', en: 'Heating' };
  it('has its chapters in their order, and is one that may be saved', () => {
    const late = { at: FROM + HOUR, names, speed: 60, scene: 'alerts' };
    const early = { at: FROM + MINUTE, names };
    const story = { ...withChapter(withChapter(emptyStory(range), late), early), names };
    expect(story.chapters).toEqual([early, late]);
    expect(Compile(Story).Check(story)).toBe(true);
    expect(withoutChapter(story, story.chapters[0]!).chapters).toEqual([late]);
  });
  it('has a name in both languages where it has one', () => {
    expect(textOf({ zh: ' 暖气 ', en: '' })).toEqual({ zh: '暖气', en: '暖气' });
    expect(textOf({ zh: '', en: 'x' })).toEqual({ zh: 'x', en: 'x' });
    expect(textOf({ zh: ' ', en: '' })).toBeUndefined();
  });
  it('is kept under a name that the server takes', () => {
    fc.assert(
      fc.property(fc.string(), (en) => {
        expect(storyId({ zh: '', en }, 'abc12')).toMatch(/^[a-z0-9-]{1,40}$/);
      }),
    );
    expect(storyId({ zh: '暖气', en: 'The heating, of 2026!' }, 'abc12')).toBe('the-heating-of-2026-abc12');
  });
});

describe('the address', () => {
  it('names a replay of this city only', () => {
    expect(replayIn({ replay: 'wuxi~k3v9' }, 'wuxi')).toBe('wuxi~k3v9');
    for (const replay of ['weifang~k3v9', 'wuxi', '', null, ['wuxi~a', 'wuxi~b']])
      expect(replayIn({ replay }, 'wuxi')).toBeUndefined();
    expect(storyIn({ story: 'heating' })).toBe('heating');
  });
  it('of the present has nothing of the past, and all else', () => {
    const query = { city: 'wuxi', lang: 'en', replay: 'wuxi~a', story: 's', drill: '{}', ticket: 'T' };
    expect(presentOf(query)).toEqual({ city: 'wuxi', lang: 'en' });
  });
});
