/** Filters as they are chosen: which fields there are, which values they may have, and what a choice makes of the filter. Pure. */
import type { CityFace } from '../../contract/city.ts';
import type { Condition, FieldTest, Scalar } from '../../contract/condition.ts';
import { FACT_FIELDS, type FieldRole } from '../../contract/fact.ts';
import { measureOf, type MeasureId } from '../../contract/measure.ts';
import { zh } from '../i18n/zh.ts';
import { namedBy } from '../names.ts';

/** Fields that tell single facts or persons apart: to group or choose by them says nothing. */
const SINGLE = new Set(['requester', 'caller', 'mergedInto', 'repeatOf', 'ticket', 'cell']);

export interface FilterField {
  field: string;
  role: 'dim' | 'list' | 'flag';
}

/** Fields that the facts of all these measures have and that can be chosen by. */
export function filterFields(measures: readonly MeasureId[]): FilterField[] {
  const [first, ...rest] = measures.map((id) => FACT_FIELDS[measureOf(id).fact] as Record<string, FieldRole>);
  return Object.entries(first ?? {})
    .filter(([field, role]) => rest.every((other) => other[field] === role) && !SINGLE.has(field))
    .filter(([, role]) => role === 'dim' || role === 'list' || role === 'flag')
    .map(([field, role]) => ({ field, role }) as FilterField);
}

/** Values that the profile or the contract names; undefined where only the facts themselves know. */
export function knownValues(city: CityFace, measures: readonly MeasureId[], field: string, filter: Condition): string[] | undefined {
  const { fact } = measureOf(measures[0]!);
  const chosen = valuesOf(filter['district']);
  switch (field) {
    case 'district':
      return city.places.map(({ code }) => code);
    case 'street':
      return city.places
        .filter(({ code }) => chosen.length === 0 || chosen.includes(code))
        .flatMap(({ streets }) => streets.map(({ code }) => code));
    case 'category':
      return city.categories.map(({ code }) => code);
    case 'unit':
    case 'owner':
    case 'dispatchedTo':
      return city.units.map(({ id }) => id);
    case 'source':
      return city.feeds.map(({ source }) => source);
    default: {
      const words = (zh.value as Record<string, unknown>)[namedBy(fact, field)];
      return typeof words === 'object' && words !== null ? Object.keys(words) : undefined;
    }
  }
} // prettier-ignore

type Given = Scalar | FieldTest | Condition[] | undefined;

/** The values that a test chooses one by one. */
export function valuesOf(test: Given): string[] {
  if (test === undefined || Array.isArray(test)) return [];
  if (typeof test !== 'object') return [String(test)];
  if (test.under !== undefined) return [test.under];
  if (test.has !== undefined) return [test.has];
  if (test.set === false) return [''];
  return (test.in ?? []).map(String);
}

/** The filter with a value of a field chosen, or no longer. The empty string stands for a value that is not given. */
export function toggled(filter: Condition, { field, role }: FilterField, value: string): Condition {
  const before = valuesOf(filter[field]);
  const { [field]: _before, ...rest } = filter;
  const has = before.includes(value);
  const next = testFor(role, field, has ? before.filter((one) => one !== value) : [...before, value], value);
  return (next === undefined ? rest : { ...rest, [field]: next }) as Condition;
}

function testFor(role: FilterField['role'], field: string, values: readonly string[], latest: string): Scalar | FieldTest | undefined {
  if (values.length === 0) return undefined;
  // A branch, a word, a yes or no, and a missing value stand alone: the latest one holds.
  if (latest === '' && values.includes('')) return { set: false };
  const kept = values.filter((value) => value !== '');
  if (kept.length === 0) return undefined;
  const last = kept.at(-1)!;
  if (role === 'flag') return last === 'true';
  if (role === 'list') return { has: last };
  if (field === 'category') return { under: last };
  return kept.length === 1 ? kept[0]! : { in: [...kept] };
} // prettier-ignore
