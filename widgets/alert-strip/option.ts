/** Pure: alert cards to lines in words. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { type CardMark, drillOf, holder, inNeed, LEVEL_WORDS, waits } from '../shared/alerts.ts';
import { ago } from '../shared/format.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
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
