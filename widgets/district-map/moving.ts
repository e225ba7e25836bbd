/**
 * The camera as it moves: it sways slowly, and flies to another place. Where less motion is asked for, or where this machine
 * cannot keep up, it stands.
 */
import { inject, onScopeDispose, type Ref, shallowRef, watch } from 'vue';
import { reducedMotion } from '../shared/canvas.ts';
import { type Camera, cameraOf } from './geometry.ts';
import { between, FLIGHT, swayAt } from './relief.ts';

/** A picture so often at most, ms: slow motion needs no more. */
const EVERY = 1000 / 31;
/** Pictures by which it is judged whether this machine keeps up, and how long each may take, ms. */
const JUDGED = 60;
const SLOW = 90;

/** `rest`: where the camera stands; `sway`: degrees to each side, 0 for one that does not move. */
export function useMoving(
  rest: Readonly<Ref<Camera | null>>,
  sway: Readonly<Ref<number>>,
): Readonly<Ref<Camera | null>> {
  // All screens of a wall turn together.
  const clock = inject<(() => number | null) | null>('serverClock', null);
  const now = (): number => clock?.() ?? Date.now();
  const shown = shallowRef<Camera | null>(rest.value);
  let frame = 0;
  let drawn = 0;
  let tired = false;
  let times: number[] = [];
  let flight: { from: Camera; since: number } | null = null;

  const moves = (): boolean =>
    sway.value > 0 && !tired && !reducedMotion() && typeof requestAnimationFrame === 'function';
  const look = (time: number): void => {
    frame = requestAnimationFrame(look);
    const to = rest.value;
    if (!to || time - drawn < EVERY) return;
    if (drawn > 0 && time - drawn < 1000) times.push(time - drawn);
    drawn = time;
    if (times.length >= JUDGED) {
      const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
      times = [];
      if (mean > SLOW) {
        tired = true;
        return settle();
      }
    }
    const target = { ...to.pose, bearing: swayAt(sway.value, now()) };
    const share = flight ? (time - flight.since) / FLIGHT : 1;
    if (share >= 1) flight = null;
    shown.value = cameraOf(flight ? between(flight.from.pose, target, share) : target);
  };
  const settle = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    flight = null;
    shown.value = rest.value;
  };
  watch(
    [rest, sway],
    ([to], [before]) => {
      if (!to || !moves()) {
        if (frame) settle();
        else shown.value = to;
        return;
      }
      // To another place it flies; to another size of the panel it does not.
      const from = shown.value;
      const same = from && to.pose.width === from.pose.width && to.pose.height === from.pose.height;
      flight = before && from && same ? { from, since: performance.now() } : null;
      if (!flight) shown.value = cameraOf({ ...to.pose, bearing: swayAt(sway.value, now()) });
      if (!frame) frame = requestAnimationFrame(look);
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(() => cancelAnimationFrame(frame));
  return shown;
}
