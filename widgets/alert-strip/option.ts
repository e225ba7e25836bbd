/** Pure: alert cards to lines in words. */
import type { AlertCard } from '../../contract/alert.ts';
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { type CardMark, drillOf, holder, inNeed, LEVEL_WORDS, waits } from '../shared/alerts.ts';
import { ago } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
  family?: AlertCard['family'];
}
export type Data = { alerts: TopicValues['alerts'] };
export type Mark = CardMark | { kind: 'more' };

/** Lines in the order in which they need a person. */
export function lines(value: Data['alerts'] | undefined, clock: number, city: CityFace, locale: Locale) {
  return inNeed(value?.cards).map(([id, card]) => ({
    id,
    level: card.level,
    word: LEVEL_WORDS[card.level][locale],
    title: card.titles[locale],
    says: card.says[locale],
    /** Who has it. */
    holder: holder(card, city, locale),
    /** Nobody has it: what stands out. */
    waits: waits(card),
    age: ago(card.since, clock, locale),
    mark: { kind: 'card', id } satisfies CardMark,
    drills: drillOf(card) !== null,
  }));
}

const CALM = { zh: '当前无预警', en: 'No alerts' } as const;
const CALM_OF = {
  matter: { zh: '当前无事件预警', en: 'No alerts about incidents' },
  limits: { zh: '当前无时限预警', en: 'No alerts about time limits' },
  service: { zh: '当前无服务预警', en: 'No alerts about the service' },
  media: { zh: '当前无舆情预警', en: 'No alerts about the media' },
  feed: { zh: '当前无数据接入预警', en: 'No alerts about feeds' },
} as const satisfies Record<AlertCard['family'], Record<Locale, string>>;

/** What stands where there are none; of one family only, it says of which. */
export const calmWords = ({ family }: Options, locale: Locale): string => (family ? CALM_OF[family] : CALM)[locale];
