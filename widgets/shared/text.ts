/** Words that several widgets show, in both languages. */
import type { Text } from '../../contract/text.ts';
import type { Measure } from '../../contract/measure.ts';
import type { Comparison, Window } from '../../contract/time.ts';

export type Locale = 'zh' | 'en';

const pair = (zh: string, en: string): Text => ({ zh, en });

/** "近 1 小时" — a window as a note beside a number. */
export const WINDOW_WORDS: Record<Window, Text> = {
  '1h': pair('近 1 小时', 'last hour'),
  '24h': pair('近 24 小时', 'last 24 h'),
  today: pair('今日', 'today'),
  yesterday: pair('昨日', 'yesterday'),
  '7d': pair('近 7 日', 'last 7 days'),
  '14d': pair('近 14 日', 'last 14 days'),
  '30d': pair('近 30 日', 'last 30 days'),
};

/** What a number is compared with, in front of the difference. */
export const COMPARISON_WORDS: Record<Comparison, Text> = {
  day: pair('较昨日同刻', 'vs yesterday'),
  week: pair('较上周同刻', 'vs last week'),
};

/** Unit behind a number. */
export const UNIT_WORDS: Record<Measure['unit'], Text> = {
  tickets: pair('件', ''),
  calls: pair('通', ''),
  mentions: pair('条', ''),
  alerts: pair('条', ''),
  readings: pair('次', ''),
  issues: pair('个', ''),
  percent: pair('%', '%'),
  seconds: pair('秒', 's'),
  working_hours: pair('小时', 'h'),
  per_10k: pair('件/万人', '/10k'),
};

/** Fields by which lists are grouped. */
export const FIELD_WORDS: Record<string, Text> = {
  district: pair('区县', 'District'),
  street: pair('街道', 'Street'),
  unit: pair('承办单位', 'Unit'),
  category: pair('分类', 'Category'),
  channel: pair('受理渠道', 'Channel'),
  nature: pair('诉求性质', 'Nature'),
  community: pair('小区', 'Compound'),
  zone: pair('专区', 'Zone'),
  satisfaction: pair('满意度', 'Rating'),
  medium: pair('媒体', 'Medium'),
  outlet: pair('账号', 'Outlet'),
  sentiment: pair('倾向', 'Sentiment'),
};

export const WORDS = {
  unknown: pair('未知', 'unknown'),
  low: pair('低', 'low'),
  high: pair('高', 'high'),
  none: pair('暂无数据', 'no data'),
  target: pair('目标', 'target'),
} as const;

/** Titles of counts by window: 今日受理, not 今日受理量. Other measures keep their own name. */
const SHORT: Record<string, string> = {
  accepted: '受理',
  call_offered: '呼入',
  call_answered: '接通',
  call_abandoned: '放弃',
  closed: '办结',
  rated: '评价',
  mention_count: '舆情',
};

/** Title of a measure over a window: “今日受理”, “Accepted today”; a ratio or a state keeps its plain name. */
export function measureTitle(measure: Measure, window: Window, locale: Locale): string {
  if (measure.kind !== 'count' || !measure.at) return measure.names[locale];
  const when = WINDOW_WORDS[window][locale];
  if (locale === 'en') return `${measure.names.en} ${when}`;
  const short = SHORT[measure.id] ?? measure.names.zh;
  return `${when}${short}`;
}
