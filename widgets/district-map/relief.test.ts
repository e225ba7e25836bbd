import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, cameraOf, fit, mercator, outline, type Point, type Pose, type Shapes } from './geometry.ts';
import { between, edges, highest, leaning, lifts, metresOf, swayAt } from './relief.ts';
import { roomFor } from './room.ts';

const shapes = JSON.parse(readFileSync(new URL('../../cities/wuxi/shapes.geojson', import.meta.url), 'utf8')) as Shapes;
const PADDING = { top: 40, right: 14, bottom: 30, left: 14 };
const SIZE: Point = [910, 640];
const flat = fit(boundsOf(shapes)!, ...SIZE, PADDING);
const pose: Pose = { middle: mercator([120.3, 31.5]), world: 200_000, width: 900, height: 600, pitch: 46, bearing: 0 };

describe('a camera', () => {
  it('that does not lean is the flat one, wherever it looks and however it is turned', () => {
    fc.assert(
      fc.property(fc.double({ min: 119, max: 121, noNaN: true }), fc.double({ min: 31, max: 32, noNaN: true }), (lng, lat) => {
        const [x, y] = mercator([lng, lat]);
        const [px, py] = cameraOf({ ...pose, pitch: 0 }).project([lng, lat]);
        expect(px).toBeCloseTo(450 + (x - pose.middle[0]) * pose.world, 6);
        expect(py).toBeCloseTo(300 + (y - pose.middle[1]) * pose.world, 6);
        const [qx, qy] = cameraOf({ ...pose, pitch: 0, bearing: 90 }).project([lng, lat]);
        // East is up then.
        expect([qx, qy].map((v) => v.toFixed(4))).toEqual([(450 + py - 300).toFixed(4), (300 - (px - 450)).toFixed(4)]);
      }),
    ); // prettier-ignore
  });

  it('that leans looks at its middle, sees what is near larger than what is far, and what stands higher', () => {
    const camera = cameraOf(pose);
    expect(camera.project([120.3, 31.5]).map(Math.round)).toEqual([450, 300]);
    const width = (lat: number): number => camera.project([120.4, lat])[0] - camera.project([120.2, lat])[0];
    expect(width(31.2)).toBeGreaterThan(width(31.5));
    expect(width(31.5)).toBeGreaterThan(width(31.8));
    expect(camera.project([120.3, 31.5], 40)[1]).toBeLessThan(300 - 25);
    expect(camera.zoom).toBeCloseTo(Math.log2(200_000 / 512), 9);
  });

  it('shows all of the city and its roofs in the room there is, however far it is turned', () => {
    const lean = { pitch: 46, sway: 7 };
    const camera = leaning(flat, outline(shapes), lean, PADDING);
    const seen = [-7, -3, 0, 7].flatMap((bearing) => {
      const turned = cameraOf({ ...camera.pose, bearing });
      return outline(shapes).flatMap((point) => [turned.project(point), turned.project(point, highest(SIZE))]);
    });
    const [x0, x1] = [Math.min(...seen.map(([x]) => x)), Math.max(...seen.map(([x]) => x))];
    const [y0, y1] = [Math.min(...seen.map(([, y]) => y)), Math.max(...seen.map(([, y]) => y))];
    expect(x0).toBeGreaterThan(PADDING.left - 1.5);
    expect(x1).toBeLessThan(SIZE[0] - PADDING.right + 1.5);
    expect(y0).toBeGreaterThan(PADDING.top - 1.5);
    expect(y1).toBeLessThan(SIZE[1] - PADDING.bottom + 1.5);
    // And fills it: one of both is used up.
    expect(Math.max((x1 - x0) / (SIZE[0] - 28), (y1 - y0) / (SIZE[1] - 70))).toBeGreaterThan(0.98);
    expect(roomFor(shapes, SIZE, 'zh', lean)!.camera.pose.pitch).toBe(46);
    expect(roomFor(shapes, SIZE, 'zh')!.camera.pose.pitch).toBe(0);
  });

  it('turns to and fro without a stop, and flies evenly to another place', () => {
    for (let at = 0; at < 240_000; at += 500) {
      expect(Math.abs(swayAt(7, at))).toBeLessThanOrEqual(7);
      expect(Math.abs(swayAt(7, at + 500) - swayAt(7, at))).toBeLessThan(0.2);
    }
    const to = { ...pose, middle: mercator([120.5, 31.6]), world: 800_000 };
    expect(between(pose, to, 1)).toBe(to);
    expect(between(pose, to, 0)).toEqual(pose);
    expect(between(pose, to, 0.5).world).toBeCloseTo(400_000, 6);
  });
});

describe('districts in relief', () => {
  it('stand in proportion to their value from nothing on; the lowest, and those that are not known, are slabs', () => {
    const high = lifts(new Map([['a', 4], ['b', 2], ['c', 0]]), ['a', 'b', 'c', 'd'], SIZE); // prettier-ignore
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((code) => high.get(code)!) as [number, number, number, number];
    expect(a).toBe(highest(SIZE));
    expect((b - c) / (a - c)).toBeCloseTo(0.5, 9);
    expect([c > 0, d]).toEqual([true, c]);
    expect(new Set(lifts(new Map(), ['a', 'b'], SIZE).values()).size).toBe(1);
  });

  it('have edges as wide as they are told to be, along all of their outline', () => {
    const made = edges(shapes, 200);
    expect(made.features.map(({ properties }) => properties.code)).toEqual(shapes.features.map(({ properties }) => properties.code)); // prettier-ignore
    const camera = cameraOf({ ...pose, pitch: 0 });
    for (const { geometry } of made.features)
      for (const [ring] of geometry.coordinates) {
        const [a, b, c] = ring!;
        const [[ax, ay], [bx, by], [cx, cy]] = [a!, b!, c!].map((one) => camera.project(one)) as [Point, Point, Point];
        const wide = Math.hypot(ax - bx, ay - by) * metresOf(camera);
        expect(Math.abs(wide - 200)).toBeLessThan(6);
        expect(Math.hypot(cx - bx, cy - by)).toBeGreaterThan(0);
      }
    expect(made.features[0]!.geometry.coordinates.length).toBeGreaterThan(200);
  });

  it('are lifted by the metres that their px are on the ground', () => {
    const camera = cameraOf({ ...pose, pitch: 0 });
    const metres = 1000;
    const north = (metres / 6_371_008.8) * (180 / Math.PI);
    const px = camera.project([120.3, 31.5])[1] - camera.project([120.3, 31.5 + north])[1];
    expect(px * metresOf(camera)).toBeCloseTo(metres, 0);
  });
});
