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

const FEEDS = { zh: '数据接入', en: 'Data feeds' } as const;

/** Lines with the gravest first; within a level what has lasted longest, as the server cuts the list. */
export function lines(value: Data['alerts'] | undefined, clock: number, city: CityFace, locale: Locale) {
  return Object.entries(value?.cards ?? {})
    .sort(([a, x], [b, y]) => x.level - y.level || x.since - y.since || (a < b ? -1 : 1))
    .map(([id, card]) => {
      const about = nameOf(city, card.kind === 'overdue' ? 'unit' : 'source', card.key, locale);
      const n = count(card.count);
      const text =
        card.kind === 'overdue'
          ? { zh: `${about} ${n} 件工单已超期`, en: `${about}: ${n} ticket${card.count === 1 ? '' : 's'} overdue` }
          : { zh: `${about} 数据中断，数字可能不全`, en: `${about} is silent: numbers may be incomplete` };
      return {
        id,
        level: card.level,
        word: LEVEL_WORDS[card.level][locale],
        text: text[locale],
        /** Who is to act: the unit; for a silent source whoever runs the feeds. */
        name: card.kind === 'overdue' ? about : FEEDS[locale],
        age: ago(card.since, clock, locale),
        mark: { kind: 'card', of: card.kind, key: card.key } satisfies CardMark,
        drills: card.kind === 'overdue',
      };
    });
}
