import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../contract/time.ts';
import { fitNormal, type HourCount } from './normal.ts';
import { logGamma, logTail, quantile } from './tail.ts';

/** P(X ≥ k) by adding up masses computed from factorials, for small numbers. */
function plainTail(k: number, mean: number, dispersion: number): number {
  const r = 1 / dispersion;
  let mass = (r / (r + mean)) ** r;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += mass;
    mass *= ((i + r) / (i + 1)) * (mean / (r + mean));
  }
  return 1 - below;
}

describe('tails of counts', () => {
  it('knows the gamma function', () => {
    expect(Math.exp(logGamma(5))).toBeCloseTo(24, 9);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 8);
  });

  it('agrees with a plain sum of the masses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        (k, mean, dispersion) => {
          const wanted = plainTail(k, mean, dispersion);
          fc.pre(wanted > 1e-9);
          expect(10 ** logTail(k, mean, dispersion)).toBeCloseTo(wanted, 7);
        },
      ),
    );
  });

  it('is Poisson without dispersion: 46 where 7 are usual is beyond chance, 10 is not', () => {
    // 1 − ppois(9, 7) = 0.1695041; log10 of 1 − ppois(45, 7) = −21.836.
    expect(10 ** logTail(10, 7, 0)).toBeCloseTo(0.1695041, 6);
    expect(logTail(46, 7, 0)).toBeCloseTo(-21.836, 3);
    expect(logTail(46, 7, 1)).toBeGreaterThan(-4);
  });

  it('falls with the count and rises with the mean', () => {
    for (let k = 1; k < 200; k++) expect(logTail(k + 1, 9, 0.3)).toBeLessThan(logTail(k, 9, 0.3));
    expect(logTail(20, 9, 0.3)).toBeLessThan(logTail(20, 12, 0.3));
    expect(logTail(3, 0, 0)).toBe(-Infinity);
  });

  it('gives quantiles whose cumulative probability reaches what was asked', () => {
    for (const mean of [0.2, 3, 40, 900])
      for (const q of [0.1, 0.5, 0.9]) {
        const k = quantile(q, mean, 0.2);
        expect(1 - 10 ** logTail(k + 1, mean, 0.2)).toBeGreaterThanOrEqual(q - 0.02);
        if (k > 0) expect(1 - 10 ** logTail(k, mean, 0.2)).toBeLessThan(q + 0.02);
      }
  });
});

const TO = Date.UTC(2026, 2, 2);
const FROM = TO - 56 * DAY;
/** Hours of UTC days; day 0 of 1970 was a Thursday. */
const binOf = (hour: number): number => ((Math.floor(hour / DAY) + 4) % 7) * 24 + Math.floor((hour % DAY) / HOUR);
const past = (count: (hour: number) => number, key = 'a'): HourCount[] => {
  const hours: HourCount[] = [];
  for (let hour = FROM; hour < TO; hour += HOUR) if (count(hour) > 0) hours.push({ key, hour, count: count(hour) });
  return hours;
};

describe('what is normal', () => {
  it('follows the hour and the weekday', () => {
    const office = (hour: number): number => {
      const bin = binOf(hour);
      const [day, h] = [Math.floor(bin / 24), bin % 24];
      return day === 0 || day === 6 || h < 9 || h > 17 ? 1 : 20;
    };
    const normal = fitNormal(past(office), FROM, TO, binOf)!;
    const monday = TO;
    const noon = normal.expect('a', monday + 12 * HOUR, monday + 13 * HOUR).mean;
    const night = normal.expect('a', monday + 2 * HOUR, monday + 3 * HOUR).mean;
    const sunday = normal.expect('a', monday + 6 * DAY + 12 * HOUR, monday + 6 * DAY + 13 * HOUR).mean;
    expect(noon).toBeCloseTo(20, 0);
    expect(night).toBeCloseTo(1, 0);
    expect(sunday).toBeLessThan(2);
    expect(normal.expect('a', monday + 12 * HOUR, monday + 12 * HOUR + HOUR / 2).mean).toBeCloseTo(noon / 2, 6);
  });

  it('follows the season: the last weeks weigh more', () => {
    const rising = past((hour) => (hour < TO - 28 * DAY ? 4 : 12));
    const { mean } = fitNormal(rising, FROM, TO, binOf)!.expect('a', TO, TO + HOUR);
    expect(mean).toBeGreaterThan(8.5);
  });

  it('knows that counts in bursts vary more than Poisson, and is not misled by one outlier', () => {
    const even = past(() => 5);
    const bursts = past((hour) => ((hour / HOUR) % 5 === 0 ? 21 : 1));
    const outlier = past((hour) => (hour === FROM + 400 * HOUR ? 500 : 5));
    const dispersion = (hours: HourCount[]): number =>
      fitNormal(hours, FROM, TO, binOf)!.expect('a', TO, TO + HOUR).dispersion;
    expect(dispersion(even)).toBe(0);
    expect(dispersion(bursts)).toBeGreaterThan(0.5);
    expect(dispersion(outlier)).toBeLessThan(0.3);
    const { mean } = fitNormal(outlier, FROM, TO, binOf)!.expect('a', FROM + 400 * HOUR, FROM + 401 * HOUR);
    expect(mean).toBeLessThan(7);
  });

  it('gives a group never seen a small mean, not none', () => {
    const { mean } = fitNormal(past(() => 3), FROM, TO, binOf)!.expect('new', TO, TO + 6 * HOUR); // prettier-ignore
    expect(mean).toBeGreaterThan(0);
    expect(mean).toBeLessThan(0.05);
  });

  it('says nothing of a city with less than two weeks behind it', () => {
    expect(
      fitNormal(
        past((hour) => (hour > TO - 10 * DAY ? 5 : 0)),
        FROM,
        TO,
        binOf,
      ),
    ).toBeNull();
    const young = fitNormal(
      past((hour) => (hour >= TO - 21 * DAY ? 5 : 0)),
      FROM,
      TO,
      binOf,
    )!;
    expect(young.expect('a', TO, TO + HOUR).mean).toBeCloseTo(5, 0);
  });
});
