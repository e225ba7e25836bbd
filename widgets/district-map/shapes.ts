/** The city's shapes, fetched once per city. */
import type { Shapes } from './geometry.ts';

const known = new Map<string, Promise<Shapes>>();

/** Shapes of a city from its server. Rejects when they can't be had; the next call tries again. */
export function loadShapes(city: string): Promise<Shapes> {
  let shapes = known.get(city);
  if (!shapes) {
    shapes = fetch(`/api/v1/cities/${encodeURIComponent(city)}/shapes.geojson`).then(async (answer) => {
      if (!answer.ok) throw new Error(`shapes of ${city}: ${answer.status}`);
      return (await answer.json()) as Shapes;
    });
    known.set(city, shapes);
    shapes.catch(() => known.delete(city));
  }
  return shapes;
}

/** Whether this browser can draw with WebGL 2, which the map needs. */
export function hasWebGl(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
