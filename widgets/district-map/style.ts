/** Pure: the map's style from tokens. No tiles, no glyphs, no sprites: it asks nothing of any network. */
import type { StyleSpecification } from 'maplibre-gl';
import type { FeatureCollection } from 'geojson';
import { fade, mix } from '../shared/palette.ts';
import type { Tokens } from '../shared/tokens.ts';
import type { Shapes } from './geometry.ts';

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Paint values that change with the theme, by layer and property. */
export function paints(t: Tokens) {
  const step = ['number', ['feature-state', 'step'], -1];
  return {
    areas: {
      'fill-color': [
        'match',
        step,
        0,
        t.seq[0],
        1,
        t.seq[1],
        2,
        t.seq[2],
        3,
        t.seq[3],
        4,
        t.seq[4],
        mix(t.surface, t.raised, 0.5),
      ],
      'fill-opacity': 1,
    },
    // The lowest band is close to the ground: a lighter border keeps its shape visible.
    borders: { 'line-color': mix(t.seq[0], t.seq[2], 0.75), 'line-width': 1.2 },
    over: {
      'line-color': t.ink,
      'line-width': 2,
      'line-opacity': ['case', ['boolean', ['feature-state', 'over'], false], 0.9, 0],
    },
    cells: {
      'fill-color': mix(t.accent, t.ink, 0.35),
      'fill-opacity': ['interpolate', ['linear'], ['get', 'share'], 0, 0.14, 0.25, 0.3, 1, 0.8],
      'fill-outline-color': fade(t.ground, 0),
    },
  } as const;
}

/** The same in relief: `lift` of a district is a state of its feature, so that a change rebuilds nothing; of cells a property. */
export function reliefPaints(t: Tokens) {
  const lift = ['number', ['feature-state', 'lift'], 0];
  const { 'fill-color': colour } = paints(t).areas;
  return {
    areas: {
      // The district under the pointer is lighter: an outline would lie under its neighbours.
      'fill-extrusion-color': [
        'case',
        ['boolean', ['feature-state', 'over'], false],
        mix(t.seq[4], t.ink, 0.5),
        colour,
      ],
      'fill-extrusion-height': lift,
      'fill-extrusion-base': 0,
      'fill-extrusion-opacity': 1,
      'fill-extrusion-vertical-gradient': true,
    },
    edges: {
      'fill-extrusion-color': mix(t.ground, t.seq[1], 0.35),
      'fill-extrusion-base': lift,
      'fill-extrusion-height': ['+', lift, ['number', ['feature-state', 'thick'], 0]],
      'fill-extrusion-opacity': 1,
      'fill-extrusion-vertical-gradient': false,
    },
    cells: {
      'fill-extrusion-color': ['interpolate', ['linear'], ['get', 'share'], 0, mix(t.accent, t.seq[2], 0.6), 1, mix(t.accent, t.ink, 0.5)],
      'fill-extrusion-base': ['get', 'lift'],
      'fill-extrusion-height': ['+', ['get', 'lift'], ['get', 'thick']],
      'fill-extrusion-opacity': 0.5,
      'fill-extrusion-vertical-gradient': false,
    },
  } as const;
} // prettier-ignore

/** From the upper left, as on every map; soft, so that a band stays the colour of the legend. */
export const lightOf = ({ ink }: Tokens) =>
  ({ anchor: 'viewport', color: ink, intensity: 0.28, position: [1.2, 215, 40] }) as const;

function reliefOf(shapes: Shapes, t: Tokens): StyleSpecification {
  const p = reliefPaints(t);
  return {
    version: 8,
    light: lightOf(t),
    sources: {
      areas: { type: 'geojson', data: shapes, promoteId: 'code' },
      edges: { type: 'geojson', data: NOTHING, promoteId: 'code' },
      cells: { type: 'geojson', data: NOTHING },
    },
    layers: [
      { id: 'areas', type: 'fill-extrusion', source: 'areas', paint: p.areas },
      { id: 'edges', type: 'fill-extrusion', source: 'edges', paint: p.edges },
      { id: 'cells', type: 'fill-extrusion', source: 'cells', paint: p.cells },
    ],
  } as unknown as StyleSpecification;
}

/** The whole style: flat, or in relief where the theme leans the map. */
export function styleOf(shapes: Shapes, t: Tokens): StyleSpecification {
  if (t.tilt > 0) return reliefOf(shapes, t);
  const p = paints(t);
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: shapes, promoteId: 'code' },
      cells: { type: 'geojson', data: NOTHING },
    },
    layers: [
      { id: 'areas', type: 'fill', source: 'areas', paint: p.areas },
      { id: 'cells', type: 'fill', source: 'cells', paint: p.cells },
      { id: 'borders', type: 'line', source: 'areas', layout: { 'line-join': 'round' }, paint: p.borders },
      { id: 'over', type: 'line', source: 'areas', layout: { 'line-join': 'round' }, paint: p.over },
    ],
  } as unknown as StyleSpecification;
}
