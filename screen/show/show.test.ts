import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, zone } from '../../contract/time.ts';
import { PLAIN_WALL, SCHEDULED, type Show, type Tour, type Wall } from '../../contract/wall.ts';
import { doubtful, offsetOf } from './clock.ts';
import { due, movedBy, onStage, pausedOrNot, type StageParts } from './on-stage.ts';
import { brightnessAt, mayReload, quiet, RELOADS_AN_HOUR, shiftAt } from './screen-care.ts';
import { splitOf } from './split.ts';
import { cycleOf, inSlot, stepAt, stepped, toggled, tourAt, tourClock } from './tour.ts';

const tz = zone('Asia/Shanghai');
const at = (time: string): number => Date.parse(`2026-11-21T${time}:00+08:00`); // a Saturday
const SCENES = ['overview', 'alerts', 'feeds'];
const names = { zh: '日', en: 'Day' };
const day: Tour = { id: 'day', names, steps: [{ scene: 'overview', seconds: 20 }, { scene: 'alerts', seconds: 10 }, { scene: 'feeds', seconds: 30 }] }; // prettier-ignore
const night: Tour = { id: 'night', names, steps: [{ scene: 'feeds', seconds: 60 }] };
const wall: Wall = {
  ...PLAIN_WALL,
  tours: [day, night],
  schedule: [
    { tour: 'day', from: 480, to: 1200 },
    { tour: 'night', from: 1200, to: 480 },
  ],
};
const show = (given: Partial<Show> = {}): Show => ({ at: 0, tour: SCHEDULED, ...given });
const parts = (given: Partial<Show> = {}, more: Partial<StageParts> = {}): StageParts => ({ wall, show: show(given), scenes: SCENES, tz, ...more }); // prettier-ignore
const anyTour = fc
  .array(fc.record({ scene: fc.constantFrom(...SCENES), seconds: fc.integer({ min: 3, max: 600 }) }), { minLength: 1, maxLength: 8 })
  .map((steps): Tour => ({ id: 'any', names, steps })); // prettier-ignore
const moment = fc.integer({ min: at('00:00') - 400 * DAY, max: at('00:00') + 400 * DAY });

describe('a tour', () => {
  it('is at one stop at every moment, whole stops one after another, for every screen that asks', () => {
    fc.assert(
      fc.property(anyTour, moment, (tour, now) => {
        const stop = stepAt(tour, now);
        expect(now >= stop.from && now < stop.until).toBe(true);
        expect(stop.until - stop.from).toBe(tour.steps[stop.index]!.seconds * 1000);
        const next = stepAt(tour, stop.until);
        expect([next.index, next.from]).toEqual([(stop.index + 1) % tour.steps.length, stop.until]);
        expect(stepAt(tour, now + cycleOf(tour)).index).toBe(stop.index);
      }),
    );
  });

  it('steps to the stop beside, which then has its whole time, and back', () => {
    fc.assert(
      fc.property(anyTour, moment, fc.constantFrom(1 as const, -1 as const), fc.boolean(), (tour, now, by, still) => {
        const run = { run: 'any', offset: 0, ...(still && { held: now }) };
        const before = stepAt(tour, tourClock(run, now)).index;
        const after = stepped(tour, run, now, by);
        const stop = stepAt(tour, tourClock(after, now));
        expect(stop.index).toBe((before + by + tour.steps.length) % tour.steps.length);
        expect(tourClock(after, now)).toBe(stop.from);
        expect(after.offset).toBeGreaterThanOrEqual(0);
        expect(after.held).toBe(run.held);
      }),
    );
  });

  it('stands still for as long as it is told to, and goes on where it stood', () => {
    fc.assert(
      fc.property(anyTour, moment, fc.nat(10 * HOUR), (tour, now, pause) => {
        const held = toggled({ run: 'any', offset: 0 }, now);
        expect(tourClock(held, now + pause)).toBe(now);
        const on = toggled(held, now + pause);
        expect(on.held).toBeUndefined();
        expect(tourClock(on, now + pause + 5)).toBe(now + 5);
        expect(stepAt(tour, tourClock(on, now + pause)).index).toBe(stepAt(tour, now).index);
      }),
    );
  });

  it('is the scheduled one by the time of the city, over midnight too, by weekday', () => {
    const running = (time: string): string | undefined => tourAt(wall, SCENES, SCHEDULED, at(time), tz)?.id;
    expect([running('07:59'), running('08:00'), running('19:59'), running('20:00'), running('00:00')]).toEqual(['night', 'day', 'day', 'night', 'night']); // prettier-ignore
    const friday = { tour: 'night', from: 1320, to: 360, days: [5] };
    // The night from Friday to Saturday belongs to Friday.
    expect(inSlot(friday, at('02:00'), tz)).toBe(true);
    expect(inSlot(friday, at('23:00'), tz)).toBe(false);
    expect(tourAt(wall, SCENES, { run: 'off', offset: 0 }, at('10:00'), tz)).toBeNull();
    expect(tourAt(wall, SCENES, { run: 'night', offset: 0 }, at('10:00'), tz)).toBe(night);
    expect(tourAt(PLAIN_WALL, SCENES, SCHEDULED, at('10:00'), tz)).toBeNull();
    expect(tourAt({ ...PLAIN_WALL, mode: 'exhibit' }, SCENES, SCHEDULED, at('10:00'), tz)?.steps).toHaveLength(3);
  });
});

