/** What a download calls columns and values, in the language of whoever asks. Pure. */
import type { City } from '../../contract/city.ts';
import type { ExploreWords } from '../../contract/explore.ts';
import type { Alignment } from '../../contract/compare.ts';
import type { Measure } from '../../contract/measure.ts';
import type { Text } from '../../contract/text.ts';

export type Locale = keyof Text;

const pair = (zh: string, en: string): Text => ({ zh, en });
const UNITS: Record<Measure['unit'], Text> = {
  tickets: pair('件', 'tickets'),
  calls: pair('个', 'calls'),
  mentions: pair('条', 'mentions'),
  alerts: pair('条', 'alerts'),
  readings: pair('次', 'readings'),
  issues: pair('个', 'issues'),
  percent: pair('%', '%'),
  seconds: pair('秒', 's'),
  working_hours: pair('工作小时', 'working hours'),
  per_10k: pair('每万人', 'per 10,000'),
};
const BEFORE: Record<Alignment, Text> = {
  previous: pair('上期', 'previous period'),
  year: pair('去年同期', 'a year before'),
  lunar: pair('去年农历同期', 'a lunar year before'),
};
const WORDS = {
  code: pair('代码', 'code'),
  from: pair('时间', 'Time'),
  change: pair('变化 %', 'change %'),
  points: pair('变化 百分点', 'change, points'),
  low: pair('常态下限', 'usual, low'),
  high: pair('常态上限', 'usual, high'),
} as const;

export interface Names {
  field(field: string): string;
  /** Name of a value; what has none is called as it is. */
  value(field: string, value: string): string;
  code(field: string): string;
  measure(measure: Measure): string;
  before(measure: Measure, alignment: Alignment): string;
  word(word: keyof typeof WORDS, measure?: Measure): string;
}

/** Names out of the profile, and out of the words that came with the question for what is not in it. */
export function namesFor(city: City, locale: Locale, words: ExploreWords = {}): Names {
  const named = (entries: Iterable<readonly [string, Text]>): Map<string, Text> => new Map(entries);
  const profile: Record<string, Map<string, Text>> = {
    district: named(city.places.map(({ code, names }) => [code, names])),
    street: named(city.places.flatMap(({ streets }) => streets.map(({ code, names }) => [code, names] as const))),
    unit: named(city.units.map(({ id, names }) => [id, names])),
    category: named(city.categories.map(({ code, names }) => [code, names])),
    source: named(city.feeds.map(({ source, names }) => [source, names])),
    gauge: named((city.gauges ?? []).map(({ id, names }) => [id, names])),
  };
  const own = <T>(record: Record<string, T> | undefined, key: string): T | undefined =>
    record && Object.hasOwn(record, key) ? record[key] : undefined;
  const field = (name: string): string => own(words.fields, name) ?? name;
  const plain = (measure: Measure): string => measure.names[locale];
  return {
    field,
    value: (name, value) =>
      profile[name]?.get(value)?.[locale] ?? own(own(words.values, name), value) ?? value,
    code: (name) => `${field(name)} ${WORDS.code[locale]}`,
    measure: (measure) => `${plain(measure)} (${UNITS[measure.unit][locale]})`,
    before: (measure, alignment) => `${plain(measure)} · ${BEFORE[alignment][locale]}`,
    word: (word, measure) => (measure ? `${plain(measure)} · ${WORDS[word][locale]}` : WORDS[word][locale]),
  };
} // prettier-ignore
