/**
 * Repeatable randomness. Every stream is named by its seed and keys, so that a day, a ticket or a source draws the
 * same numbers whatever was simulated before it.
 */

/** A 32-bit hash of a text (FNV-1a, finished by murmur's mixer). */
export function hash(text: string, start = 2166136261): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Cumulative weights for `Rng.weighted`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** A stream of random numbers (sfc32). */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: number, ...keys: (string | number)[]) {
    const name = `${seed}|${keys.join('|')}`;
    this.a = hash(name);
    this.b = hash(name, 0x9e3779b9);
    this.c = this.a ^ 0x5bd1e995;
    for (let i = 0; i < 8; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** Whole number in [0, n). */
  int(n: number): number {
    return Math.floor(this.next() * n);
  }

  range(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  exp(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Standard normal. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Log-normal with this median; `sigma` is the spread of its logarithm. */
  around(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const floor = Math.exp(-mean);
    let n = 0;
    for (let p = this.next(); p > floor; p *= this.next()) n++;
    return n;
  }

  /** Index drawn by cumulative weights. */
  weighted(cumulative: readonly number[]): number {
    const at = this.next() * cumulative[cumulative.length - 1]!;
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
