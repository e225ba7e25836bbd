/** Pure: alert cards to what the board shows of them at a moment. */
import type { AlertCard } from '../../contract/alert.ts';
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { type CardMark, drillOf, holder, inNeed, LEVEL_WORDS, placeOf, waits } from '../shared/alerts.ts';
import { ago, remaining, timeOfDay } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import { figureOf, usualOf } from '../shared/sight.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  size: number;
}
export type Data = { alerts: TopicValues['alerts'] };
export type Mark = CardMark | { kind: 'more' };

const say = (zh: string, en: string, locale: Locale): string => (locale === 'zh' ? zh : en);

/** What happened to a card on its way: how often nobody took it in time, and how often it came back. */
export function history({ escalations = 0, flaps = 0 }: AlertCard, locale: Locale): string[] {
  const notes: string[] = [];
  if (escalations > 0) notes.push(say(`已升级 ${escalations} 次`, `escalated ${escalations}×`, locale));
  if (flaps > 0) notes.push(say(`反复 ${flaps} 次`, `came back ${flaps}×`, locale));
  return notes;
}

/** The clock of a card: how long it has waited for a person, or when it got one. */
function clockOf(card: AlertCard, clock: number, locale: Locale): string {
  if (waits(card)) return remaining(Math.max(0, clock - card.since), locale);
  if (card.claimed === undefined) return '';
  return say(`${ago(card.claimed, clock, 'zh')}签收`, `claimed ${ago(card.claimed, clock, 'en')}`, locale);
}

/** Cards in the order in which they need a person. */
export function board(value: Data['alerts'] | undefined, clock: number, city: CityFace, locale: Locale) {
  return inNeed(value?.cards).map(([id, card]) => {
    const owner = card.owner === undefined ? null : nameOf(city, 'unit', card.owner, locale);
    const start = timeOfDay(card.since, clock, city.timeZone);
    const since = say(`${start} 起`, `since ${start}`, locale);
    return {
      id,
      level: card.level,
      word: LEVEL_WORDS[card.level][locale],
      waits: waits(card),
      status: card.status,
      title: card.titles[locale],
      says: card.says[locale],
      figure: figureOf(card, locale),
      usual: usualOf(card.sight),
      place: placeOf(card, city, locale),
      owner: owner ?? say('未定责任单位', 'no owner yet', locale),
      holder: holder(card, city, locale),
      clock: clockOf(card, clock, locale),
      // The stopwatch says how long it has waited; of what somebody has, the line does.
      since: waits(card) ? since : `${since} · ${ago(card.since, clock, locale)}`,
      advice: card.advice?.[locale] ?? null,
      notes: history(card, locale),
      drills: drillOf(card) !== null,
      mark: { kind: 'card', id } satisfies CardMark,
    };
  });
}
export type BoardCard = ReturnType<typeof board>[number];
