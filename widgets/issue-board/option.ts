/** Pure: hot issues to rows. */
import type { CityFace } from '../../contract/city.ts';
import type { IssueCard } from '../../contract/issue.ts';
import type { Text } from '../../contract/text.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, timeOfDay } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  window: Window;
  size: number;
  title?: Text;
}
export type Data = { issues: TopicValues['issues'] };
export interface IssueMark {
  kind: 'issue' | 'mentions';
  id: string;
}

/** Parts of the window that a trend has. */
const PARTS = 24;

export interface Row {
  id: string;
  title: string;
  /** Where, who handles it, since when: parts in the order in which they matter. */
  about: string[];
  /** Of the hottest, 0–1. */
  heat: number;
  value: number;
  text: string;
  people: string;
  trend: number[];
  /** How many items in the media are about it; null: none. */
  media: { text: string; negative: string } | null;
}

/** District and street, as far as they are known and the title does not name them in the reader's language. */
export function placeOf({ district, street, title }: IssueCard, city: CityFace, locale: Locale): string {
  const narrowest = street ? nameOf(city, 'street', street, locale) : nameOf(city, 'district', district, locale);
  if (title.includes(narrowest)) return '';
  const parts = [
    district && nameOf(city, 'district', district, locale),
    street && nameOf(city, 'street', street, locale),
  ].filter(Boolean);
  return parts.join(locale === 'zh' ? ' ' : ', ');
}

/** The hottest first. `clock`: times of another day have their date. */
export function rows(value: Data['issues'] | undefined, city: CityFace, clock: number, locale: Locale): Row[] {
  const zh = locale === 'zh';
  const cards = Object.entries(value?.issues ?? {}).sort(
    ([a, x], [b, y]) => y.heat - x.heat || y.count - x.count || (a < b ? -1 : 1),
  );
  const hottest = Math.max(1, ...cards.map(([, { heat }]) => heat));
  return cards.map(([id, card]) => ({
    id,
    title: card.title,
    about: [
      placeOf(card, city, locale),
      card.unit ? nameOf(city, 'unit', card.unit, locale) : '',
      `${zh ? '始于' : 'since'} ${timeOfDay(card.first, clock, city.timeZone)}`,
      card.open > 0 ? `${zh ? '未办结' : 'open'} ${count(card.open)}` : zh ? '全部办结' : 'all closed',
    ].filter(Boolean),
    heat: card.heat / hottest,
    value: card.count,
    text: count(card.count),
    people: zh ? `${count(card.requesters)} 人` : `${count(card.requesters)} people`,
    trend: Array.from({ length: PARTS }, (_, part) => card.trend[String(part)] ?? 0),
    media:
      card.mentions === 0
        ? null
        : {
            text: zh ? `舆情 ${count(card.mentions)}` : `media ${count(card.mentions)}`,
            negative: card.negative === 0 ? '' : zh ? `负面 ${count(card.negative)}` : `neg. ${count(card.negative)}`,
          },
  }));
}
