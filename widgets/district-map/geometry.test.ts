import { describe, expect, it } from 'vitest';
import { boundsOf, fit, labelPoint, pathOf, settle, shapeAt, type Shapes } from './geometry.ts';

const square = (x: number, y: number, size: number) => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];
const shapes: Shapes = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: 'a', name: 'A' },
      geometry: { type: 'Polygon', coordinates: square(120, 31, 0.2) },
    },
    {
      type: 'Feature',
      properties: { code: 'b', name: 'B' },
      geometry: { type: 'MultiPolygon', coordinates: [square(120.2, 31, 0.3), square(120.7, 31, 0.01)] },
    },
  ],
};

describe('camera', () => {
  const padding = { top: 10, right: 20, bottom: 30, left: 40 };
  it('shows the bounds whole within the padding', () => {
    const bounds = boundsOf(shapes)!;
    const camera = fit(bounds, 800, 600, padding);
    const [left, top] = camera.project([bounds[0], bounds[3]]);
    const [right, bottom] = camera.project([bounds[2], bounds[1]]);
    expect(left).toBeGreaterThanOrEqual(40 - 1e-6);
    expect(top).toBeGreaterThanOrEqual(10 - 1e-6);
    expect(right).toBeLessThanOrEqual(780 + 1e-6);
    expect(bottom).toBeLessThanOrEqual(570 + 1e-6);
    // One of the sides is filled.
    expect(Math.min(Math.abs(right - left - 740), Math.abs(bottom - top - 560))).toBeLessThan(1e-6);
  });
  it('gives a map the centre and zoom of the same view', () => {
    const camera = fit(boundsOf(shapes)!, 800, 600, padding);
    const [x, y] = camera.project(camera.center);
    expect(x).toBeCloseTo(400, 6);
    expect(y).toBeCloseTo(300, 6);
    // A degree of longitude is 512 · 2^zoom / 360 px.
    expect(camera.project([121, 31])[0] - camera.project([120, 31])[0]).toBeCloseTo((512 * 2 ** camera.zoom) / 360, 6);
  });
  it('has no bounds of nothing', () => {
    expect(boundsOf({ type: 'FeatureCollection', features: [] })).toBeNull();
  });
});

describe('shapes', () => {
  it('finds the shape at a place', () => {
    expect(shapeAt(shapes, [120.1, 31.1])).toBe('a');
    expect(shapeAt(shapes, [120.705, 31.005])).toBe('b');
    expect(shapeAt(shapes, [119, 31.1])).toBeNull();
  });
  it('labels the largest part, well inside', () => {
    const [x, y] = labelPoint(shapes.features[1]!.geometry);
    expect(x).toBeCloseTo(120.35, 1);
    expect(y).toBeCloseTo(31.15, 1);
    const bent: Shapes['features'][0]['geometry'] = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [9, 0],
          [9, 1],
          [1, 1],
          [1, 9],
          [0, 9],
          [0, 0],
        ],
      ],
    };
    const point = labelPoint(bent);
    expect(
      shapeAt(
        {
          type: 'FeatureCollection',
          features: [{ type: 'Feature', properties: { code: 'x', name: '' }, geometry: bent }],
        },
        point,
      ),
    ).toBe('x');
  });
  it('draws closed paths', () => {
    const camera = fit(boundsOf(shapes)!, 800, 600, { top: 0, right: 0, bottom: 0, left: 0 });
    expect(pathOf(shapes.features[1]!.geometry, camera).match(/M[^Z]+Z/g)).toHaveLength(2);
  });
});

describe('settle', () => {
  it('moves labels that overlap apart and leaves the others', () => {
    const label = (key: string, x: number, y: number, least = 0) => ({ key, x, y, width: 60, height: 40, least });
    const placed = settle([label('a', 100, 100), label('b', 110, 110), label('c', 400, 100)]);
    expect(Math.abs(placed.get('a')![1] - placed.get('b')![1])).toBeGreaterThanOrEqual(40 - 0.02);
    expect(placed.get('c')).toEqual([400, 100]);
    const below = settle([label('a', 100, 100, 120), label('b', 110, 130)]);
    expect(below.get('a')).toEqual([100, 120]);
    expect(below.get('b')![1]).toBeCloseTo(160, 1);
  });
});