describe('what a wall shows', () => {
  it('is what a hand chose, until its time is up, then the tour; without one it stays', () => {
    const now = at('10:00');
    const chosen = parts({
      scene: { id: 'feeds', until: now + 5000 },
      drill: { measure: 'accepted', until: now + 5000 },
    });
    expect(onStage(chosen, now)).toMatchObject({ scene: 'feeds', drill: { measure: 'accepted' }, tour: null, next: now + 5000 }); // prettier-ignore
    expect(onStage(chosen, now + 5000)).toMatchObject({ drill: null, tour: { tour: { id: 'day' } } });
    expect(onStage(parts({ scene: { id: 'feeds' } }), now + DAY)).toMatchObject({ scene: 'feeds', next: Infinity });
    expect(onStage(parts({}, { wall: PLAIN_WALL }), now)).toMatchObject({ scene: null, tour: null, next: Infinity });
  });

  it('changes by itself exactly when it says that it will', () => {
    const some = fc.record(
      {
        scene: fc.record({ id: fc.constantFrom(...SCENES), until: moment }, { requiredKeys: ['id'] }),
        tour: fc.record({ run: fc.constantFrom('schedule', 'off', 'day', 'night'), offset: fc.nat(DAY), held: moment }, { requiredKeys: ['run', 'offset'] }),
      },
      { requiredKeys: [] },
    ); // prettier-ignore
    fc.assert(
      fc.property(some, moment, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, now, part) => {
        const one = parts(given as Partial<Show>);
        const { next, ...here } = onStage(one, now);
        expect(next).toBeGreaterThan(now);
        const later = now + Math.floor(Math.min(next - now, DAY) * part);
        const { next: _next, ...there } = onStage(one, later);
        expect(there).toEqual(here);
      }),
    );
  });

  it('a red alert has the place of a tour for its time, and nothing of what a hand chose', () => {
    const now = at('10:00');
    const alarm = { scene: 'alerts', until: now + 30_000 };
    expect(onStage(parts({}, { alarm }), now)).toMatchObject({ scene: 'alerts', alarm: true });
    expect(onStage(parts({}, { alarm }), now + 30_000).alarm).toBe(false);
    expect(onStage(parts({ scene: { id: 'feeds' } }, { alarm }), now)).toMatchObject({ scene: 'feeds', alarm: false });
  });

  it('arrows move the briefing, else the tour, else the scene', () => {
    const now = at('10:00');
    const briefing = { id: 'm', step: 0, steps: 2, titles: names };
    expect(movedBy(parts({ briefing }), now, 1)).toEqual({ briefing: { id: 'm', step: 1 } });
    expect(movedBy(parts({ briefing }), now, -1)).toBeNull();
    expect(movedBy(parts(), now, 1)).toHaveProperty('tour');
    expect(movedBy(parts({ scene: { id: 'overview' } }), now, -1)).toEqual({ scene: 'feeds' });
    expect(movedBy(parts({}, { wall: PLAIN_WALL }), now, 1)).toEqual({ scene: 'alerts' });
    expect(pausedOrNot(parts(), now)).toEqual({ tour: { run: 'schedule', offset: 0, held: now } });
    expect(pausedOrNot(parts({ scene: { id: 'overview' } }), now)).toBeNull();
  });

  it('holds back what is told ahead until its moment, and loses none of several', () => {
    const [a, b, c] = [show({ at: 100 }), show({ at: 200 }), show({ at: 300 })];
    expect(due(null, [a, b, c], 50)).toEqual({ shown: null, waiting: [a, b, c] });
    expect(due(null, [a, b, c], 200)).toEqual({ shown: b, waiting: [c] });
    expect(due(b, [c], 250)).toEqual({ shown: b, waiting: [c] });
  });
});

