/** Pure: hot issues with what the hotline hears of them beside what the media say. */
import type { CityFace } from '../../contract/city.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  window: Window;
  top: number;
}
export type Data = { issues: TopicValues['issues'] };
export interface SideMark {
  kind: 'tickets' | 'mentions';
  id: string;
}

export interface Row {
  id: string;
  title: string;
  district: string;
  /** Counts, and lengths of their bars on the scale of their side, 0–1. */
  tickets: { value: number; text: string; share: number };
  mentions: { value: number; text: string; share: number; negative: number };
  /** All of it in words. */
  said: string;
}

/** Issues that the media speak of first, the most spoken of at the top; then the others by their heat. */
export function rows(options: Options, value: Data['issues'] | undefined, city: CityFace, locale: Locale): Row[] {
  const list = Object.entries(value?.issues ?? {})
    .sort(([a, x], [b, y]) => y.mentions - x.mentions || y.heat - x.heat || (a < b ? -1 : 1))
    .slice(0, options.top);
  const most = Math.max(1, ...list.map(([, { count: n }]) => n));
  const loudest = Math.max(1, ...list.map(([, { mentions }]) => mentions));
  return list.map(([id, { title, district, count: n, mentions, negative }]) => ({
    id,
    title,
    // Most titles name the place already.
    district:
      district && !title.includes(nameOf(city, 'district', district, 'zh'))
        ? nameOf(city, 'district', district, locale)
        : '',
    tickets: { value: n, text: count(n), share: n / most },
    mentions: { value: mentions, text: count(mentions), share: mentions / loudest, negative: negative / loudest },
    said:
      locale === 'zh'
        ? `${title}，工单 ${count(n)}，舆情 ${count(mentions)}，其中负面 ${count(negative)}`
        : `${title}, ${count(n)} tickets, ${count(mentions)} mentions, ${count(negative)} of them negative`,
  }));
}
