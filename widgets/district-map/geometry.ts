/**
 * Pure geometry of the map. The camera is computed here and given to the map, not asked of it: labels, hot
 * places and the drawing without WebGL stand where the polygons are because all use this projection.
 */
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';

export type Shapes = FeatureCollection<Polygon | MultiPolygon, { code: string; name: string }>;
/** [west, south, east, north], WGS-84 degrees. */
export type Bounds = [number, number, number, number];
export type Point = [x: number, y: number];

/** Web Mercator, the whole world as the unit square, y down. */
export function mercator([lng, lat]: readonly number[]): Point {
  const sin = Math.sin((lat! * Math.PI) / 180);
  return [lng! / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

function unmercator([x, y]: Point): Point {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

/** All rings of a shape: outlines and holes. */
export const ringsOf = (g: Polygon | MultiPolygon): Position[][] =>
  g.type === 'Polygon' ? g.coordinates : g.coordinates.flat();

/** Every corner of every ring. */
export const outline = (shapes: Shapes): Position[] => shapes.features.flatMap((f) => ringsOf(f.geometry).flat());

/** Bounds of all shapes; null when there is none. */
export function boundsOf(shapes: Shapes): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of outline(shapes)) {
    box[0] = Math.min(box[0], lng!);
    box[1] = Math.min(box[1], lat!);
    box[2] = Math.max(box[2], lng!);
    box[3] = Math.max(box[3], lat!);
  }
  return box[0] <= box[2] ? box : null;
}

/** How a camera stands: `middle` is what it looks at, in the unit square; `world` how many px that square is wide there. */
export interface Pose {
  middle: Point;
  world: number;
  /** Of the view, px. */
  width: number;
  height: number;
  /** Degrees from straight down, and degrees that north is turned to the left. */
  pitch: number;
  bearing: number;
}

export interface Camera {
  /** CSS px of the unscaled stage, from the top left of the map; `lift`: so many px above the ground. */
  project(lngLat: readonly number[], lift?: number): Point;
  center: Point;
  /** Zoom of a map whose world is 512 px wide at 0. */
  zoom: number;
  pose: Pose;
}

/** Half of the angle of view that MapLibre has. */
const HALF_VIEW = 0.6435011087932844 / 2;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

/** The camera that stands so. It projects as MapLibre does: a label stands where its polygon is. */
export function cameraOf(pose: Pose): Camera {
  const { middle, world, width, height, pitch, bearing } = pose;
  const away = (0.5 / Math.tan(HALF_VIEW)) * height;
  const [sinP, cosP, sinB, cosB] = [Math.sin(rad(pitch)), Math.cos(rad(pitch)), Math.sin(rad(bearing)), Math.cos(rad(bearing))]; // prettier-ignore
  return {
    project(lngLat, lift = 0) {
      const [x, y] = mercator(lngLat);
      const [dx, dy] = [(x - middle[0]) * world, (y - middle[1]) * world];
      const right = dx * cosB + dy * sinB;
      const near = dy * cosB - dx * sinB;
      const size = away / Math.max(1, away - near * sinP - lift * cosP);
      return [width / 2 + right * size, height / 2 + (near * cosP - lift * sinP) * size];
    },
    center: unmercator(middle),
    zoom: Math.log2(world / 512),
    pose,
  };
}

interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** The camera that shows the bounds whole within the padding, centred, from straight above. */
export function fit(bounds: Bounds, width: number, height: number, padding: Padding): Camera {
  const [x0, y0] = mercator([bounds[0], bounds[3]]);
  const [x1, y1] = mercator([bounds[2], bounds[1]]);
  const room: Point = [
    Math.max(1, width - padding.left - padding.right),
    Math.max(1, height - padding.top - padding.bottom),
  ];
  const world = Math.min(room[0] / Math.max(x1 - x0, 1e-9), room[1] / Math.max(y1 - y0, 1e-9));
  // The middle of the view, which is not the middle of the bounds when the padding differs by side.
  const middle: Point = [
    (x0 + x1) / 2 + (padding.right - padding.left) / 2 / world,
    (y0 + y1) / 2 + (padding.bottom - padding.top) / 2 / world,
  ];
  return cameraOf({ middle, world, width, height, pitch: 0, bearing: 0 });
}

/** SVG path of a shape under a camera. */
export function pathOf(geometry: Polygon | MultiPolygon, camera: Pick<Camera, 'project'>, lift = 0): string {
  return ringsOf(geometry)
    .map(
      (ring) =>
        `${ring
          .map(
            (p, i) =>
              `${i ? 'L' : 'M'}${camera
                .project(p, lift)
                .map((v) => v.toFixed(1))
                .join(' ')}`,
          )
          .join('')}Z`,
    )
    .join('');
}

function area(ring: readonly Position[]): number {
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    sum += x! * v! - u! * y!;
  });
  return Math.abs(sum) / 2;
}

