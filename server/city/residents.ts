/** Residents of the place that a scope is about, for measures per 10,000. */
import type { City } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import { measureOf } from '../../contract/measure.ts';
import type { CountAnswer } from '../../contract/query.ts';
import type { Count } from '../history/history.ts';

/** Fields of a scope that narrow the place to something whose residents the profile does not know. */
const FINER = ['street', 'community', 'cell'];

/** Looks residents up: of the districts named, or of the whole city; undefined where the profile does not know. */
export function residentsOf(city: City): (scope: Condition) => number | undefined {
  const known = new Map(city.places.map((place) => [place.code, place.residents]));
  const sum = (codes: readonly unknown[]): number | undefined => {
    let total = 0;
    for (const code of codes) {
      const residents = known.get(code as string);
      if (residents === undefined) return undefined;
      total += residents;
    }
    return total === 0 ? undefined : total;
  };
  const all = sum([...known.keys()]);
  return (scope) => {
    if (FINER.some((field) => scope[field] !== undefined)) return undefined;
    const { district } = scope;
    if (district === undefined) return all;
    if (typeof district !== 'object') return sum([district]);
    return 'in' in district && district.in ? sum(district.in) : undefined;
  };
}

/** Adds residents to the cells of a rate, whose denominator history does not know. */
export function withResidents(
  residents: (scope: Condition) => number | undefined,
  query: Pick<Count, 'measure' | 'filter' | 'by'>,
  answer: CountAnswer,
): CountAnswer {
  if (measureOf(query.measure).kind !== 'rate') return answer;
  const filter: Condition = query.filter ?? {};
  const byDistrict = query.by?.length === 1 && query.by[0] === 'district';
  const of = (key: readonly (string | null)[]): number =>
    residents(byDistrict && key[0] ? { ...filter, district: key[0] } : filter) ?? 0;
  return {
    ...answer,
    rows: answer.rows.map((row) => ({ ...row, cell: [row.cell[0], of(row.key)] })),
    total: [answer.total[0], residents(filter) ?? 0],
  };
}
