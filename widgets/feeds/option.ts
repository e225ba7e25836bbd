/** Pure: the state of each source to a table. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { ago, count, DASH, span } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export type Options = Record<string, unknown>;
export type Data = { feeds: TopicValues['feeds'] };

export const COLUMNS = {
  source: { zh: '来源', en: 'Source' },
  state: { zh: '状态', en: 'State' },
  seen: { zh: '最近收到', en: 'Last seen' },
  perMinute: { zh: '每分钟', en: 'Per minute' },
  lag: { zh: '延迟', en: 'Lag' },
  refused: { zh: '拒收', en: 'Refused' },
  total: { zh: '累计', en: 'Total' },
} as const;

/** What is said where the official calendar of years is not here. */
const CALENDAR = {
  zh: (years: readonly number[]) => `${years.join('、')} 年节假日安排尚未载入，按普通周末计算工作日`,
  en: (years: readonly number[]) =>
    `The official calendar of ${years.join(' and ')} is not here yet: working days are counted by plain weekends`,
};

/** What is said of a file of scenes that is refused. */
const FILE = {
  zh: (file: string, path: string, rule: string) => `场景文件 ${file} 未采用：${path} ${rule}`,
  en: (file: string, path: string, rule: string) => `The scene file ${file} is refused: ${path} ${rule}`,
};

/** Lines under the table: what is missing beside the feeds. */
export function notices(value: Data['feeds'] | undefined, locale: Locale): string[] {
  const years = value?.notices?.calendar ?? [];
  const files = value?.notices?.scenes ?? [];
  return [
    ...(years.length > 0 ? [CALENDAR[locale](years)] : []),
    ...files.map(({ file, path, rule }) => FILE[locale](file, path, rule)),
  ];
}

export const STATES = {
  ok: { zh: '正常', en: 'OK' },
  silent: { zh: '静默', en: 'Silent' },
  never: { zh: '未接入', en: 'Never' },
} as const;

/** Rows in the order of the profile, unlisted sources after them; silent ones keep their place but stand out. */
export function rows(value: Data['feeds'] | undefined, clock: number, city: CityFace, locale: Locale) {
  const sources = value?.sources ?? {};
  const listed = city.feeds.map((f) => f.source).filter((s) => Object.hasOwn(sources, s));
  const others = Object.keys(sources)
    .filter((s) => !listed.includes(s))
    .sort();
  return [...listed, ...others].map((source) => {
    const feed = sources[source]!;
    const never = feed.seen === 0;
    const state = feed.silent ? (never ? 'never' : 'silent') : never ? 'never' : 'ok';
    return {
      source,
      name: nameOf(city, 'source', source, locale),
      state: state as keyof typeof STATES,
      word: STATES[state][locale],
      silent: feed.silent,
      seen: never ? DASH : ago(feed.seen, clock, locale),
      perMinute: count(feed.perMinute),
      lag: never ? DASH : span(feed.lag, locale),
      refused: count(feed.refused),
      hasRefused: feed.refused > 0,
      total: count(feed.total),
    };
  });
}