function inside([x, y]: readonly number[], rings: readonly Position[][]): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[a, b], [c, d]] = [ring[i]!, ring[j]!];
      if (b! > y! !== d! > y! && x! < ((c! - a!) * (y! - b!)) / (d! - b!) + a!) odd = !odd;
    }
  }
  return odd;
}

function edgeDistance([x, y]: readonly number[], rings: readonly Position[][]): number {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[a, b], [c, d]] = [ring[i]!, ring[j]!];
      const [dx, dy] = [c! - a!, d! - b!];
      const t = Math.max(0, Math.min(1, ((x! - a!) * dx + (y! - b!) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x! - a! - t * dx, y! - b! - t * dy));
    }
  }
  return least;
}

/** A point well inside the largest part of a shape, where its label stands: the best of a grid. */
export function labelPoint(geometry: Polygon | MultiPolygon): Point {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const largest = parts.toSorted((a, b) => area(b[0] ?? []) - area(a[0] ?? []))[0] ?? [];
  const outer = largest[0] ?? [];
  const xs = outer.map((p) => p[0]!);
  const ys = outer.map((p) => p[1]!);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let best: Point = [(x0 + x1) / 2, (y0 + y1) / 2];
  let reach = -1;
  const N = 24;
  for (let i = 1; i < N; i++) {
    for (let j = 1; j < N; j++) {
      const point: Point = [x0 + ((x1 - x0) * i) / N, y0 + ((y1 - y0) * j) / N];
      if (!inside(point, largest)) continue;
      const distance = edgeDistance(point, largest);
      if (distance > reach) [best, reach] = [point, distance];
    }
  }
  return best;
}

/** Code of the shape at a place. */
export function shapeAt(shapes: Shapes, lngLat: readonly number[]): string | null {
  return shapes.features.find((f) => inside(lngLat, ringsOf(f.geometry)))?.properties.code ?? null;
}

export interface Label {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** It stands no higher than this. */
  least: number;
}

/** Moves labels that overlap apart, up and down by as little as needed, and none above its `least`. Positions are centres. */
export function settle(labels: readonly Label[]): Map<string, Point> {
  const moved = labels.map((l) => ({ ...l, y: Math.max(l.y, l.least) }));
  for (let round = 0; round < 24; round++) {
    let still = true;
    for (let i = 0; i < moved.length; i++) {
      for (let j = i + 1; j < moved.length; j++) {
        const [a, b] = [moved[i]!, moved[j]!];
        const overX = (a.width + b.width) / 2 - Math.abs(a.x - b.x);
        const overY = (a.height + b.height) / 2 - Math.abs(a.y - b.y);
        if (overX <= 0 || overY <= 0.01) continue;
        still = false;
        const upper = a.y <= b.y ? a : b;
        const lower = upper === a ? b : a;
        const up = Math.max(0, Math.min(overY / 2, upper.y - upper.least));
        upper.y -= up;
        lower.y += overY - up;
      }
    }
    if (still) break;
  }
  return new Map(moved.map((l) => [l.key, [l.x, l.y]]));
}
