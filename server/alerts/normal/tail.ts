/**
 * Tails of the negative binomial distribution: counts whose variance is mean + dispersion × mean² (NB2; Hilbe, Negative
 * Binomial Regression, 2011). With dispersion 0 it is the Poisson distribution. Pure.
 */

/** Below it the distribution is Poisson for all that a double can tell. */
const NO_DISPERSION = 1e-9;
/** Above this mean, quantiles are those of the normal distribution with the same mean and variance. */
const LARGE = 2000;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]; // prettier-ignore

/** Natural logarithm of the gamma function for x > 0 (Lanczos, g = 7, n = 9; 15 digits). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (y + i);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Natural logarithm of P(X = k). `mean` > 0. */
function logMass(k: number, mean: number, dispersion: number): number {
  if (dispersion < NO_DISPERSION) return k * Math.log(mean) - mean - logGamma(k + 1);
  const r = 1 / dispersion;
  return (
    logGamma(k + r) - logGamma(r) - logGamma(k + 1) + r * Math.log(r / (r + mean)) + k * Math.log(mean / (r + mean))
  );
}

/** P(X = k + 1) ÷ P(X = k). */
const ratio = (k: number, mean: number, dispersion: number): number =>
  dispersion < NO_DISPERSION ? mean / (k + 1) : ((k + 1 / dispersion) / (k + 1)) * (mean / (mean + 1 / dispersion));

/** log10 of P(X ≥ count); 0 where count ≤ 0. Exact to rounding, also where the probability is far below 1e-300. */
export function logTail(count: number, mean: number, dispersion: number): number {
  if (count <= 0) return 0;
  if (mean <= 0) return -Infinity;
  if (count <= mean) {
    let below = 0;
    let mass = Math.exp(logMass(0, mean, dispersion));
    if (mass === 0) return 0;
    for (let k = 0; k < count; k++) {
      below += mass;
      mass *= ratio(k, mean, dispersion);
    }
    return Math.log10(Math.max(1 - below, Number.MIN_VALUE));
  }
  // From `count` on the masses fall: they are summed up relative to the first until they add nothing.
  let sum = 0;
  let term = 1;
  for (let k = count; term > sum * 1e-12; k++) {
    sum += term;
    term *= ratio(k, mean, dispersion);
  }
  return (logMass(count, mean, dispersion) + Math.log(sum)) / Math.LN10;
}

/** The smallest count whose cumulative probability reaches `q` (0 < q < 1). */
export function quantile(q: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  if (mean > LARGE) {
    const z = q < 0.5 ? -normalQuantile(1 - q) : normalQuantile(q);
    return Math.max(0, Math.round(mean + z * Math.sqrt(mean + dispersion * mean * mean)));
  }
  let mass = Math.exp(logMass(0, mean, dispersion));
  let sum = mass;
  let k = 0;
  while (sum < q && k < mean * 100 + 1000) {
    mass *= ratio(k, mean, dispersion);
    sum += mass;
    k++;
  }
  return k;
}

/** Upper quantile of the standard normal distribution, 0.5 ≤ q < 1 (Abramowitz & Stegun 26.2.23, error < 4.5e-4). */
function normalQuantile(q: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - q));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}
