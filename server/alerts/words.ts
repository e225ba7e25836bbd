/** What an alert is called and what it says, in both languages: place and matter, and how far from normal. Pure. */
import type { AlertKeys, AlertPlace, Sight } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import { measureOf } from '../../contract/measure.ts';
import type { Rule } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';

type Locale = keyof Text;
const both = (say: (locale: Locale) => string): Text => ({ zh: say('zh'), en: say('en') });

/** Names of a city's codes. */
export interface Names {
  place(place: AlertPlace, locale: Locale): string;
  /** The district of a street. */
  districtOf(street: string): string | undefined;
  category(code: string, locale: Locale): string;
  unit(id: string, locale: Locale): string;
  source(source: string, locale: Locale): string;
}

/** Names of units; one that is not in the profile is called by its id. */
export const unitNames = (city: Pick<City, 'units'>): ((id: string, locale: Locale) => string) => {
  const known = new Map(city.units.map(({ id, names }) => [id, names]));
  return (id, locale) => known.get(id)?.[locale] ?? id;
};

/** The names of a profile, looked up once. */
export function namesOf(city: City): Names {
  const pick = (entries: Iterable<readonly [string, Text]>): ((code: string, locale: Locale) => string) => {
    const known = new Map(entries);
    return (code, locale) => known.get(code)?.[locale] ?? code;
  };
  const district = pick(city.places.map(({ code, names }) => [code, names]));
  const street = pick(city.places.flatMap(({ streets }) => streets.map(({ code, names }) => [code, names] as const)));
  const districts = new Map(
    city.places.flatMap(({ code, streets }) => streets.map((one) => [one.code, code] as const)),
  );
  return {
    districtOf: (code) => districts.get(code),
    place: ({ district: d, street: s, community: c }, locale) => {
      const parts = [d && district(d, locale), s && street(s, locale), c].filter((part) => part !== undefined);
      // A compound is known by its name; with its street and district the title would be longer than a wall can show.
      const near = parts.length > 2 ? [parts[0], parts[2]] : parts;
      return locale === 'zh' ? near.join('') : near.reverse().join(', ');
    },
    category: pick(city.categories.map(({ code, names }) => [code, names])),
    unit: unitNames(city),
    source: pick(city.feeds.map(({ source, names }) => [source, names])),
  };
}

/** Place and matter, as a person would name it: “滨湖区 暖气不热”. */
export function titleOf(names: Names, rule: Rule, keys: AlertKeys, place: AlertPlace): Text {
  return both((locale) => {
    const parts = [
      names.place(place, locale),
      keys.unit && names.unit(keys.unit, locale),
      keys.source && names.source(keys.source, locale),
      keys.category && names.category(keys.category, locale),
      keys.words && (locale === 'zh' ? `“${keys.words}”` : `“${keys.words}”`),
    ].filter((part) => part !== undefined && part !== '');
    const matter = rule.signal === 'surge' && (keys.category ?? keys.words) !== undefined;
    return (matter ? parts : [...parts, rule.names[locale]]).join(locale === 'zh' ? ' ' : ' · ');
  });
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** A span of minutes in words: 1 小时, 90 分钟; an hour, 90 minutes. */
export function spanOf(minutes: number, locale: Locale): string {
  if (minutes % 1440 === 0 && minutes > 1440) return `${minutes / 1440} ${locale === 'zh' ? '天' : 'days'}`;
  if (minutes % 60 !== 0) return `${minutes} ${locale === 'zh' ? '分钟' : 'minutes'}`;
  const hours = minutes / 60;
  if (locale === 'zh') return `${hours} 小时`;
  return hours === 1 ? 'an hour' : `${hours} hours`;
}

/** How a value of a rule's measure is written, with its unit. */
function amount(rule: Rule, value: number, locale: Locale): string {
  const { unit } = measureOf(rule.measure!);
  const n = number(value);
  if (unit === 'percent') return locale === 'zh' ? `${n}%` : `${n} %`;
  if (unit === 'seconds') return locale === 'zh' ? `${n} 秒` : `${n} s`;
  if (unit === 'working_hours') return locale === 'zh' ? `${n} 工时` : `${n} working hours`;
  return locale === 'zh' ? `${n} ${counter(rule)}` : n;
}

/** The counter word of what a rule counts. */
const counter = (rule: Rule): string => {
  const { unit } = measureOf(rule.measure!);
  return unit === 'mentions' ? '条' : unit === 'calls' ? '个' : unit === 'readings' ? '次' : '件';
};

/** What is abnormal, in a sentence: “1 小时 46 件，平时 6–9 件”, “46 in an hour, usually 6–9”. */
export function saysOf(rule: Rule, sight: Sight): Text {
  if (rule.signal === 'silence')
    return both((locale) =>
      locale === 'zh' ? `已 ${sight.value} 分钟没有数据，数字可能不全` : `silent for ${sight.value} minutes: numbers may be incomplete`,
    ); // prettier-ignore
  return both((locale) => {
    const facts =
      sight.facts === undefined || sight.facts === sight.value
        ? ''
        : locale === 'zh'
          ? `（${amount(rule, sight.facts, locale)}）`
          : ` (${sight.facts})`;
    const requesters =
      locale === 'zh' ? `${number(sight.value)} 位诉求人${facts}` : `${number(sight.value)} requesters${facts}`;
    const value = rule.distinct ? requesters : amount(rule, sight.value, locale);
    const span = rule.window === undefined ? null : spanOf(rule.window, locale);
    if (rule.signal === 'surge') {
      const usual = sight.low === sight.high ? number(sight.low!) : `${number(sight.low!)}–${number(sight.high!)}`;
      const usually = locale === 'zh' ? `平时 ${usual} ${rule.distinct ? '位' : counter(rule)}` : `usually ${usual}`;
      return locale === 'zh' ? `${span} ${value}，${usually}` : `${value} in ${span}, ${usually}`;
    }
    const measure = measureOf(rule.measure!).names[locale];
    const limit = rule.distinct ? number(rule.raise!) : amount(rule, rule.raise!, locale);
    const over = rule.below
      ? locale === 'zh' ? '低于' : 'at or under'
      : locale === 'zh' ? '达到' : 'at or over'; // prettier-ignore
    const head = locale === 'zh' ? `${measure} ${value}` : `${measure}: ${value}`;
    const within = span === null ? '' : locale === 'zh' ? `（${span}）` : ` in ${span}`;
    return locale === 'zh' ? `${head}${within}，${over}警戒值 ${limit}` : `${head}${within}, ${over} ${limit}`;
  });
}
