/** Pure geometry of a spark line. */

/**
 * Path of the known values over the width, null where the line breaks. `end` is the last known point; null
 * when there are fewer than two. The line keeps `pad` px from every edge, so that stroke and dot are whole.
 */
export function sparkPath(
  values: readonly (number | null)[],
  width: number,
  height: number,
  pad = 4,
): { path: string; end: { x: number; y: number } } | null {
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const x = (i: number): number => pad + (i / Math.max(1, values.length - 1)) * (width - 2 * pad);
  const y = (v: number): number => (range === 0 ? height / 2 : height - pad - ((v - low) / range) * (height - 2 * pad));
  let path = '';
  let pen = false;
  let end = { x: 0, y: 0 };
  values.forEach((value, i) => {
    if (value === null) {
      pen = false;
      return;
    }
    end = { x: x(i), y: y(value) };
    path += `${pen ? 'L' : 'M'}${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
    pen = true;
  });
  return { path, end };
}
