import { describe, expect, it } from 'vitest';
import { zone } from '../../contract/time.ts';
import { toldStory } from '../../contract/story.ts';
import type { Story, StoryItem } from '../../contract/replay.ts';
import { PLAIN_WALL, SCHEDULED, type Show, type Tour, type Wall } from '../../contract/wall.ts';
import { movedBy, onStage, pausedOrNot, type StageParts } from './on-stage.ts';
import { leads, storiesOf, tourFrom } from './telling.ts';
import { cycleOf, stepAt, tourClock } from './tour.ts';
import { touchedHere } from './touching.ts';

const tz = zone('Asia/Shanghai');
const NOW = Date.parse('2026-11-21T10:00:00+08:00');
const names = { zh: '停水的一天', en: 'A day without water' };
const SCENES = ['overview', 'alerts', 'feeds'];
const tour: Tour = { id: 'loop', names, steps: [{ scene: 'overview', seconds: 20 }, { scene: 'feeds', seconds: 10 }] }; // prettier-ignore
const wall: Wall = { ...PLAIN_WALL, mode: 'exhibit', tours: [tour], idle: 30 };
const story: Story = {
  names, from: -10_000_000, to: 0,
  chapters: [
    { at: -9_000_000, names, seconds: 10, scene: 'alerts', focus: 'board' },
    { at: -5_000_000, names, seconds: 20, scene: 'overview', focus: 'map', camera: '320213' },
    { at: -1_000_000, names, seconds: 5, scene: 'gone' },
  ],
}; // prettier-ignore
const telling = { id: 'water', replay: 'wuxi~x', begun: NOW, base: NOW };
const told = toldStory(story, telling);
const parts = (show: Partial<Show>, more: Partial<StageParts> = {}): StageParts => ({ wall, show: { at: 0, tour: SCHEDULED, ...show }, scenes: SCENES, tz, ...more }); // prettier-ignore

describe('a story on a stage', () => {
  it('has the wall chapter by chapter, and gives it back to the tour', () => {
    const at = (ms: number) => onStage(parts({ story: told }), NOW + ms);
    expect(at(0)).toMatchObject({ scene: 'alerts', focus: 'board', camera: null, tour: null, story: { index: 0 }, next: NOW + 10_000 }); // prettier-ignore
    expect(at(10_000)).toMatchObject({ scene: 'overview', focus: 'map', camera: '320213', story: { index: 1 }, next: NOW + 30_000 }); // prettier-ignore
    // A scene that is hidden meanwhile is none: the first is shown.
    expect(at(30_000)).toMatchObject({ scene: null, story: { index: 2 }, next: NOW + 35_000 });
    expect(at(35_000)).toMatchObject({ story: null, tour: { tour: { id: 'loop' } } });
  });

  it('stands still for what a touch opens, with nothing dimmed, and is over after the idle time', () => {
    const here = { now: NOW + 12_000, idle: wall.idle, told };
    const held = touchedHere({ story: told }, { drill: { measure: 'accepted' } }, here);
    const stage = onStage(parts(held), NOW + 30_000);
    expect(stage).toMatchObject({ scene: 'overview', focus: null, drill: { measure: 'accepted' }, story: { index: 1, held: true }, next: NOW + 42_000 }); // prettier-ignore
    expect(onStage(parts(held), NOW + 42_000)).toMatchObject({ drill: null, story: null, tour: { tour: { id: 'loop' } } }); // prettier-ignore
    const on = pausedOrNot(parts(held), NOW + 30_000)!;
    const again = touchedHere(held, on, { ...here, now: NOW + 30_000, told: held.story! });
    expect(onStage(parts(again), NOW + 30_000)).toMatchObject({ drill: null, story: { index: 1, held: false }, next: NOW + 48_000 }); // prettier-ignore
    expect(pausedOrNot(parts({ story: told }), NOW)).toEqual({ story: 'hold' });
  });

  it('is stepped by arrows, and ended by hand', () => {
    const next = movedBy(parts({ story: told }), NOW + 2000, 1)!;
    const stepped = touchedHere({ story: told }, next, { now: NOW + 2000, idle: 30, told });
    expect(onStage(parts(stepped), NOW + 2000).story?.index).toBe(1);
    expect(movedBy(parts({ story: told }), NOW, -1)).toBeNull();
    const left = touchedHere({ story: told }, { story: null, scene: null, drill: null }, { now: NOW, idle: 30, told });
    expect(onStage(parts(left), NOW)).toMatchObject({ story: null, tour: { index: expect.any(Number) as number } });
  });
});

describe('who tells which story when', () => {
  it('the screen at the first place leads, of two there the first by its id; who looks on tells to itself', () => {
    const devices = { b: { row: 0, column: 0 }, a: { row: 0, column: 1 }, c: { row: 0, column: 0 }, d: { row: 1, column: 0 } }; // prettier-ignore
    expect(['a', 'b', 'c', 'd'].map((id) => leads(devices, id))).toEqual([false, true, false, false]);
    expect(leads(devices, undefined)).toBe(true);
    expect(leads({}, 'a')).toBe(false);
  });

  it('those of the profile, or those that the wall names in its order; none where it names none', () => {
    const all: StoryItem[] = [
      { id: 'own', story, profile: true },
      { id: 'saved', story },
    ];
    const ids = (given: { stories?: string[] }): string[] => storiesOf(given, all).map(({ id }) => id);
    expect([ids({}), ids({ stories: [] }), ids({ stories: ['saved', 'lost', 'own'] })]).toEqual([['own'], [], ['saved', 'own']]); // prettier-ignore
  });

  it('after each round of the tour, which begins with its first stop when the story is over', () => {
    const rounds = [0, 29_999, 30_000].map((ms) => onStage(parts({}), 30_000 * 1000 + ms).tour!.round);
    expect(rounds).toEqual([1000, 1000, 1001]);
    const run = { run: 'schedule', offset: tourFrom(cycleOf(tour), told.until) };
    expect(stepAt(tour, tourClock(run, told.until))).toMatchObject({ index: 0, from: tourClock(run, told.until) });
  });
});