describe('the server’s clock', () => {
  it('is known to within half of the shortest way there and back', () => {
    const sample = fc.record({ out: fc.integer({ min: 0, max: 400 }), back: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), fc.integer(), (ways, truth) => {
        let local = 0;
        const samples = ways.map(({ out, back }) => {
          const asked = (local += 1000);
          return { asked, answered: asked + out + back, clock: asked + out + truth };
        });
        const { offset, trip } = offsetOf(samples)!;
        expect(trip).toBe(Math.min(...ways.map(({ out, back }) => out + back)));
        expect(Math.abs(offset - truth)).toBeLessThanOrEqual(trip / 2);
      }),
    );
    expect(offsetOf([])).toBeNull();
  });

  it('is doubted after the machine slept', () => {
    expect(doubtful(1_000_000, 5000, 1_005_010)).toBe(false);
    expect(doubtful(1_000_000, 5000, 1_065_000)).toBe(true);
  });
});

describe('a split wall', () => {
  const four = { rows: 2, columns: 2, screen: { width: 960, height: 540 }, bezel: { x: 0, y: 0 } };
  it('is one stage, of which each screen shows its rectangle', () => {
    expect(splitOf(four, { row: 1, column: 1 }, 960, 540)).toEqual({
      stage: { width: 1920, height: 1080, scale: 1, aspect: 16 / 9 }, left: 960, top: 540, parted: true,
    }); // prettier-ignore
    // A screen of twice as many pixels as was written down shows the same rectangle.
    expect(splitOf(four, { row: 0, column: 1 }, 1920, 1080)).toMatchObject({ left: 1920, top: 0, stage: { scale: 2 } });
  });

  it('goes on behind the bezels', () => {
    const wide = { ...four, bezel: { x: 40, y: 20 } };
    const { stage, left, top } = splitOf(wide, { row: 1, column: 1 }, 960, 540);
    expect([left, top]).toEqual([1000, 560]);
    expect(stage.aspect).toBeCloseTo(1960 / 1100, 9);
    expect(stage.width * stage.scale).toBeCloseTo(1960, 6);
  });

  it('of one screen is as large as the screen is', () => {
    const one = splitOf(PLAIN_WALL, { row: 0, column: 0 }, 3840, 1080);
    expect(one).toMatchObject({ left: 0, top: 0, parted: false, stage: { width: 3840, scale: 1 } });
  });
});

describe('a screen that nobody looks after', () => {
  it('moves its picture by at most two px, alike on every screen', () => {
    fc.assert(fc.property(moment, (now) => shiftAt(now).every((part) => Math.abs(part) <= 2)));
    expect(new Set(Array.from({ length: 9 }, (_, i) => shiftAt(i * 3 * MINUTE).join())).size).toBe(9);
  });

  it('is darker by night', () => {
    const dark = { from: 1320, to: 360, brightness: 0.5 };
    expect([brightnessAt(dark, at('23:00'), tz), brightnessAt(dark, at('05:59'), tz), brightnessAt(dark, at('06:00'), tz)]).toEqual([0.5, 0.5, 1]); // prettier-ignore
    expect(brightnessAt(undefined, at('23:00'), tz)).toBe(1);
  });

  it('is loaded anew three times an hour at most', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20 * MINUTE), { maxLength: 60 }), (gaps) => {
        let kept: number[] = [];
        let now = 0;
        const done: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const { may, remember } = mayReload(kept, now);
          kept = remember;
          if (may) done.push(now);
        }
        for (const one of done)
          expect(done.filter((other) => other <= one && one - other < HOUR).length).toBeLessThanOrEqual(RELOADS_AN_HOUR); // prettier-ignore
      }),
    );
  });

  it('takes a new build when nobody is in the middle of something', () => {
    const idle = { touched: 0, driven: 0, presenting: false };
    expect(quiet(idle, HOUR)).toBe(true);
    expect(quiet({ ...idle, touched: HOUR - 59_000 }, HOUR)).toBe(false);
    expect(quiet({ ...idle, presenting: true }, HOUR)).toBe(false);
    expect(quiet({ ...idle, driven: HOUR - 9 * MINUTE }, HOUR)).toBe(false);
  });
});
