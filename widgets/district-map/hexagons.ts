/** H3 cells as shapes; its own chunk, since the library is large. */
import { cellToBoundary, cellToLatLng, gridDistance, isValidCell } from 'h3-js';
import type { FeatureCollection, Polygon } from 'geojson';
import { type HeatCell, hotPlaces } from './option.ts';

/** Hexagons with their share of the largest count, and the district that `place` says. Codes that are no H3 cell are left out. */
export function hexagons(
  cells: readonly HeatCell[],
  place: ((lngLat: readonly number[]) => string | null) | null = null,
): FeatureCollection<Polygon, { share: number; district?: string | null }> {
  return {
    type: 'FeatureCollection',
    features: cells
      .filter((one) => isValidCell(one.cell))
      .map((one) => ({
        type: 'Feature',
        properties: { share: one.share, ...(place && { district: place(middleOf(one.cell)) }) },
        geometry: { type: 'Polygon', coordinates: [cellToBoundary(one.cell, true)] },
      })),
  };
}

const middleOf = (cell: string): [number, number] => {
  const [lat, lng] = cellToLatLng(cell);
  return [lng, lat];
};

/** Cells closer than this many steps (about 0.9 km each) are one place. */
const APART = 4;

function near(a: string, b: string): boolean {
  try {
    return gridDistance(a, b) < APART;
  } catch {
    // Across a pentagon or too far apart: not near.
    return false;
  }
}

/** The hottest places with their middle, [lng, lat]. */
export function hotSpots(cells: readonly HeatCell[], most: number): (HeatCell & { at: [number, number] })[] {
  const valid = cells.filter((one) => isValidCell(one.cell));
  return hotPlaces(valid, most, near).map((one) => ({ ...one, at: middleOf(one.cell) }));
}
