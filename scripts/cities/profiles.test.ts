/** Every profile as it lies in `cities/`: the members the builder owns are valid by the contract and consistent. */
import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { City, type District, type Policy, type Unit } from '../../contract/city.ts';
import { compile } from '../../contract/condition.ts';
import { MEASURE_IDS } from '../../contract/measure.ts';
import { checkRules } from '../../server/alerts/rules.ts';
import { findSignals } from '../../server/alerts/signals/signal.ts';
import { bounds, inside, type Point, type Rings } from './geo.ts';

const read = (city: string, file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../cities/${city}/${file}`, import.meta.url), 'utf8'));

interface Profile extends Omit<City, 'policies'> {
  policies: Policy[];
}
function profile(id: string): Profile {
  const parts = ['places', 'units', 'categories', 'policies', 'lexicon', 'alerting'].map((part) => [
    part,
    read(id, `${part}.json`),
  ]);
  return { ...(read(id, 'city.json') as object), ...Object.fromEntries(parts) } as Profile;
}
const { scenes: _, ...own } = City.properties;
const valid = Compile(Type.Object(own, { additionalProperties: false }));
const signals = await findSignals();
const twice = <T>(list: T[]): T[] => list.filter((one, i) => list.indexOf(one) !== i);

interface Feature {
  properties: { code: string; name: string };
  geometry: { coordinates: Rings[] };
}
const shapes = (id: string): Feature[] => (read(id, 'shapes.geojson') as { features: Feature[] }).features;

describe.each(['wuxi', 'weifang', 'baltimore'])('profile %s', (id) => {
  const city = profile(id);

  it('is valid by the contract, with conditions and targets that name what exists', () => {
    expect([...valid.Errors(city)].map((e) => `${e.instancePath} ${e.message}`)).toEqual([]);
    expect(city.id).toBe(id);
    for (const policy of city.policies) expect(() => compile('ticket', policy.when)).not.toThrow();
    expect(() => checkRules(city as unknown as City, signals)).not.toThrow();
    for (const measure of Object.keys(city.targets)) expect(MEASURE_IDS).toContain(measure);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: city.timeZone })).not.toThrow();
    expect(city.feeds.every((feed) => feed.source.startsWith(`/${id}/`))).toBe(true);
  });

  it('has every code once, and no spelling under two hot words', () => {
    const codes = city.places.flatMap((d: District) => [d.code, ...d.streets.map((s) => s.code)]);
    expect(twice(codes)).toEqual([]);
    expect(twice(city.units.map((unit: Unit) => unit.id))).toEqual([]);
    expect(twice(city.units.map((unit: Unit) => unit.names.zh))).toEqual([]);
    expect(twice(city.categories.map((c) => c.code))).toEqual([]);
    expect(twice(city.feeds.map((f) => f.source))).toEqual([]);
    expect(twice(city.lexicon.terms.flatMap((t) => [t.term, ...(t.also ?? [])]))).toEqual([]);
  });
});

describe.each([
  ['wuxi', { districts: 7, streets: 72, units: 90, residents: 7_490_000 }],
  ['weifang', { districts: 12, streets: 118, units: 63, residents: 9_360_000 }],
])('Chinese profile %s', (id, wanted) => {
  const city = profile(id);

  it('has 11, 100 and 267 categories, each under a parent', () => {
    const levels = [2, 5, 8].map((length) => city.categories.filter((c) => c.code.length === length).length);
    expect(levels).toEqual([11, 100, 267]);
    const codes = new Set(city.categories.map((c) => c.code));
    expect(city.categories.filter((c) => c.code.length > 2 && !codes.has(c.code.slice(0, -3)))).toEqual([]);
  });

  it('has its districts, streets, units and residents', () => {
    expect(city.places).toHaveLength(wanted.districts);
    expect(city.places.flatMap((d) => d.streets)).toHaveLength(wanted.streets);
    expect(city.units).toHaveLength(wanted.units);
    expect(city.places.reduce((sum, d) => sum + d.residents!, 0)).toBe(wanted.residents);
    const governed = city.units.flatMap((unit) => unit.district ?? []);
    expect(governed.toSorted()).toEqual(city.places.map((d) => d.code).toSorted());
    expect(city.lexicon.terms.length).toBeGreaterThanOrEqual(150);
  });

  it('has a shape for every district, with its label and its streets inside of it and of the bounds', () => {
    const features = shapes(id);
    expect(features.map((f) => f.properties.code).toSorted()).toEqual(city.places.map((d) => d.code).toSorted());
    expect(bounds(features.flatMap((f) => f.geometry.coordinates))).toEqual(city.map!.bounds);
    for (const district of city.places) {
      const { coordinates } = features.find((f) => f.properties.code === district.code)!.geometry;
      expect(inside(district.center as Point, coordinates)).toBe(true);
      for (const street of district.streets) expect(inside(street.center as Point, coordinates)).toBe(true);
    }
  });
});
