/** Names of what codes stand for: from the city's profile, or from the words of the screen. */
import type { CityFace } from '../contract/city.ts';
import type { FactKind } from '../contract/fact.ts';
import type { Text } from '../contract/text.ts';
import type { Locale } from './i18n/index.ts';
import { zh } from './i18n/zh.ts';

/** Translates a key. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

type Enumerated = Exclude<keyof typeof zh.value, 'yes' | 'no' | 'not'>;
const isEnumerated = (field: string): field is Enumerated =>
  typeof (zh.value as Record<string, unknown>)[field] === 'object';

const index = new WeakMap<CityFace, Record<string, Map<string, Text>>>();
function namesOf(city: CityFace): Record<string, Map<string, Text>> {
  let names = index.get(city);
  if (!names) {
    const streets = city.places.flatMap((district) => district.streets);
    names = {
      district: new Map(city.places.map((district) => [district.code, district.names])),
      street: new Map(streets.map((street) => [street.code, street.names])),
      unit: new Map(city.units.map((unit) => [unit.id, unit.names])),
      category: new Map(city.categories.map((category) => [category.code, category.names])),
      source: new Map(city.feeds.map((feed) => [feed.source, feed.names])),
      gauge: new Map((city.gauges ?? []).map((gauge) => [gauge.id, gauge.names])),
    };
    index.set(city, names);
  }
  return names;
}

/** The field by whose words the values of this one are named: alerts and issues have states of their own, and owners are units. */
export function namedBy(fact: FactKind, field: string): string {
  if (field === 'suggestedUnit') return 'unit';
  if (fact === 'issue') return { status: 'issueStatus', began: 'issueBegan' }[field] ?? field;
  if (fact !== 'alert') return field;
  return { status: 'alertStatus', owner: 'unit', dispatchedTo: 'unit' }[field] ?? field;
}

/** What a value of a field is called. What has no name of its own is shown as it is. */
export function nameOf(city: CityFace, field: string, value: unknown, locale: Locale, t: Translate): string {
  if (value === null || value === undefined || value === '' || value === '-') return t('drill.missing');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  const code = String(value);
  const named = namesOf(city)[field]?.get(code);
  if (named) return named[locale];
  if (isEnumerated(field) && Object.hasOwn(zh.value[field], code)) return t(`value.${field}.${code}`);
  return code;
}
