/** Pure: alert cards to lines in words. */
import type { CityFace } from '../../contract/city.ts';
import type { AlertCard, TopicValues } from '../../contract/topic.ts';
import { ago, count } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
}
export type Data = { alerts: TopicValues['alerts'] };
export interface CardMark {
  kind: 'card';
  of: AlertCard['kind'];
  key: string;
}

/** The four levels of the Emergency Response Law. */
export const LEVEL_WORDS = {
  1: { zh: '红色', en: 'Red' },
  2: { zh: '橙色', en: 'Orange' },
  3: { zh: '黄色', en: 'Yellow' },
  4: { zh: '蓝色', en: 'Blue' },
} as const;

/** Lines with the gravest first, the newest first within a level. */
export function lines(value: Data['alerts'] | undefined, clock: number, city: CityFace, locale: Locale) {
  return Object.entries(value?.cards ?? {})
    .sort(([a, x], [b, y]) => x.level - y.level || y.since - x.since || (a < b ? -1 : 1))
    .map(([id, card]) => {
      const name = nameOf(city, card.kind === 'overdue' ? 'unit' : 'source', card.key, locale);
      const n = count(card.count);
      const text =
        card.kind === 'overdue'
          ? { zh: `${n} 件工单超期未答复`, en: `${n} ticket${card.count === 1 ? '' : 's'} overdue` }
          : { zh: '数据来源静默，数字可能不全', en: 'source is silent, numbers may be incomplete' };
      return {
        id,
        level: card.level,
        word: LEVEL_WORDS[card.level][locale],
        text: text[locale],
        name,
        age: ago(card.since, clock, locale),
        mark: { kind: 'card', of: card.kind, key: card.key } satisfies CardMark,
        drills: card.kind === 'overdue',
      };
    });
}
