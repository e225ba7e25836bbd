import { describe, expect, it } from 'vitest';
import type { Shapes } from './geometry.ts';
import { placeLabels, roomFor } from './room.ts';

/** Shapes of these rings, [lng, lat]. */
const shapesOf = (...rings: [number, number][][]): Shapes => ({
  type: 'FeatureCollection',
  features: rings.map((ring, i) => ({
    type: 'Feature',
    properties: { code: String(i), name: String(i) },
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
  })),
});
const square = shapesOf([
  [120, 31],
  [121, 31],
  [121, 31.85],
  [120, 31.85],
]);
const top = (shapes: Shapes, size: [number, number]): number => {
  const room = roomFor(shapes, size, 'zh')!;
  const lats = shapes.features.flatMap((f) => (f.geometry.coordinates as number[][][])[0]!);
  return Math.min(...lats.map((p) => room.camera.project(p)[1]));
};

describe('room of the map', () => {
  it('is the whole panel where nothing lies under the title and a corner is left for the legend', () => {
    expect(top(square, [1600, 600])).toBeCloseTo(12, 0);
    expect(roomFor(square, [1600, 600], 'zh')!.legend).toBe('top right');
  });
  it('is what is below the title where polygons would lie under it', () => {
    expect(top(square, [600, 600])).toBeGreaterThanOrEqual(47);
  });
  it('puts the legend into a corner without polygons', () => {
    const east = shapesOf([
      [121, 31],
      [122, 31.4],
      [122, 31.85],
    ]);
    expect(roomFor(east, [900, 600], 'zh')!.legend).toBe('bottom right');
  });
  it('always leaves the foot to the line about the source', () => {
    for (const size of [
      [1600, 600],
      [600, 600],
      [400, 900],
    ] as [number, number][]) {
      const { camera } = roomFor(square, size, 'zh')!;
      expect(camera.project([120, 31])[1]).toBeLessThanOrEqual(size[1] - 24);
    }
  });
  it('is none without shapes or before there is a size', () => {
    expect(roomFor(shapesOf(), [600, 600], 'zh')).toBeNull();
    expect(roomFor(square, [0, 0], 'zh')).toBeNull();
  });
});

describe('labels', () => {
  it('stand apart and inside of the map', () => {
    const { camera } = roomFor(square, [600, 600], 'zh')!;
    const list = [
      { key: 'a', name: '梁溪区', at: [120.5, 31.4] },
      { key: 'b', name: '滨湖区', at: [120.5, 31.41] },
      { key: 'c', name: '江阴市', at: [119, 33] },
    ];
    const over = placeLabels([{ ...list[0]!, alerted: true }, list[1]!], camera, 'zh', [600, 600]);
    expect(Math.abs(over.get('a')![1] - over.get('b')![1])).toBeGreaterThanOrEqual(57.9);
    const places = placeLabels(list, camera, 'zh', [600, 600]);
    expect(Math.abs(places.get('a')![1] - places.get('b')![1])).toBeGreaterThanOrEqual(45.9);
    expect(places.get('c')![0]).toBeGreaterThan(0);
    expect(places.get('c')![1]).toBeGreaterThan(0);
  });
  it('stand below the title, those under them further down', () => {
    const { camera } = roomFor(square, [600, 600], 'en')!;
    const list = [
      { key: 'a', name: 'Shouguang', at: [120.1, 31.85], lift: 40 },
      { key: 'b', name: 'Hanting', at: [120.12, 31.84] },
      { key: 'c', name: 'Gaomi', at: [120.95, 31.85], lift: 40 },
    ];
    const places = placeLabels(list, camera, 'en', [600, 600]);
    expect(places.get('a')![1]).toBeGreaterThanOrEqual(48 + 23);
    expect(places.get('b')![1] - places.get('a')![1]).toBeGreaterThanOrEqual(45.9);
    // Nothing stands over this one.
    expect(places.get('c')![1]).toBeCloseTo(camera.project([120.95, 31.85], 40)[1], 5);
  });
});
