/** Pure: the latest tickets as rows, newest first. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { timeOfDay } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
}
export type Data = { latest: TopicValues['latest'] };
export interface TicketMark {
  kind: 'ticket';
  id: string;
}

/** Rows with the newest first; the place is the street, else the district. */
export function rows(value: Data['latest'] | undefined, clock: number, city: CityFace, locale: Locale) {
  return Object.values(value?.tickets ?? {})
    .sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1))
    .map((t) => ({
      id: t.id,
      time: timeOfDay(t.created, clock, city.timeZone),
      place: t.street
        ? nameOf(city, 'street', t.street, locale)
        : t.district
          ? nameOf(city, 'district', t.district, locale)
          : '',
      title: t.title,
      channel: nameOf(city, 'channel', t.channel, locale),
    }));
}
