/** How like two groupings of the same things are. A grouping gives each thing the name of its group. */

/** Precision, recall and their harmonic mean, each 0 to 1. */
export interface Fit {
  precision: number;
  recall: number;
  f: number;
}

const harmonic = (precision: number, recall: number): Fit => ({
  precision,
  recall,
  f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
});

const pairs = (n: number): number => (n * (n - 1)) / 2;

/** How often each pair of (group found, group wanted) occurs. */
function table(found: readonly string[], wanted: readonly string[]) {
  if (found.length !== wanted.length) throw new Error('both groupings must be of the same things');
  const foundSizes = new Map<string, number>();
  const wantedSizes = new Map<string, number>();
  const cells = new Map<string, { found: string; wanted: string; n: number }>();
  for (const [i, a] of found.entries()) {
    const b = wanted[i]!;
    foundSizes.set(a, (foundSizes.get(a) ?? 0) + 1);
    wantedSizes.set(b, (wantedSizes.get(b) ?? 0) + 1);
    const key = JSON.stringify([a, b]);
    const cell = cells.get(key);
    if (cell) cell.n++;
    else cells.set(key, { found: a, wanted: b, n: 1 });
  }
  return { foundSizes, wantedSizes, cells: [...cells.values()] };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);

/** Of all pairs of things: which are together. Both groupings without any pair fit fully. */
export function pairwise(found: readonly string[], wanted: readonly string[]): Fit {
  const { foundSizes, wantedSizes, cells } = table(found, wanted);
  const both = sum(cells.map((cell) => pairs(cell.n)));
  const said = sum([...foundSizes.values()].map(pairs));
  const right = sum([...wantedSizes.values()].map(pairs));
  return harmonic(said === 0 ? 1 : both / said, right === 0 ? 1 : both / right);
}

/** B-cubed: for each thing, how much of its group found belongs there and how much of its group wanted is there. */
export function bcubed(found: readonly string[], wanted: readonly string[]): Fit {
  const { foundSizes, wantedSizes, cells } = table(found, wanted);
  const n = found.length;
  if (n === 0) return harmonic(1, 1);
  const precision = sum(cells.map((cell) => cell.n ** 2 / foundSizes.get(cell.found)!)) / n;
  const recall = sum(cells.map((cell) => cell.n ** 2 / wantedSizes.get(cell.wanted)!)) / n;
  return harmonic(precision, recall);
}

/** Adjusted Rand index: 1 the same grouping, about 0 what chance gives. */
export function adjustedRand(one: readonly string[], other: readonly string[]): number {
  const { foundSizes, wantedSizes, cells } = table(one, other);
  const both = sum(cells.map((cell) => pairs(cell.n)));
  const a = sum([...foundSizes.values()].map(pairs));
  const b = sum([...wantedSizes.values()].map(pairs));
  const all = pairs(one.length);
  const chance = all === 0 ? 0 : (a * b) / all;
  const most = (a + b) / 2;
  return most === chance ? 1 : (both - chance) / (most - chance);
}
