/** Pure: the latest items in the media as rows, newest first. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { timeOfDay } from '../shared/format.ts';
import { type Mood, moodOf } from '../shared/mood.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
}
export type Data = { mentions: TopicValues['mentions'] };
export interface MentionMark {
  kind: 'mention' | 'issue';
  id: string;
}

export interface Row {
  id: string;
  time: string;
  title: string;
  mood: Mood;
  /** Medium, outlet, district: what is known of them. */
  from: string[];
  /** The hot issue that it is about. */
  issue: { id: string; title: string } | null;
}

/** Rows with the newest first. `clock`: times of another day have their date. */
export function rows(value: Data['mentions'] | undefined, clock: number, city: CityFace, locale: Locale): Row[] {
  return Object.values(value?.mentions ?? {})
    .sort((a, b) => b.published - a.published || (a.id < b.id ? -1 : 1))
    .map(({ id, title, published, medium, outlet, sentiment, district, issue, about }) => ({
      id,
      time: timeOfDay(published, clock, city.timeZone),
      title,
      mood: moodOf(sentiment),
      from: [
        nameOf(city, 'medium', medium, locale),
        outlet ?? '',
        district ? nameOf(city, 'district', district, locale) : '',
      ].filter(Boolean),
      issue: issue !== undefined && about !== undefined ? { id: issue, title: about } : null,
    }));
}
