import { describe, expect, it } from 'vitest';
import { card, HEATING, WATER } from '../shared/fixture-alerts.ts';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import {
  alerted,
  areaText,
  areaValues,
  band,
  breaks,
  type Data,
  face,
  heatCells,
  hotPlaces,
  type Options,
  scale,
} from './option.ts';
import { fixtures } from './fixtures.ts';
import { hexagons, hotSpots } from './hexagons.ts';
import declaration from './widget.ts';

const options: Options = { measure: 'per_10k', window: '1h', heat: '1h', hot: 4, bands: 'equal' };
const data = fixtures[0]!.data as Data;

describe('districts', () => {
  it('[M1] divides by residents last; a district without tickets has 0, one without residents is not known', () => {
    const values = areaValues(options, data.areas, city);
    expect(values.get('320213')).toBeCloseTo((35 / 990_000) * 10_000);
    expect(values.has('-')).toBe(false);
    const quiet = areaValues(options, { from: 0, to: 1, cells: {}, total: {} }, city);
    expect(Array.from(quiet.values())).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const unknown = { ...city, places: city.places.map((place) => ({ ...place, residents: undefined })) };
    expect(areaValues(options, { from: 0, to: 1, cells: {}, total: {} }, unknown).size).toBe(0);
    expect(areaValues(options, undefined, city).size).toBe(0);
  });
  it('bands from low to high, equal in width or in number', () => {
    const values = [0, 1, 2, 3, 4, 100];
    expect(breaks(values, 'equal')).toEqual([20, 40, 60, 80]);
    expect(values.map((v) => band(v, breaks(values, 'equal')))).toEqual([0, 0, 0, 0, 0, 4]);
    expect(values.map((v) => band(v, breaks(values, 'quantile')))).toEqual([0, 0, 1, 2, 3, 4]);
    expect([7, 7].map((v) => band(v, breaks([7, 7], 'equal')))).toEqual([0, 0]);
    expect(breaks([], 'equal')).toEqual([]);
  });
  it('writes all values with the same decimals, and the legend with real numbers', () => {
    const graded = scale(options, areaValues(options, data.areas, city));
    expect(graded.legend).toEqual({ low: '0.06', high: '0.35' });
    expect(areaText(graded, '320281')).toBe('0.09');
    expect(graded.steps.get('320213')).toBe(4);
    expect(areaText(graded, 'nowhere')).toBe('—');
    expect(scale(options, new Map()).legend).toBeNull();
  });
  it('falls back to districts without shapes, and to units without districts', () => {
    expect(face({ shapes: true, places: city.places })).toBe('map');
    expect(face({ shapes: false, places: city.places })).toBe('districts');
    expect(face({ shapes: true, places: [] })).toBe('units');
  });
});

describe('cells', () => {
  it('shows cells by their share of the largest, none for what has no place', () => {
    const cells = heatCells(data.cells);
    expect(cells[0]!.share).toBe(1);
    expect(cells.some((c) => c.cell === '-')).toBe(false);
    const shapes = hexagons([...cells, { cell: 'not-a-cell', count: 1, share: 0.1 }]);
    expect(shapes.features).toHaveLength(cells.length);
    const [lng, lat] = shapes.features[0]!.geometry.coordinates[0]![0]!;
    expect(lng).toBeGreaterThan(119);
    expect(lat).toBeLessThan(33);
  });
  it('circles a hot place once, and no place with next to nothing', () => {
    const cell = (name: string, count: number) => ({ cell: name, count, share: 1 });
    const next = (a: string, b: string) => a[0] === b[0];
    expect(hotPlaces([cell('a1', 9), cell('a2', 8), cell('b1', 5), cell('c1', 2)], 4, next).map((c) => c.cell)).toEqual(
      ['a1', 'b1'],
    );
    const spots = hotSpots(heatCells(data.cells), 4);
    expect(spots).toHaveLength(4);
    expect(spots[0]!.count).toBe(9);
  });
});

describe('alerts', () => {
  const value = (cards: Data['alerts']['cards']): Data['alerts'] => ({ cards, open: 9, unclaimed: 9 });
  it('mark the district in which they are, each by the one that needs a person most', () => {
    const cards = {
      water: WATER,
      heating: { ...HEATING, level: 2 } as const,
      claimed: card({ status: 'claimed', level: 1 }),
      words: card({ keys: { words: '停水' }, place: {} }),
    };
    expect(alerted(value(cards), 'zh')).toEqual([
      { code: '320213', level: 2, word: '橙色', waits: true },
      { code: '320214', level: 2, word: '橙色', waits: false },
    ]);
    expect(alerted(undefined, 'en')).toEqual([]);
  });
  it('are a few: where everything is marked, nothing is', () => {
    const cards = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`${i}`, card({ place: { district: `${i}` } })]),
    );
    expect(alerted(value(cards), 'zh')).toHaveLength(8);
  });
});

describe('hit', () => {
  it('[M2] opens district, cell and unit over the range that was shown', () => {
    const range = { from: data.areas.from, to: data.areas.to };
    expect(declaration.hit({ kind: 'area', code: '320213' }, options, data)).toEqual({
      measure: 'accepted',
      filter: { district: '320213' },
      range,
    });
    expect(declaration.hit({ kind: 'cell', cell: 'x' }, options, data)).toEqual({
      measure: 'accepted',
      filter: { cell: 'x' },
      range,
    });
    expect(declaration.hit({ kind: 'unit', unit: '-' }, options, data)?.filter).toEqual({ unit: { set: false } });
    expect(declaration.hit({ kind: 'area', code: '320213' }, options, {})).toBeNull();
  });
});
