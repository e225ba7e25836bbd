/** Pure: the map in relief. Districts stand as high as their value, and the camera leans and turns slowly. */
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import { type Camera, cameraOf, type Point, type Pose, ringsOf, type Shapes } from './geometry.ts';

/** How the camera stands in relief. */
export interface Lean {
  /** Degrees from straight down. */
  pitch: number;
  /** It turns so many degrees to each side. */
  sway: number;
}

/** The highest district is so high, as a share of the shorter side of the view. */
const RISE = 0.1;
/** Also the lowest is a slab: it is seen to be one. */
const LEAST = 0.08;
/** Once to and fro, ms. */
const TURN = 120_000;
/** How long it flies to another place, ms. */
export const FLIGHT = 2600;
/** Metres of the equator on the sphere that MapLibre lifts by. */
const EQUATOR = 2 * Math.PI * 6_371_008.8;

/** How high each district stands, px: in proportion to its value from nothing on; those that are not known are slabs. */
export function lifts(
  values: ReadonlyMap<string, number>,
  codes: readonly string[],
  [width, height]: Point,
): Map<string, number> {
  const rise = RISE * Math.min(width, height);
  const most = Math.max(0, ...values.values());
  return new Map(
    codes.map((code) => {
      const share = most > 0 ? Math.max(0, values.get(code) ?? 0) / most : 0;
      return [code, rise * (LEAST + (1 - LEAST) * share)];
    }),
  );
}
export const highest = ([width, height]: Point): number => RISE * Math.min(width, height);

/** Metres of the ground that are one px where the camera looks. */
export const metresOf = ({ center, pose }: Camera): number =>
  (EQUATOR * Math.cos((center[1] * Math.PI) / 180)) / pose.world;

/** Where it looks at a moment, degrees: to and fro without a stop. */
export const swayAt = (sway: number, at: number): number => sway * Math.sin((2 * Math.PI * at) / TURN);

const smooth = (share: number): number => share * share * (3 - 2 * share);

/** The pose on the way from one to another, `share` 0–1. The ground comes nearer evenly. */
export function between(from: Pose, to: Pose, share: number): Pose {
  if (share >= 1) return to;
  const part = smooth(Math.max(0, share));
  const mix = (a: number, b: number): number => a + (b - a) * part;
  return {
    ...to,
    middle: [mix(from.middle[0], to.middle[0]), mix(from.middle[1], to.middle[1])],
    world: from.world * (to.world / from.world) ** part,
    pitch: mix(from.pitch, to.pitch),
    bearing: mix(from.bearing, to.bearing),
  };
}

/** The box of points under a camera, on the ground and on the highest roof, however far it is turned. */
function boxOf(
  points: readonly (readonly number[])[],
  pose: Pose,
  rise: number,
  sway: number,
): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const bearing of sway > 0 ? [-sway, 0, sway] : [0]) {
    const camera = cameraOf({ ...pose, bearing });
    for (const point of points)
      for (const lift of [0, rise]) {
        const [x, y] = camera.project(point, lift);
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
  }
  return box;
}

/** A few rounds come to well within a px. */
const ROUNDS = 10;

/** The camera that leans and shows the points whole within the padding. `flat`: one that shows them from straight above. */
export function leaning(
  flat: Camera,
  points: readonly (readonly number[])[],
  { pitch, sway }: Lean,
  padding: { top: number; right: number; bottom: number; left: number },
): Camera {
  let pose: Pose = { ...flat.pose, pitch };
  const { width, height } = pose;
  const room = [Math.max(1, width - padding.left - padding.right), Math.max(1, height - padding.top - padding.bottom)] as const; // prettier-ignore
  const rise = highest([width, height]);
  for (let round = 0; round < ROUNDS; round++) {
    const [x0, y0, x1, y1] = boxOf(points, pose, rise, sway);
    const zoom = Math.min(room[0] / (x1 - x0), room[1] / (y1 - y0));
    const right = (x0 + x1) / 2 - (padding.left + room[0] / 2);
    const down = ((y0 + y1) / 2 - (padding.top + room[1] / 2)) / Math.cos((pitch * Math.PI) / 180);
    const world = pose.world * (1 + (zoom - 1) * 0.8);
    pose = { ...pose, world, middle: [pose.middle[0] + right / world, pose.middle[1] + down / world] };
  }
  return cameraOf(pose);
}

const RADIUS = 6_371_008.8;

/**
 * The edges of the roofs as narrow areas, so that they are hidden by what stands before them: lines would lie on the ground.
 * `metres`: how wide.
 */
export function edges(shapes: Shapes, metres: number): FeatureCollection<MultiPolygon, { code: string }> {
  const half = (metres / 2 / RADIUS) * (180 / Math.PI);
  const strip = ([ax, ay]: Position, [bx, by]: Position): Position[][] | null => {
    const narrow = Math.cos((ay! * Math.PI) / 180);
    const [dx, dy] = [(bx! - ax!) * narrow, by! - ay!];
    const length = Math.hypot(dx, dy);
    if (length === 0) return null;
    const [nx, ny] = [(-dy / length) * (half / narrow), (dx / length) * half];
    // A little beyond its ends, so that there is no notch where it turns.
    const [ex, ey] = [((dx / length) * half * 0.5) / narrow, (dy / length) * half * 0.5];
    const corners: Position[] = [
      [ax! - ex + nx, ay! - ey + ny],
      [ax! - ex - nx, ay! - ey - ny],
      [bx! + ex - nx, by! + ey - ny],
      [bx! + ex + nx, by! + ey + ny],
    ];
    return [[...corners, corners[0]!]];
  };
  return {
    type: 'FeatureCollection',
    features: shapes.features.map(({ properties: { code }, geometry }) => ({
      type: 'Feature',
      properties: { code },
      geometry: {
        type: 'MultiPolygon',
        coordinates: ringsOf(geometry).flatMap((ring) => ring.slice(1).flatMap((to, i) => [strip(ring[i]!, to) ?? []].filter((one) => one.length > 0))), // prettier-ignore
      },
    })),
  };
}
