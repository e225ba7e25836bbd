/** Squarified treemap (Bruls, Huizing, van Wijk 2000): areas as given, tiles as square as they can be. Pure. */
export interface Tile<T> {
  item: T;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst ratio of sides in a row of these areas along a side of this length. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((a, b) => a + b, 0);
  const [most, least] = [Math.max(...areas), Math.min(...areas)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

/** Lays items out in `width` × `height`, the largest first. Items without a size are left out. */
export function treemap<T>(items: readonly T[], sizeOf: (item: T) => number, width: number, height: number): Tile<T>[] {
  const sorted = items.filter((item) => sizeOf(item) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
  const sum = sorted.reduce((total, item) => total + sizeOf(item), 0);
  if (sum === 0 || width <= 0 || height <= 0) return [];
  const scale = (width * height) / sum;
  const tiles: Tile<T>[] = [];
  const left: Box = { x: 0, y: 0, width, height };
  for (let at = 0; at < sorted.length;) {
    const side = Math.min(left.width, left.height);
    const row: number[] = [sizeOf(sorted[at]!) * scale];
    while (at + row.length < sorted.length) {
      const next = [...row, sizeOf(sorted[at + row.length]!) * scale];
      if (worst(next, side) > worst(row, side)) break;
      row.push(next.at(-1)!);
    }
    lay(row, sorted.slice(at, at + row.length), left, tiles);
    at += row.length;
  }
  return tiles;
}

/** Puts a row of areas along the shorter side of what is left, and takes it away from there. */
function lay<T>(areas: readonly number[], items: readonly T[], left: Box, tiles: Tile<T>[]): void {
  const sum = areas.reduce((a, b) => a + b, 0);
  const upright = left.width >= left.height;
  const depth = sum / (upright ? left.height : left.width);
  let along = 0;
  areas.forEach((area, i) => {
    const length = area / depth;
    tiles.push(
      upright
        ? { item: items[i]!, x: left.x, y: left.y + along, width: depth, height: length }
        : { item: items[i]!, x: left.x + along, y: left.y, width: length, height: depth },
    );
    along += length;
  });
  if (upright) {
    left.x += depth;
    left.width -= depth;
  } else {
    left.y += depth;
    left.height -= depth;
  }
}
