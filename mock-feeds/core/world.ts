/** A city made ready for simulation: its profile, model, places, matters and clocks, compiled once. Pure. */
import type { City, Policy } from '../../contract/city.ts';
import { compile, type Predicate } from '../../contract/condition.ts';
import { EMPTY_TICKET } from './row.ts';
import { HOUR, zone, type Zone } from '../../contract/time.ts';
import { gazetteer, type DistrictArea, type Polygons } from './gazetteer.ts';
import { matters, type Matter } from './matters.ts';
import type { Model, Nature } from './model.ts';
import { cumulate } from './random.ts';
import { isoWriter, workTime, type WorkTime } from './worktime.ts';

export interface World {
  city: City;
  model: Model;
  tz: Zone;
  work: WorkTime;
  /** RFC 3339 with the city's offset. */
  iso(at: number): string;
  areas: DistrictArea[];
  areaWeights: number[];
  matters: Matter[];
  /** Cumulative weights of the matters by month (January 0), for problems and for questions. */
  problems: number[][];
  questions: number[][];
  natures: Nature[];
  natureWeights: number[];
  /** Unit id of each district's government. */
  governments: Map<string, string>;
  unitNames: Map<string, string>;
  placeNames: Map<string, string>;
  utilities: Set<string>;
  /** Deadline of a ticket dispatched at `start`, by the profile's policies; null where none fits. */
  limit(content: { category?: string; nature: string; urgency?: string; channel: string }, start: number): Limit | null;
  /** 24 weights that sum up to 1. */
  callHours: number[];
  onlineHours: number[];
}

/** How long a ticket may take: `at` moves a share of the limit on from the start. */
export interface Limit {
  calendar: boolean;
  due: number;
  at(share: number): number;
}

const normal = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

/** Builds a world. `shapes`: polygons by district code. Throws when the model names what the profile does not have. */
export function buildWorld(city: City, model: Model, shapes: ReadonlyMap<string, Polygons>, anchors = ANCHORS): World {
  const tz = zone(city.timeZone);
  const work = workTime(city.calendar, tz);
  const list = matters(city.categories, model.matters);
  const policies = (city.policies as Policy[]).map((policy): [Policy, Predicate] => [
    policy,
    compile('ticket', policy.when),
  ]);
  const byMonth = (weight: (matter: Matter) => number): number[][] =>
    Array.from({ length: 12 }, (_, month) => cumulate(list.map((matter) => weight(matter) * matter.season[month]!)));
  // One row for all questions: policies look at it and keep nothing of it.
  const row: Record<string, unknown> = { ...EMPTY_TICKET };
  const natures = Object.keys(model.natures) as Nature[];
  const units = new Set(city.units.map((unit) => unit.id));
  for (const unit of Object.values(model.routes).flat()) if (!units.has(unit)) throw new Error(`no unit ${unit}`);
  return {
    city,
    model,
    tz,
    work,
    iso: isoWriter(tz),
    areas: gazetteer(city.id, city.places, shapes, anchors),
    areaWeights: cumulate(city.places.map((place) => model.districts[place.code] ?? place.residents ?? 1)),
    matters: list,
    problems: byMonth((matter) => matter.problem),
    questions: byMonth((matter) => matter.question),
    natures,
    natureWeights: cumulate(natures.map((nature) => model.natures[nature].share)),
    governments: new Map(city.units.flatMap((unit) => (unit.district ? [[unit.district, unit.id]] : []))),
    unitNames: new Map(city.units.map((unit) => [unit.id, unit.names.zh])),
    placeNames: new Map(
      city.places.flatMap(
        (d) => [[d.code, d.names.zh], ...d.streets.map((s) => [s.code, s.names.zh] as const)] as [string, string][],
      ),
    ),
    utilities: new Set(city.units.filter((unit) => unit.tier === 'utility').map((unit) => unit.id)),
    limit(content, start) {
      row['category'] = content.category ?? null;
      row['nature'] = content.nature;
      row['urgency'] = content.urgency ?? 'normal';
      row['channel'] = content.channel;
      const span = policies.find(([, matches]) => matches(row))?.[0].limit;
      if (!span) return null;
      const calendar = span.unit === 'hours';
      const ms = span.amount * (span.unit === 'working_days' ? work.dayLength : HOUR);
      const at = (share: number): number => (calendar ? start + ms * share : work.add(start, ms * share));
      return { calendar, due: at(1), at };
    },
    callHours: normal(model.calls.hours),
    onlineHours: normal(model.onlineHours),
  };
}

/** Compounds that scenarios speak of, by district. */
export const ANCHORS: Record<string, string[]> = { 梁溪区: ['五爱家园'], 奎文区: ['北苑家园'] };
