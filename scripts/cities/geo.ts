/** Geometry for the profile builder: points in polygons, label points, synthetic street centres. WGS-84 degrees. */
export type Point = [lng: number, lat: number];
/** Rings of a polygon: the first is the shell, the rest are holes. */
export type Rings = Point[][];

/** Rounds to `digits` decimals (5 is about a metre). */
export const round = (value: number, digits = 5): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Even-odd test against one ring. */
function inRing([x, y]: Point, ring: Point[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Whether a point lies in any of the polygons, holes taken out. */
export function inside(point: Point, polygons: Rings[]): boolean {
  return polygons.some(([shell, ...holes]) => inRing(point, shell!) && !holes.some((hole) => inRing(point, hole)));
}

/** [west, south, east, north] of all polygons. */
export function bounds(polygons: Rings[]): [number, number, number, number] {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [shell] of polygons) {
    for (const [x, y] of shell!) {
      w = Math.min(w, x);
      s = Math.min(s, y);
      e = Math.max(e, x);
      n = Math.max(n, y);
    }
  }
  return [w, s, e, n];
}

/** Distance to the nearest edge, with longitudes scaled to the latitude; negative outside. */
function clearance(point: Point, polygons: Rings[]): number {
  const scale = Math.cos((point[1] * Math.PI) / 180);
  let best = Infinity;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = [(ring[j]![0] - point[0]) * scale, ring[j]![1] - point[1]];
        const [dx, dy] = [(ring[i]![0] - ring[j]![0]) * scale, ring[i]![1] - ring[j]![1]];
        const length = dx * dx + dy * dy;
        const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
        best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy));
      }
    }
  }
  return inside(point, polygons) ? best : -best;
}

/** Pole of inaccessibility: the inner point farthest from the edge, by a grid that is refined around its best cell. */
export function labelPoint(polygons: Rings[]): Point {
  let [w, s, e, n] = bounds(polygons);
  let best: Point = [(w + e) / 2, (s + n) / 2];
  let most = -Infinity;
  for (let pass = 0; pass < 6; pass++) {
    const [dx, dy] = [(e - w) / 24, (n - s) / 24];
    for (let i = 0; i <= 24; i++) {
      for (let j = 0; j <= 24; j++) {
        const at: Point = [w + i * dx, s + j * dy];
        const free = clearance(at, polygons);
        if (free > most) {
          most = free;
          best = at;
        }
      }
    }
    [w, s, e, n] = [best[0] - 2 * dx, best[1] - 2 * dy, best[0] + 2 * dx, best[1] + 2 * dy];
  }
  return [round(best[0]), round(best[1])];
}

/** A repeatable stream of numbers in [0, 1) from a text (FNV-1a into mulberry32). */
export function stream(text: string): () => number {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0)!, 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Synthetic street centres inside a district, denser towards its label point and kept apart from one another.
 * The same seed text gives the same points.
 */
export function scatter(polygons: Rings[], center: Point, count: number, seed: string): Point[] {
  const random = stream(seed);
  const [w, s, e, n] = bounds(polygons);
  const points: Point[] = [];
  let apart = Math.sqrt(((e - w) * (n - s)) / Math.max(1, count)) * 0.55;
  for (let tries = 0; points.length < count; tries++) {
    if (tries % 400 === 399) apart *= 0.8;
    const angle = random() * 2 * Math.PI;
    const reach = random() ** 1.3 * 0.55;
    const at: Point = [
      round(center[0] + Math.cos(angle) * reach * (e - w)),
      round(center[1] + Math.sin(angle) * reach * (n - s)),
    ];
    if (!inside(at, polygons) || clearance(at, polygons) < 0.004) continue;
    if (points.every((other) => Math.hypot(other[0] - at[0], other[1] - at[1]) >= apart)) points.push(at);
  }
  return points;
}
